package byline

import "framewatch/internal/wordset"

// bodyWords are words of institutions, desks, roles and page furniture that no
// person's name holds.
//
//nolint:misspell // words of other languages
var bodyWords = wordset.Of(`
	admin administrator adminstrator staff editor editors editorial editorin webmaster moderator newsroom newsdesk desk team teams
	redaktion redaktionsteam redaktionell rédaction redacción redacao redazione redactie redakcja redação redakce redaksi redaktörler
	office anonymous anonym agency agencies agentur agence agencia agenzia online news magazine magazin magasin reporter reporters
	correspondent correspondents correspondant corresponsal korrespondent contributor contributors author authors autor autoren autorin
	autores auteur auteurs autore author's byline unknown unbekannt user users username member guestauthor super wordpress joomla drupal
	reuters afp dpa apa sda xinhua associated tass ansa kna epd wire cnn bbc pti ani ians bernama antara anadolu yonhap kyodo
	university universities institutes institutions endowment chambers assembly ministries departments universität université universidad universidade institute institut instituto ministry ministère ministerio department
	council foundation fundación fondation center centre association associazione committee company inc gmbh ltd llc corp corporation
	holding blog blogs tv radio media network group board service services communications bureau marketing kommentar kommentare comment
	comments share shared posted published publisher updated profile view views all articles article more website www http https com
	support newsletter gastbeitrag gastautor about ceo cto copyright weitere weiter mehr inhalte gesponserte
	beitrag beiträge archiv startseite impressum kontakt contact read presse zeitung tageszeitung anzeiger tagblatt tageblatt rundschau
	nachrichten pressestelle pressemitteilung pressemeldung polizei feuerwehr verein verband stiftung partei gemeinde bundesamt
	gesellschaft ministerium redakteur redakteurin journalist journaliste journalistin periodista giornalista gazette chronicle dagblad
	krant diario noticias periódico giornale notizie quotidien journal organization organisation commission embassy government police
	federation academy society alliance coalition secretariat spokesperson photo photos foto fotos photograph photography photographer
	photographe fotograf bild bilder image images picture imagen immagine illustration video videos text texte texto testo tekst datum
	date dates fecha data veröffentlicht publiziert publié publicado pubblicato erschienen erstellt aktualisiert geschrieben verfasst
	written writer writers followed follow following followers subscribe abonnieren anmelden login register search suche suchen menu
	artikelübersicht übersicht zurück back next previous lesezeit reading time minutes minuten uhr quelle quellen source sources credit
	credits topics topic tags tag category kategorie categories ressort rubrik thema themen home news- drucken print teilen senden
	exclusive exklusiv breaking live update updates special sponsored advertorial anzeige werbung feature features newsflash
	interview kolumne column opinion meinung analysis analyse review rezension podcast episode folge
	pressemitteilungen pressebüro medienmitteilung kanzlei stadtverwaltung landratsamt bundesregierung bundestag
	club ev e.v ag kg co verlag edition publishing publications publishers press-office pressoffice pr
	policy paper papers working report reports series briefing document memorandum volume annual statement statements release releases
	contents content conteúdo contenido desk. newspaper newspapers daily weekly monthly
	редакция редактор агентство газета новости пресс-служба служба администратор фото фотография видео иллюстрация автор авторы журнал
	издание источник редакції редакція агенція новини прес-служба адмін админ
	التحرير وكالة المحرر مراسل صحيفة موقع هيئة فريق جريدة قناة قسم غرفة الأخبار وكالات المصدر تحریریه خبرگزاری روزنامه گروه سایت سرویس
	merkezi haberleri gazetesi ajansı editörü yazı işleri redaksiyon kurumsal redaksi kontributor
	संस्थान केंद्र केन्द्र परिषद मंत्रालय समाचार न्यूज़ न्यूज दैनिक अखबार आयोग संगठन ادارہ ادارے روزنامہ نیوز ایجنسی کونسل تنظیم وزارت প্রতিষ্ঠান কেন্দ্র ইনস্টিটিউট পরিষদ মন্ত্রণালয় পত্রিকা দৈনিক সংবাদ সংগঠন
	مؤسسة معهد مركز منظمة مجلس پژوهشگاه پژوهشکده مؤسسه موسسه اندیشکده институт институты центр фонд министерство комитет совет вестник інститут міністерство комітет рада вісник enstitüsü vakfı bakanlığı derneği kurumu lembaga yayasan kementerian taasisi wizara
	phóng viên báo hợp viện nguồn wahariri mhariri mwandishi waandishi wetu meja pemberita jurubahasa وكالات وكالة एजेंसी एजेंसियां সংস্থা নিজস্ব অনলাইন ธิการ กองบรรณาธิการ ทีมข่าว सम्पादक संपादक ब्यूरो डेस्क टीम
	সম্পাদক প্রতিবেদক প্রতিনিধি ডেস্ক সংবাদদাতা ویب ڈیسک نیوز
	europa ما report reports monitoring policy benki agenzie agencias agência agensi webredactie redaktionen newsroom aap app anp
	متابعات خاص محرر وكالتنا مراسلون الشؤون أسرة القاهرة بيروت دمشق بغداد جنيف واشنطن لندن باريس نيويورك موسكو
	 مدیر عمومی روابط سردبیر تهران ژنو باشگاه رپورٹر رپورٹرز ایجنسی نمائندہ خصوصی ایڈیٹر ہمارے مانیٹرنگ کراچی لاہور
	हमारे संवाद सूत्र स्टाफ न्यूज न्यूज़ वेब ऑनलाइन दिल्ली मुंबई लखनऊ कार्यालय प्रतिनिधि संस्था समाचार এজেন্সি স্টাফ রিপোর্টার বিজ্ঞপ্তি সংবাদ কূটনৈতিক নিউজ জেলা প্রতিনিধি আন্তর্জাতিক ঢাকা চট্টগ্রাম বার্তা
	kantor humas pengarang bilik berita wartawan mashirika dawati habari dziennikarz redaktor zespół 
	пресс-центр тасс интерфакс собкор отдел новостей лента пресслужба укрінформ адміністратор відділ новин стрічка колектив коллектив корреспонденты
	editör servisi haberler ajans ajanslar muhabirimiz nhóm pv ttxvn btv biên tòa quản `)

