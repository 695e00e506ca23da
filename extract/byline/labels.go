package byline

import (
	"strings"
	"unicode"

	"framewatch/internal/lazyregexp"
	"framewatch/internal/wordset"
)

// prepositions introduce an author without a colon.
var prepositions = wordset.Of(`by von vun par por av af door oleh bởi โดย เขียนโดย بقلم قلم نوشته توسط беседовала беседовал द्वारा автор авторы авторка від
	führte führten berichtet berichten stellte stellten przez rozmawiał rozmawiała rozmawiali napisał napisała opracował opracowała przygotował przygotowała oprac
	подготовил подготовила подготовили записал записала записали написал написала брал брала взял взяла беседовали
	підготував підготувала підготували записав записала спілкувався спілкувалася спілкувалась розмовляв розмовляла написав
	রচনায় লিখেছেন নিয়েছেন بواسطة بواسطه signé
	รายงานโดย บทความโดย เรื่องโดย โพสต์โดย สัมภาษณ์โดย เรียบเรียงโดย`)

// localPrepositions are words of other languages too, and are read on pages in
// their own: "di" is "in" to Indonesians.
var localPrepositions = map[string]string{"di": "it", "da": "it", "na": "sw", "theo": "vi", "viên": "vi"}

func (r Rules) isPreposition(w string) bool {
	lang, _, _ := strings.Cut(strings.ToLower(r.Lang), "-")
	own, local := localPrepositions[w]
	return prepositions[w] || local && (own == lang || lang == "" && w == "di")
}

// leadWords stand before a preposition: nouns and participles of writing.
//
//nolint:misspell // words of other languages
var leadWords = wordset.Of(`
	a an the all more posts story stories words written text reported published posted reporting opinion analysis commentary column article report interview
	review contributed authored submitted essay guest blog post op-ed feature produced compiled exclusive news comment additional
	ein eine einen alles zeige alle das weitere beiträge artikel beitrag gastbeitrag kommentar bericht analyse blogbeitrag reportage kolumne rezension glosse gastkommentar
	meinung protokoll geschrieben verfasst veröffentlicht erstellt eingestellt gepostet publiziert aufgezeichnet texte autor autorin essay
	gesprochen geführt rezensiert vorgestellt interview hintergrund nachricht meldung erschienen online eingetragen hinzugefügt eingesandt porträt portrait
	un une le la les article tribune chronique propos entretien recueillis recueilli écrit écrite publié publiée rédigé rédigée posté mis ligne
	enquête récit dossier billet
	escrito escrita publicado publicada texto entrevista artículo columna análisis opinión redactado reportaje crónica una
	scritto scritta pubblicato pubblicata cura articolo testo intervista servizio inviato uno
	artigo reportagem coluna opinião um uma
	geschreven gepubliceerd artikel tekst geplaatst column een
	skriven publicerad skrevet publisert skrevet artikkel krönika kommentar en et
	ditulis به laporan dilaporkan disusun imeandikwa makala viết bài เขียน เรื่อง
	interviewed dispatch letter feature obituary profile portrait es das die fragen gespräch interviews leitartikel editorial nachruf hintergrundbericht dokumentation
	réalisée réalisé réalisés interview analyse signée éditorial point vue
	elaborado elaborada realizada realizado editorial nota informe tribuna
	redatto redatta commento analisi l'analisi l'articolo l'intervista editoriale reportage opinione lettera un'intervista un'analisi
	análise redigido redigida crónica crônica ensaio uma
	interview opinie analyse reportage verslag commentaar essay geschreven
	intervju reportage analys debattartikel ledare recension
	dodane dodany opublikowane opublikowany napisane wywiad artykuł
	материал материалы интервью репортаж матеріал матеріали інтерв'ю інтерв’ю розмову опубликовано опубліковано добавлено додано
	opini diwawancarai wawancara dipublikasikan diposting rencana temu bual diterbitkan disediakan kolom artikel
	imetayarishwa imechapishwa imeandaliwa ripoti taarifa imewekwa đăng phóng
	সাক্ষাৎকার গ্রন্থনা گزارش گزارشی یادداشت یادداشتی مقاله نشر نُشر تقرير`)

// weakPrepositions introduce an author only behind a noun or participle of
// writing: "Un artículo de Ana Pell".
var weakPrepositions = wordset.Of("de di del da des d' a van dal dalla ya از")

