package lang

import "strings"

// Indonesian and Malay share most of their letter sequences; what tells them
// apart are words. The lists hold spellings and words that one standard uses
// and the other does not, or uses in another sense, from general knowledge of
// the two.
const (
	indonesianWords = `
	bahwa karena yaitu yakni bisa mau coba mencoba dicoba percobaan agar setelah
	perusahaan kantor mobil uang keuangan dokter pasien kesehatan obat istri bapak pria
	walikota bupati provinsi kabupaten kecamatan pemilu konstitusi polisi kepolisian
	jumat maret juni juli agustus desember inggris serikat prancis jepang spanyol eropa tiongkok yunani selandia tionghoa
	universitas kualitas aktivitas fasilitas komunitas identitas realitas prioritas otoritas mayoritas minoritas kapasitas
	stabilitas solidaritas kreativitas publisitas entitas integritas
	televisi telepon ponsel koran situs surel perangkat energi salju pohon hewan sapi
	berbeda beda perbedaan bagian sebagian berbagai terjadi kecelakaan
	tim pelatih manajer wisatawan pariwisata turis pajak bisnis
	direktur sekretaris peneliti penelitian ilmuwan siswa mahasiswa jurusan
	gratis libur liburan toko sepeda handuk sendok kulkas
	miliar triliun persen delapan menit detik derajat siang sore besok kemarin
	konferensi kebijakan ungkap ungkapnya tutur tuturnya
	kalian kakek bandara stasiun
	nggak gak sih banget saat sekitar
	perserikatan produksi
	kewarganegaraan sengketa arbitrase mediasi
	kesepakatan bergabung internasional nasional komisi majelis
	dimana resmi sangat apapun siapapun manapun harus
	rusak lembaga jaksa putusan wajib jadwal
	kalimat sistim proyek obyek subyek
	`
	malayWords = `
	bahawa kerana iaitu ialah mahu cuba mencuba percubaan supaya selepas semasa manakala
	syarikat pejabat wang kewangan doktor pesakit kesihatan ubat isteri lelaki
	polis agong mahkamah perlembagaan bandaraya kerajaan
	jumaat ahad mac julai ogos disember inggeris perancis jepun sepanyol eropah zealand
	universiti kualiti aktiviti komuniti identiti realiti keutamaan autoriti majoriti minoriti kapasiti
	solidariti kreativiti publisiti entiti integriti sekuriti fakulti
	televisyen telefon filem akhbar emel perisian ribut salji haiwan lembu khinzir
	berbeza perbezaan bahagian sebahagian pelbagai mempunyai kemalangan terbunuh
	perlawanan kejohanan jurulatih pelancong pelancongan cukai pasaran perniagaan
	pengarah setiausaha timbalan naib pengerusi saintis
	percuma kedai kerusi basikal seluar tuala tandas
	bilion trilion peratus lapan sifar minit darjah saiz petang esok semalam
	mesyuarat warganegara
	korang datuk budak kanak stesen keretapi
	tiada sesiapa hendaklah sekiranya daripada
	pertubuhan perbadanan pentadbiran maklumat pengangkutan persekutuan
	antarabangsa kebangsaan pengiktirafan
	bersetuju menyertai suruhanjaya majlis
	pengantaraan tarikh hadapan
	mestilah mesti berjaya kejayaan menerusi
	projek subjek
	sungguhpun walaubagaimanapun kesemua ditubuhkan dipanggil
	`
)

// loadMalay gives the words of both lists: true for Indonesian.
func loadMalay() map[string]bool {
	out := make(map[string]bool, 400)
	for _, w := range strings.Fields(indonesianWords) {
		out[w] = true
	}
	for _, w := range strings.Fields(malayWords) {
		out[w] = false
	}
	return out
}