// notPenNames are single words of menus and sections that stand where a name may.
//
//nolint:misspell // words of other languages
var notPenNames = wordset.Of(`
	reply antworten antwort gast guest mitglied profil account logout signin signup gravatar permalink link links url email e-mail telefon phone fax
	allgemein allgemeines aktuelles politik sport wirtschaft kultur wissen panorama lokales regional welt ausland inland gesundheit reise auto technik
	leben gesellschaft bildung wissenschaft finanzen medien netzwelt digital karriere freizeit stadt region service videos podcasts events termine
	politics world business economy culture science health travel technology tech lifestyle entertainment education environment society finance uncategorized
	general misc other others local national international analysis investigations weather games blog podcasts shop jobs store cart
	politique monde économie société culture sports sciences santé international mundo política economía sociedad cultura deportes ciencia salud opinión
	mondo politica economia società cronaca sport salute scienza mundo economia sociedade esportes saúde ciência política
	next previous prev page pages send submit close open save edit delete print cancel start menu-item toggle expand details info informationen hinweis
	facebook twitter instagram linkedin youtube whatsapp telegram xing pinterest tiktok mastodon google reddit tumblr rss feed apple spotify
	autorenprofil autoreninfo autorenseite mitwirkende kontaktformular datenschutz agb cookies einstellungen abo abonnement merkliste vorlesen hören anhören
	kommentieren bewerten empfehlen weiterempfehlen gefällt antworten zitieren melden heute gestern today yesterday now jetzt gerade stunden tage ago
	name vorname nachname titel title beschreibung description nachricht message betreff subject inhalt status typ type version autorenname
	frau herr mr mrs dr prof kami lusa tim pap`)

// surnameWords are words of outlets, roles and agencies that are people's names
// too: where they stand decides.
var surnameWords = wordset.Of(`
	sid efe root post press head guest fellow partner senior chief kurier herald tribune times bloomberg observer courier corriere
	president director chair chairman chairwoman founder professor manager union page day news-press bote echo stern spiegel welt
	standard mirror star sun monitor wordsmith director-general king prince bishop abbot judge marshal major`)