// labelWords introduce authors before a colon; of some a space is enough.
//
//nolint:misspell // words of other languages
const labelWords = `authors?|texte?(?:(?: und | u\. | ?[&/+] ?|, )(?:recherche|interviews?|fotos?|bild(?:er)?|videos?|illustration(?:en)?))?|(?:words|story|text|report)(?: and | ?[&/] ?)(?:photos?|photographs?|pictures|images|video)(?: by)?|textes? et photos?(?: de)?|textos? y fotos?|test[oi] e foto|words|writers?|story|reporting|reporters?|written by|reported by|story by|words by|posted by|by` +
	`|autor(?:in|en|innen|/in|:in|\*in|\(in\)|/-in)?|von|bericht|interview|verfasser(?:in)?|gastautor(?:in)?|protokoll|ein (?:artikel|beitrag|kommentar) von|aufgezeichnet von|geschrieben von|verfasst von|erstellt von` +
	`|entretiens?|auteure?s?|auteur\(e\)|auteur·e|autrices?|rédigé par|écrit par|propos recueillis par|par|publié par` +
	`|autora?s?|autores|autoras|textos?|redactora?|redacta|escrito por|por|entrevista` +
	`|autor[ei]|autric[ei]|test[oi]|scritto da|a cura di|di|da|servizio di` +
	`|reportagem|redatora?|escrito por|tekst|geschreven door|door|författare|skribent|av|forfatter|journalist|af|autorka|reportage` +
	`|авторы?|автор (?:статьи|текста|материала|статті|тексту|матеріалу)|текст|корреспондент|журналист|беседовала?|автор(?:ка|и)|журналіст(?:ка)?|кореспондент(?:ка)?` +
	`|yazan|yazar|haber|muhabir|röportaj|derleyen|kaleme alan` +
	`|penulis|oleh|wartawan|pewarta|teks|jurnalis|kontributor|ditulis oleh|laporan` +
	`|tác giả|waandishi|bài viết|bài|người viết|thực hiện|mwandishi|na|imeandikwa na` +
	`|بقلم|كتبتها|كتبها|كتبت|كتب|الكاتبة|الكاتب|تحرير|إعداد|تقرير|حوار|المؤلف|المؤلفة|نویسنده|گزارش|گزارشگر|خبرنگار|به قلم|نوشته|تحریر|مصنف|رپورٹ|از قلم` +
	`|लेखक|लेखिका|द्वारा|लेखन|रिपोर्ट|रिपोर्टर|লেখক|লেখা|লিখেছেন|প্রতিবেদন|প্রতিবেদক|লেখকবৃন্দ|লেখিকা` +
	`|ผู้เขียน|ผู้แต่ง|โดย|เรื่อง|เขียนโดย|เรียบเรียง|ผู้เรียบเรียง|รายงานโดย|ผู้สื่อข่าว|นักข่าว|นักเขียน|บทความโดย|เรื่องโดย|สัมภาษณ์|โพสต์โดย` +
	`|recherche|korrespondent(?:in)?|reporterin|es berichtet|das (?:gespräch|interview) führten?|die fragen stellten?|gastbeitrag` +
	`|enquête|signé|journaliste|envoyée? spéciale?|reportaje|crónica|periodista|informa|elaborado por|redactado por|corresponsal|entrevista de` +
	`|firma|redatto da|giornalista|inviat[oa]|intervista|repórter|jornalista|redigido por|crônica` +
	`|verslaggever|correspondent|verslag|intervju|skriven av|reportrar` +
	`|autorzy|napisał[ai]?|opracował[ai]?|opracowanie|oprac\.|rozmawia(?:ł[ai]?|li)|przygotował[ai]?|dodał[ai]?` +
	`|(?:материал )?подготовил[аи]?|записал[аи]?|интервью|интервьюер|обозреватель|колумнист|репорт[её]р|репортаж|спецкор|собкор|опубликовал[а]?|беседовали` +
	`|(?:матеріал )?підготува(?:в|ла|ли)|записа(?:в|ла|ли)|спілкува(?:вся|лася|лась|лися)|розмовля(?:в|ла|ли)|інтерв['’ʼ]ю|репортер(?:ка)?|оглядач(?:ка)?` +
	`|(?:haberi )?hazırlayan(?:lar)?|söyleşi|köşe yazarı|yazarlar|gönderen|ekleyen|haberi yazan|röportajı yapan` +
	`|tim liputan|peliput|diwawancarai oleh|pengarang|wartawan` +
	`|bài (?:và|,) ảnh|bài, ảnh|tin, ảnh|tin, bài|tin bài|tin|phóng viên|pv|ctv|cộng tác viên|đăng bởi|viết bởi` +
	`|mwandishi wa habari|imetayarishwa na|imeandaliwa na|ripota` +
	`|إعداد وتحرير|كتابة|تحقيق|متابعة|أجرى الحوار|أجرت الحوار|حاوره|حاورها|حاورته|حاورتها|مراسلنا|مراسلتنا|بواسطة|الكاتبان|المؤلفون|المؤلفان|المؤلفين|الكتّاب|الكتاب` +
	`|گفت(?:\x{200c}| )?و ?گو|مصاحبه|نگارنده|یادداشت|تهیه و تنظیم|گردآورنده|نویسندگان` +
	`|تحریر و تحقیق|رپورٹر|کالم نگار|نامہ نگار|انٹرویو|مضمون نگار|مصنفہ|مصنفین|لکھاری` +
	`|संवाददाता|पत्रकार|साक्षात्कार|प्रस्तुति|लेखकगण|সাক্ষাৎকার|সাক্ষাৎকার নিয়েছেন|গ্রন্থনা|প্রতিনিধি|রিপোর্ট|রিপোর্টার`

