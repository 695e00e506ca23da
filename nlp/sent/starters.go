package sent

import "framewatch/internal/wordset"

// starters are, by language, words that begin sentences and, in capitals, hardly
// anything else. Other languages are judged by the English ones.
var starters = map[string]map[string]bool{
	"en": wordset.Of(`The This That These Those He She It We They You I I'm I've I'd I'll It's He's She's We're They're There's
		His Her Its Our Their My Your And But Or Nor So Yet For If When While Where What Who Whom Whose Why How Which
		Although Though Because Since After Before Until Unless During Then There Here However Meanwhile Moreover Nevertheless
		Still Also Instead Otherwise Therefore Thus Hence In On At From With Without Within By To Of As About Under Over Between
		Among Against Despite According Another Some Many Most Several Few All Both Each Every Any No Not Now Today Yesterday
		Tomorrow Earlier Later Last Next Finally Did Do Does Is Are Was Were Will Would Can Could Should Has Have Had Let Let's
		Yes Once Only Just Even Such One Two Three Analysts Experts Critics Officials Asked Speaking Travelers Millions`),
	"de": wordset.Of(`Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ich Ihr Man Dies Diese Dieser Dieses Diesen Jene Seine Ihre Unsere
		Und Aber Oder Doch Denn Sondern Wenn Weil Als Ob Dass Da Dann Dort Hier Nun Jetzt Heute Gestern Morgen Später Zuvor Danach Dabei Damit
		Daher Deshalb Trotzdem Außerdem Zudem Auch Noch Nur So Wie Was Wer Wo Warum Wann Im In Am An Auf Aus Bei Mit Nach Von Vor Zu Zum Zur
		Für Gegen Ohne Um Durch Über Unter Zwischen Seit Bis Während Laut Nicht Kein Keine Alle Viele Einige Mehrere Beide Jeder Jede Ist Sind War Waren Hat Haben Wird Werden Nein Ja`),
	"es": wordset.Of(`El La Los Las Un Una Unos Unas Lo Él Ella Ellos Ellas Yo Nosotros Usted Ustedes Este Esta Estos Estas Ese Esa Esto Eso Aquel Su Sus Nuestro
		Y O Pero Sino Porque Pues Aunque Si Cuando Como Donde Que Qué Quién Cómo Cuándo Dónde Así Entonces Luego Después Antes Ahora Hoy Ayer Mañana Según
		Sin Con En De Del Al A Por Para Desde Hasta Entre Sobre Tras Durante Mientras Además También Tampoco No Sí Ya Aún Todo Todos Todas Muchos Algunos
		Otro Otra Otros Ambos Cada Hay Es Son Fue Fueron Era Ha Han`),
	"fr": wordset.Of(`Le La Les L Un Une Des Il Elle Ils Elles Je Nous Vous On Ce Cet Cette Ces Cela Ça Son Sa Ses Leur Leurs Notre Nos Et Ou Mais Donc Or Car Si Quand
		Lorsque Comme Où Que Qui Quoi Pourquoi Comment Ainsi Alors Puis Ensuite Après Avant Aujourd'hui Hier Demain Selon Sans Avec En De Du Au Aux À Dans Par Pour
		Depuis Jusque Entre Sur Sous Pendant Cependant Toutefois Pourtant Aussi Enfin Non Oui Tout Tous Toutes Plusieurs Certains Chaque Aucun`),
	"it": wordset.Of(`Il Lo La I Gli Le L Un Uno Una Egli Lui Lei Noi Voi Essi Loro Questo Questa Questi Queste Quello Quella Suo Sua Suoi E Ed O Ma Però Se Quando Come Dove
		Che Chi Perché Così Allora Poi Dopo Prima Oggi Ieri Domani Secondo Senza Con In Di Del Della Dei Al Alla Da Dal Dalla Per Tra Fra Su Sul Durante Mentre
		Inoltre Anche Non Sì Tutti Tutte Molti Alcuni Altri Ogni Nel Nella Nei`),
	"nl": wordset.Of(`De Het Een Hij Zij Ze Wij We Ik Jij U Dit Dat Deze Die Zijn Haar Hun Ons Onze En Of Maar Want Dus Als Toen Omdat Waar Wat Wie Hoe Waarom Dan Daar Hier
		Nu Vandaag Gisteren Morgen Later Daarna Volgens Zonder Met In Op Aan Van Voor Na Uit Over Onder Tussen Sinds Tijdens Ook Niet Geen Alle Veel Enkele Er Bij Naar Om Te Door`),
	"pt": wordset.Of(`O A Os As Um Uma Uns Umas Ele Ela Elas Eu Nós Você Este Esta Estes Estas Esse Essa Isto Isso Aquele Seu Sua Seus Suas E Ou Mas Porém Porque Pois
		Embora Se Quando Como Onde Que Quem Assim Então Depois Antes Agora Hoje Ontem Amanhã Segundo Sem Com Em De Do Da Dos Das No Na Nos Nas Ao À Por Para Pelo Pela
		Desde Até Entre Sobre Após Durante Enquanto Além Também Não Sim Já Ainda Todos Todas Muitos Alguns Outro Outra Ambos Cada Há É São Foi Foram`),
	"ru": wordset.Of(`Он Она Оно Они Мы Вы Я Ты Это Этот Эта Эти Тот Та Те Его Её Ее Их Наш Наша И А Но Или Однако Если Когда Где Что Кто Как Почему Чтобы Хотя Так Там Тут Здесь
		Тогда Затем Потом После До Перед Теперь Сейчас Сегодня Вчера Завтра По В Во На С Со К Ко Из От О Об За Для Без При Под Над Между Через Не Нет Да Также Кроме Все Всё
		Многие Некоторые Каждый Другие Был Была Было Были`),
	"uk": wordset.Of(`Він Вона Воно Вони Ми Ви Я Ти Це Цей Ця Ці Той Та Ті Його Її Їх Наш І Й А Але Або Однак Якщо Коли Де Що Хто Як Чому Щоб Хоча Так Там Тут Тоді Потім Після До Перед
		Тепер Зараз Сьогодні Вчора Завтра За У В На З Із К Від О Про Для Без При Під Над Між Через Не Ні Також Крім Усі Всі Багато Деякі Кожен Інші Був Була Було Були`),
	"tr": wordset.Of(`Bu Şu O Bunlar Onlar Biz Siz Ben Sen Bir Ve Ama Fakat Ancak Çünkü Eğer Nerede Ne Kim Nasıl Neden Sonra Önce Şimdi Bugün Dün Yarın İçin Ayrıca Her Bazı Birçok Tüm Hiç Evet Hayır`),
	"id": wordset.Of(`Ini Itu Dia Ia Mereka Kami Kita Saya Anda Dan Atau Tetapi Tapi Namun Karena Jika Kalau Ketika Saat Di Ke Dari Pada Dalam Untuk Dengan Oleh Sebagai Setelah Sebelum
		Sekarang Kemarin Besok Menurut Selain Juga Tidak Ada Para Semua Banyak Beberapa Setiap Sementara Sedangkan Hal`),
}