// particles stand in lower case within names.
var particles = wordset.Of(`
	von vom van der den de del della degli dei di da do dos das du des la le las los lo el al ul ibn bin bint binti ben abu af av zu zum zur
	ter ten te tot op 't het y e i d' dell' dall' dal san st ap mac ó ní nic na ka wa фон де ван дер ди бин ибн оглы да до`)

// openers begin phrases and no names: articles, pronouns, prepositions.
var openers = wordset.Of(`
	the a an our your my this these his her their about all more view see show get how why what when who where is are in on at for from with by to of and
	das die dem des ein eine einen einem einer unser unsere ihr ihre mein meine zur zum im am an auf aus bei beim mit nach über unter vor für und oder
	wie was wer wo warum alle aller mehr weitere jetzt hier so nun noch nur
	les une des un notre nos votre vos sur dans avec pour par plus tous toutes voir
	los las una unos nuestro nuestra nuestros su sus sobre con para por más ver todos todas
	gli lo il una uno nostro nostra con per più tutti vedi
	os as uma um nosso nossa com mais todos
	onze ons het een meer alle`)

// placeOpeners begin the names of places in two words.
var placeOpeners = wordset.Of(`
	new san santa santo saint sankt st st. sao são bad los las la el al port cape hong kuala buenos rio tel abu addis sri costa north south
	east west northern southern eastern western central united great upper lower ober unter nieder gross groß klein alt neu mount lake river
	puerto cabo ciudad fort hanoi ho phnom nay dar es ras frankfurt`)

// roleNouns are what people are called after their name or before it.
//
//nolint:misspell // words of other languages
var roleNouns = wordset.Of(`
	reporters writers editors correspondents columnists contributors journalists critics analysts fellows directors researchers professors lecturers ambassadors ambassador envoy envoys
	scholar scholars historian historians jurist jurists sociologist
	historiker historikerin politologe politologin politikwissenschaftler politikwissenschaftlerin diplomatin jurist juristin völkerrechtler völkerrechtlerin dozent dozentin
	professorin wissenschaftler wissenschaftlerin botschafterin ökonom ökonomin rechtsanwalt rechtsanwältin
	juriste historien historienne diplomate ambassadrice professeure politologue économiste avocat avocate maître maîtresse
	jurista historiador historiadora diplomático diplomática embajador embajadora profesor profesora politólogo politóloga economista abogado abogada diplomata embaixador embaixadora
	professora advogado advogada storico storica diplomatico ambasciatore ambasciatrice avvocato avvocata politologo
	юрист дипломат историк экономист посол профессор доцент международник историк науковець дипломатка історик історикиня економіст економістка посол професорка правник
	hukukçu tarihçi büyükelçi akademisyen profesör iktisatçı dosen pengajar duta pensyarah sejarawan ekonom
	mhadhiri balozi mwanasheria mtafiti mwanahistoria سفير سفيرة دبلوماسي دبلوماسية محام محامية محامي مؤرخ مؤرخة أستاذة أكاديمي أكاديمية حقوقدان دیپلمات مورخ وکیل محقق
	राजदूत वकील शोधकर्ता इतिहासकार प्रोफेसर अर्थशास्त्री গবেষক রাষ্ট্রদূত আইনজীবী ইতিহাসবিদ অর্থনীতিবিদ
	reporter writer editor correspondent columnist contributor producer journalist critic analyst fellow director researcher professor lecturer
	president chairman chairwoman chairperson chair minister secretary ambassador spokesman spokeswoman officer manager
	redakteur redakteurin korrespondent korrespondentin kolumnist kolumnistin autor autorin reporterin volontär volontärin chefredakteur
	chefredakteurin politikredakteur ressortleiter ressortleiterin leiter leiterin
	journaliste rédacteur rédactrice correspondant correspondante grand envoyé envoyée
	redactor redactora corresponsal periodista editora columnista giornalista redattore redattrice corrispondente inviato inviata
	jornalista repórter redator redatora correspondente redacteur verslaggever correspondente
	корреспондент корреспондентка редактор обозреватель журналист журналистка репортер репортёр политолог эксперт профессор
	кореспондент кореспондентка журналіст журналістка оглядач оглядачка
	संवाददाता पत्रकार संपादक প্রতিবেদক সাংবাদিক نویسنده خبرنگار تحلیلگر كاتب صحفي صحفية محلل باحث باحثة نامہ صحافی نامہ نگار
	repórter analista colunista articulista pesquisador pesquisadora investigador investigadora chercheur chercheuse ricercatore ricercatrice analyste
	penganalisis penyelidik peneliti pengamat phóng biên wachambuzi mchambuzi дописувач аналітик аналітикиня науковиця аналитик
	ผู้สื่อข่าว นักข่าว นักวิชาการ muhabiri muhabir yazarı editörü jurnalis wartawan reporter pewarta mwandishi
	korrespondenten korrespondentinnen redakteurs mitarbeiter mitarbeiterin redaktionsmitglied volontärs reporters auslandskorrespondent auslandskorrespondentin
	verslaggever verslaggeefster korespondent korespondentka publicysta publicystka dziennikarz dziennikarka
	собкор спецкор журналістка مراسل مراسلة مراسلنا مراسلتنا والباحث والباحثة والكاتب والمحلل الباحث الباحثة الصحفي الصحفية روزنامهنگار رپورٹر
	वरिष्ठ রিপোর্টার জ্যেষ্ঠ`)