// genreWords head a text's title as often as its author: behind them nothing but
// names may stand.
const genreWords = `analysis|comment|commentary|column|opinion|report|analyse|kommentar|leitartikel|essay|kolumne|tribune|chronique|reportage|análisis|opinión|columna|analisi|commento|análise|opinião|opinie|krönika` +
	`|колонка|аналитика|аналіз|bài phân tích|تحليل|رأي|مقال|تحلیل|مقاله|کالم|विश्लेषण|कलम|কলাম|বিশ্লেষণ|รายงาน|บทความ`

// otherWords introduce somebody or something else before a colon.
const otherWords = `photos?|photographs?|photography|photo by|photos by|pictures?|images?|illustrations?|illustration by|video|editors?|editing|edited by|additional reporting by|translat(?:ion|ors?|ed by)|sources?|via|updated|published|date|category|categories|tags?|topics?|comments?|views|graphics?|credits?|camera|producer|reviewed by|fact.?checked by|medically reviewed by|read(?:ing time)?` +
	`|fotos?|foto von|bild(?:er)?|bildquelle|grafik|redaktion|redigatur|lektorat|kamera|übersetz(?:ung|er|erin|t von)|quelle|datum|stand|schlagw(?:ort|orte|örter)|rubrik|kategorien?|aktualisiert|veröffentlicht|veröffentlicht am|erstellt am|lesezeit|schnitt|regie|ort|kontakt` +
	`|crédits?|photographies?|traduction|traduit par|rédaction|mise à jour|publié le|mis à jour|catégorie` +
	`|fotografía|fotografías|fuente|traducción|edición|editora?|fecha|actualizado|publicado|imagen|imágenes` +
	`|fonte|traduzione|foto di|immagini|data|fotografia|tradução|edição|imagem|fotografie|vertaling|bron|foto's|översättning` +
	`|фото|редактор|источник|перевод|видео|дата|опубликовано|обновлено|джерело|переклад|світлини` +
	`|fotoğraf|fotoğraflar|kaynak|editör|çeviri|çeviren|tarih|kamera|editor|sumber|penyunting|penerjemah|redaktur|fotografer|ảnh|nguồn|dịch|biên tập|picha|mhariri` +
	`|تصوير|صور|المصدر|مصدر|ترجمة|تاريخ|مونتاج|عکس|منبع|ترجمه|تاریخ|مترجم|ویرایش|تصویر|ماخذ|फोटो|स्रोत|अनुवाद|संपादक|ছবি|সূত্র|অনুবাদ|সম্পাদনা|ภาพ|ที่มา|แปล|บรรณาธิการ|วันที่` +
	`|uploader|uploaded by|contact|cover photo|subbed by|presented by|designer?|design|layout|animation|sound|music|verantwortlich|v\.i\.s\.d\.p\.|mitarbeit|ansprechpartner(?:in)?|illustrator(?:in)?|fotograf(?:in)?|montage|relecture|photographe|édition|secrétariat de rédaction|directeur de la publication|infographie` +
	`|ilustraciones|corrección|fotógrafo|montaje|diseño|redacción|montaggio|illustrazioni|traduttore|traduttrice|revisione|revisão|ilustração|arte|diagramação|fotógrafo` +
	`|beeld|fotograaf|eindredactie|redactie|redaktör|fotograf|zdjęcia|fot\.?|tłumaczenie|tłumacz|źródło|redaktor|redakcja|grafika|montaż|korekta` +
	`|переводчик|фотограф|главный редактор|ответственный редактор|корректор|иллюстраци[яи]|оператор|монтаж|графика|перекладач|світлина|редакторка|головний редактор|ілюстраці[яї]|графіка` +
	`|kurgu|yayına hazırlayan|sorumlu müdür|genel yayın yönetmeni|çizim|montaj|alih bahasa|infografis|videografer|penterjemah|terjemahan|gambar|desain` +
	`|thông tin|bản tin|nguồn tin|biên dịch|người dịch|biên tập viên|tổng biên tập|đồ họa|thiết kế|picha na|imetafsiriwa na|imehaririwa na|mtafsiri|chanzo` +
	`|مراجعة|تدقيق(?: لغوي)?|رئيس التحرير|إشراف|عدسة|إخراج|المترجم|عکاس|ویراستار|دبیر|سردبیر|برگردان|تدوین|تصاویر|ایڈیٹر|مدیر|بشکریہ|ترتیب` +
	`|अनुवादक|संपादन|तस्वीर|कैमरा|अपडेट|আলোকচিত্র|অনুবাদক|সম্পাদক|ভিডিও|ช่างภาพ|ผู้แปล|ภาพโดย|แปลโดย|กราฟิก|วิดีโอ`

