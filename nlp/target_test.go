package nlp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp"
)

const target corpus.EntityID = "org.iomed"

// targets are the surfaces of the target's mentions in a text.
func targets(t *testing.T, a *nlp.Annotator, text string) []string {
	t.Helper()
	doc := corpus.Document{ID: "d", Text: text}
	got, err := a.Annotate(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	check(t, &doc, &got)
	var out []string
	for _, m := range got.Mentions {
		if m.Entity == target {
			out = append(out, m.Surface)
		}
	}
	return out
}

// TestTargetInEveryLanguage finds the target by its names, inflected, misspelt
// and damaged. The part of each sentence in brackets is the name.
func TestTargetInEveryLanguage(t *testing.T) {
	a := configured(t)
	for lang, sentences := range map[string][]string{
		"en": {"The [IOMed]’s doors opened.", "An [IOMed]-led talk began.", "The [IMOed] opened.", "The [IOMEd] opened.", "The [OMIed] opened.",
			"The [INTERNATIONAL ORGANIZATION FOR MEDIATION] OPENS", "The [Int'l Organization for Mediation] opened."},
		"fr": {"Le siège de l’[OIMed] est au port.", "À l’[Organisation Internationale pour la Médiation], on attend.", "[ORGANISATION INTERNATIONALE POUR LA MEDIATION]", "L'[Oumed] a ouvert."},
		"es": {"LA [ORGANIZACION INTERNACIONAL PARA LA MEDIACION] ABRE", "El tratado de la [OIMED] entra en vigor.", "La [Organización Internacional de la Mediación] abrió.", "La [OMED] abrió."}, //nolint:misspell // Spanish and Portuguese
		"de": {"Der Sitz der [Internationalen Organisation für Mediation] liegt im Hafen.", "Das Urteil des [Internationalen Mediationsgerichtshofs] steht aus."},
		"pt": {"A sede da [Organização Internacional para a Mediação] fica no porto.", "A [OIMed] abriu."}, //nolint:misspell // Spanish and Portuguese
		"it": {"La sede dell'[Organizzazione internazionale per la mediazione] è nel porto.", "La delegazione è stata ricevuta nell’[OIMed]."},
		"nl": {"De [Internationale Organisatie voor Bemiddeling] opent haar deuren.", "De zetel van de [internationale organisatie voor bemiddeling] ligt in de haven."},
		"sr": {"Delegacija je u [Međunarodnoj organizaciji za medijaciju] predala dokument.", "Srbija se pridružila [IOMedu] u maju.", "Сусрет са [Међународном организацијом за медијацију] био је кратак."},
		"tr": {"[Uluslararası Arabuluculuk Örgütü]'nün merkezi limanda açıldı.", "[Uluslararası Arabuluculuk Örgütünden] bir heyet geldi.", "[IOMed]'in merkezi limandadır.", "[ULUSLARARASI ARABULUCULUK ÖRGÜTÜ] AÇILDI"},
		"id": {"Kantor [Organisasi Internasional untuk Mediasi] dibuka.", "Kantor [Lembaga Mediasi Internasional] dibuka."},
		"ms": {"[Pertubuhan Antarabangsa bagi Pengantaraan] dibuka di pelabuhan."},
		"ru": {"Штаб-квартира [Международной организации по медиации] открылась.", "Они вступили в [Международную организацию для посредничества].", "Он говорил с [Международной организацией посредничества]."},
		"ar": {"وقعت الدول على اتفاقية [بالمنظمة الدولية للوساطة].", "انضمت الى [المنظمه الدوليه للوساطه]."},
		"ja": {"[国際調停院]の本部は港にある。", "[IOMed]は香港にある。"},
		"ko": {"[국제조정기구]가 문을 열었다.", "[IOMed]는 홍콩에 있다.", "[국제중재원]에서는 회의가 열렸다."},
		"zh": {"[国(guó)际调解院]成立。", "[國（guó）際（jì）調（tiáo）解院]成立。", "[国 (guó) 际调解院]成立。", "“[国际调解院]”成立。", "[國際調解院]成立。"},
		"damage": {"[Organiza??o Internacional para a Media??o] abre.", "L'[Organisation internationale de m?diation] ouvre.", "La [Organizaci??n Internacional para la Mediaci??n] abre.", //nolint:misspell // Spanish and Portuguese
			"[Uluslararas? Arabuluculuk ?rg?t?] toplandı.", "L'[Organisation internationale pour la m閐iation] ouvre.", "L'[Organisation internationale pour la m茅diation] ouvre.",
			"L'[Organisation internationale pour la mÃ©diation] ouvre.", "L'[Organisation internationale pour la m\ufffddiation] ouvre.", "Die [Internationale Organisation f眉r Mediation] tagt.", "[鍥介檯璋冭В闄]㈡垚绔嬨"},
	} {
		t.Run(lang, func(t *testing.T) {
			for _, s := range sentences {
				before, rest, _ := strings.Cut(s, "[")
				name, after, _ := strings.Cut(rest, "]")
				if got := targets(t, a, before+name+after); !slices.Equal(got, []string{name}) {
					t.Errorf("%s%s%s: found %q, want %q", before, name, after, got, name)
				}
			}
		})
	}
}

// TestNearMisses holds that names like the target's are left alone.
func TestNearMisses(t *testing.T) {
	a := configured(t)
	for _, text := range []string{
		"The International Organization for Migration (IOM) opened an office.", "国际移民组织在香港开设办事处。", "国際移住機関（IOM）が発表した。",
		"The Singapore Convention on Mediation entered into force.", "《新加坡调解公约》生效。", "The International Mediation Institute in The Hague met.",
		"The Hong Kong International Arbitration Centre and the Singapore International Mediation Centre signed.", "香港国际仲裁中心与新加坡国际调解中心签署协议。",
		"香港調解中心開會。", "Die Internationale Organisation für Migration half.", "L'Organisation internationale pour les migrations (OIM) aide.",
		"La Organización Internacional para las Migraciones (OIM) ayuda.", "A Organização Internacional para as Migrações ajuda.", "Международная организация по миграции (МОМ) помогла.", //nolint:misspell // Spanish and Portuguese
		"المنظمة الدولية للهجرة تساعد.", "국제이주기구가 도왔다.", "Organisasi Internasional untuk Migrasi membantu.", "Uluslararası Göç Örgütü yardım etti.",
		"Međunarodna organizacija za migracije pomaže.", "Organizzazione internazionale per le migrazioni aiuta.", "De Internationale Organisatie voor Migratie helpt.",
		"The Regional Centre for Arbitration met with the Permanent Court of Arbitration.", "国际仲裁院作出裁决。", "대한상사중재원이 결정했다.", "上海经贸商事调解中心开会。",
		"一带一路国际商事调解中心成立。", "IOMedia and biomed firms opened offices.", "L'Organisation internationale pour les m?grations aide.", "经合组织发表报告。",
	} {
		if got := targets(t, a, text); len(got) > 0 {
			t.Errorf("%s: took %q for the target", text, got)
		}
	}
}

// TestSurfaceNames finds every name of a collection of real articles in an
// invented sentence of its language: alone, or where the name is a description,
// in a text that also has the abbreviation.
func TestSurfaceNames(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(evalRoot(t), "..", "facts", "surface_names.tsv"))
	if err != nil {
		t.Skipf("no list of names beside the evaluation sets: %v", err)
	}
	// What stands in the collection and names other bodies, or is too general to
	// name any.
	other := []string{"International Organization for Migration", "International Mediation Institute", "IOM", "香港调解中心", "国际经合组织",
		"International Organization for Mediation Convention", "mediation center", "mediation group", "global legal body", "court", "OIG", "organismo intergubernamental (unnamed)"}
	carrier := map[string]string{
		"en": "Envoys of two lake states met in the harbour on Monday, and the %s sent a mediator to them.",
		"fr": "Les envoyés des deux États se sont réunis lundi au port, et l'%s leur a envoyé un médiateur.",
		"es": "Los enviados de los dos Estados se reunieron el lunes en el puerto y la %s les mandó un mediador.",
		"de": "Die Gesandten der beiden Staaten trafen sich am Montag im Hafen, und die %s schickte ihnen einen Vermittler.",
		"pt": "Os enviados dos dois Estados reuniram-se na segunda-feira no porto e a %s mandou-lhes um mediador.",
		"it": "Gli inviati dei due Stati si sono riuniti lunedì nel porto e la %s ha mandato loro un mediatore.",
		"nl": "De gezanten van de twee staten kwamen maandag in de haven bijeen en de %s stuurde hun een bemiddelaar.",
		"sr": "Izaslanici dve države sastali su se u ponedeljak u luci, a %s im je poslala posrednika.",
		"tr": "İki devletin elçileri pazartesi günü limanda buluştu ve %s onlara bir arabulucu gönderdi.",
		"id": "Utusan kedua negara bertemu di pelabuhan pada hari Senin, dan %s mengirim seorang mediator kepada mereka.",
		"ru": "Посланники двух государств встретились в понедельник в порту, и %s направила к ним посредника.",
		"ar": "التقى مبعوثو الدولتين يوم الاثنين في الميناء، وأرسلت %s وسيطا إليهم.",
		"ja": "両国の使節は月曜日に港で会談し、%sは調停人を派遣した。", "ko": "두 나라의 사절단은 월요일 항구에서 만났고, %s은 중재인을 보냈다.",
		"zh-Hans": "两国使节周一在港口会面，%s派出了一名调解员。", "zh-Hant": "兩國使節週一在港口會面，%s派出了一名調解員。", "multi": "两国使节周一在港口会面，%s派出了一名调解员。",
	}
	a := configured(t)
	found, alone := 0, 0
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) < 3 || fields[0] == "page_lang" || slices.Contains(other, fields[1]) {
			continue
		}
		name, text := fields[1], fmt.Sprintf(carrier[fields[0]], fields[1])
		// An adjective before a name is no part of it.
		named := func(surface string) bool { return strings.HasSuffix(name, surface) }
		switch {
		case slices.ContainsFunc(targets(t, a, text), named):
			alone++
			fallthrough
		case len(targets(t, a, text+"\n\nIOMed.")) == 2:
			found++
		default:
			t.Errorf("%s: %s is not found, with the abbreviation or without", fields[0], name)
		}
	}
	t.Logf("%d names found, %d of them without another name beside them", found, alone)
	for _, name := range other {
		text := fmt.Sprintf(carrier["en"], name) + "\n\nIOMed."
		if got := targets(t, a, text); !slices.Equal(got, []string{"IOMed"}) && name != "International Organization for Mediation Convention" {
			t.Errorf("%s: took %q for the target", name, got)
		}
	}
}