// titles are what stands before a name; abbreviated degrees belong to a name that
// the page's data gives.
//
//nolint:misspell // words of other languages
var titles = wordset.Of(`
	profesa mwalimu daktari mheshimiwa أستاذة دكتورة سفيرة قاضية
	professor professorin president vice-president chief justice judge prime minister foreign deputy vice former ex senator representative congressman
	congresswoman governor mayor ambassador chancellor secretary general secretary-general director director-general chairman chairwoman chair
	archbishop reverend rabbi ayatollah captain colonel lieutenant admiral sergeant honourable honorable hon hon. his her excellency h.e h.e. he. sir
	dame doctor engineer senior staff special political economics lead contributing investigative associate assistant managing freelance
	mr mr. mrs mrs. ms ms. herrn
	präsident präsidentin bundeskanzler bundeskanzlerin minister ministerin außenminister botschafter botschafterin richter richterin
	président présidente ministre ambassadeur ambassadrice professeur professeure docteur maître monsieur madame mme m. pr
	presidente presidenta ministro ministra embajador embajadora profesor profesora doctor doctora licenciado licenciada
	professore professoressa dottor dottore dottoressa ambasciatore embaixador professora doutor doutora
	профессор президент министр посол доктор академик судья
	професор президентка міністр
	الدكتور الدكتورة د. د الأستاذ الأستاذة أ. أ.د السيد السيدة المهندس السفير الوزير الرئيس القاضي الشيخ أستاذ دکتر پروفسور مهندس آقای خانم
	ดร. ดร ศ. ศ.ดร. ศาสตราจารย์ นาย นาง นางสาว डॉ. डॉ डॉक्टर प्रोफेसर श्री श्रीमती ড. ড অধ্যাপক ডা. ڈاکٹر پروفیسر
	gs. ts. pgs. gs.ts. ths. prof dr dr. prof. ir. ir drs. drs hj. h. profesor doktor doç. doç yrd. sayın av. prof.dr.
	dipl.-ing. ing. datuk الكاتب الكاتبة dato dato' seri datin madya ustaz ustazah pgs.ts pgs.ts. gs.ts ts.ls bs lic. dra. dr.med. mag. mag rev. rev fr. gen. col. capt. lt. sgt. maj. gov. sen. rep. hon. adm. dipl.ing. med. h.c. phil. jur. rer. nat.`)

// degrees are the titles that belong to a name as the page's data gives it.
var degrees = wordset.Of(`prof prof. dr dr. prof.dr. dipl.-ing. ing. mag. med. h.c. phil. jur. rer. nat. doç. doç gs. ts. pgs. ths. drs. ir. ดร. ศ. د. أ.د डॉ. ড.`)

// suffixes follow a name after a comma or a space and are no name.
var suffixes = wordset.Of(`
	jr jr. sr sr. phd ph.d ph.d. md m.d. m.d mba msc ma ba mp mep obe cbe kc qc esq esq. rd rdn ms dds llm jd cpa rn frs frsa frse cfa msci pmp jp qs mph dphil`)