const hanLabels = `作者|撰文|撰稿|执笔|執筆者?|采写|採寫|采访|採訪|特约记者|特約記者|本报记者|本報記者|评论员|評論員|通讯员|通訊員|记者|記者|主笔|主筆|口述|取材・文|取材・執筆|文・写真|文/图|文／图|文·图|图文|文章作者|本文作者|著者|筆者|ライター|投稿者|글쓴이|작성자|저자|취재|글|기자|기고|기고자|필자|칼럼니스트|聞き手|构成|構成|文・構成|文・聞き手|聞き手・構成|寄稿者?|解説|インタビュー・文|撰稿人|撰文者|特约撰稿人|特約撰稿人|整理|署名|原作者|实习记者|實習記者|见习记者|見習記者|特派记者|特派記者|特派員|专栏作家|專欄作家|編集委員|論説委員|文`

const hanOthers = `责任编辑|責任編輯|责编|責編|编辑|編輯|編集|来源|來源|出典|译者|譯者|翻译|翻譯|翻訳|訳|校对|审核|審核|摄影|攝影|撮影|写真|图片|圖片|图|圖|时间|時間|日期|发布时间|發布時間|发布|監製|监制|出品|阅读|閱讀|字号|浏览|点击|更新|公開|主编|主編|审校|审读|排版|校對|编审|编译|編譯|美编|美編|视频|影片|供图|供圖|签发|簽發|制图|製圖|核稿|策划|策劃|统筹|統籌|摄影记者|攝影記者|剪辑|剪輯|后期|後製|设计|設計|终审|初审|監修|イラスト|カメラマン|デザイン|動画|取材協力|編集協力|企画|촬영|영상|그래픽|일러스트|번역|감수|디자인|자료제공|사진제공|제공|사진|편집|출처|입력|수정|등록|승인`

var (
	genre      = lazyregexp.New(`(?i)^(?:` + genreWords + `)$`)
	alphabetic = lazyregexp.New(`(?i)(?:^|[^\p{L}\p{M}])(?:(` + labelWords + `|` + genreWords + `)|(` + otherWords + `))\s*[:：=＝]\s*`)
	ideograph  = lazyregexp.New(`(?:(` + hanLabels + `)|(` + hanOthers + `))\s*[:：=＝丨｜|/／・]\s*`)
)

// aboutWords head the box about an author below a text.
//
//nolint:misspell // words of other languages
const aboutWords = `(?:about|meet) the authors?|(?:über|zu) (?:den autor|die autorin|die autoren)|der autor|die autorin|zur person|à propos de l.aute[u]re?|l.auteure?|sobre el autor|sobre la autora|sobre o autor|l.autore|об авторе|про автора|yazar hakkında|tentang penulis|عن الكاتب|درباره نویسنده`

// firm are the labels that introduce a name behind a mere space.
//
//nolint:misspell // words of other languages
var firm = wordset.Of(`
	author autor autorin auteur auteure autore autrice автор авторы yazar yazan penulis pewarta wartawan mwandishi reporter
	laporan بقلم نویسنده كتب كتبت كتبها تحرير تحریر लेखक লেখক ผู้เขียน โดย redactor
	текст tekst ผู้สื่อข่าว นักข่าว pv verslaggever`)

// otherLeads are what makes a preposition introduce no author: "Photo by",
// "Edited by".
var otherLeads = wordset.Of(`
	photo photos photograph photographs picture pictures image images illustration illustrations video edited translated reviewed produced sponsored
	foto fotos bild bilder illustration grafik übersetzt redigiert präsentiert crédit photographie traduit fotografía traducido imagen immagine
	checked powered supported filmed directed curated moderated verified approved foto's fotografie vertaald översatt
	fotografiert tłumaczył tłumaczyła zdjęcia fot перевёл перевела переклав переклала picha imetafsiriwa imehaririwa fotografia tradução illustrated subbed hosted presented
	diterjemahkan disunting ภาพโดย แปลโดย`)

// isDigitWord reports whether a word is part of a date by itself.
func isDigitWord(w string) bool { return strings.ContainsFunc(w, unicode.IsDigit) }
