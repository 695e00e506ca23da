package byline

import "framewatch/internal/wordset"

// monthNames and weekdays stand before the numbers of a date in a byline, and
// dateWords lead up to them.
var (
	monthNames = wordset.Of(`
		january february march april may june july august september october november december
		jan feb mar apr jun jul aug sep sept oct nov dec
		januar jänner februar märz mai juni juli oktober dezember mrz okt dez
		janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr avr juil déc
		enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene abr ago dic
		gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre gen mag giu lug set ott
		janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev out
		januari februari maart mei augustus maj januari juli augusti maret agustus desember
		stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
		января февраля марта апреля мая июня июля августа сентября октября ноября декабря
		січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
		ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
		tháng januari machi aprili mei juni julai agosti septemba oktoba novemba desemba
		يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
		มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม`)
	weekdays = wordset.Of(`
		monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
		montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
		lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
		lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
		понедельник вторник среда четверг пятница суббота воскресенье senin selasa rabu kamis jumat sabtu minggu
		pazartesi salı çarşamba perşembe cuma cumartesi pazar الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد`)
	dateWords = wordset.Of(`
		on at am um vom den der le la à el del de il lo dia em op om den kl klo klokken uhr
		published posted updated veröffentlicht aktualisiert publié publicado pubblicato stand date datum fecha data
		last modified edt est gmt utc pm a.m p.m a.m. p.m. pada tarih tarihi ngày tanggal вышло от в vào lúc saa tarehe`)
)
