package extract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestAuthorPlaces holds where a page names its authors.
//
//nolint:misspell // words of other languages
func TestAuthorPlaces(t *testing.T) {
	const person = `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry talks open","author":`
	for _, c := range []struct {
		name, lang, head, top, bottom string
		want                          []string
	}{
		{"spans", "en", "", `<p>By <span>Mirela Okonjo</span> <span>May 30, 2025</span></p>`, "", []string{"Mirela Okonjo"}},
		{"date in front", "en", "", `<p>30 May 2025 | By <a href="/p/1">Mirela Okonjo</a></p>`, "", []string{"Mirela Okonjo"}},
		{"label and sibling", "de", "", `<div><div>Von</div><div>Mirela Okonjo</div></div>`, "", []string{"Mirela Okonjo"}},
		{"definition list", "de", "", `<dl><dt>Datum</dt><dd>30.05.2025</dd><dt>Autor</dt><dd>Mirela Okonjo</dd></dl>`, "", []string{"Mirela Okonjo"}},
		{"heading as label", "de", "", `<h5>Text:</h5><p>Mirela Okonjo</p>`, "", []string{"Mirela Okonjo"}},
		{"aside beside the headline", "de", "", `<aside><div class="byline">Von Mirela Okonjo</div></aside>`, "", []string{"Mirela Okonjo"}},
		{"aside below", "en", "", "", `<aside><a href="/author/ivo-reeve">Ivo Reeve</a></aside>`, nil},
		{"hashed class", "en", "", `<div class="Header_authorName__x9z"><span>Mirela Okonjo</span></div>`, "", []string{"Mirela Okonjo"}},
		{"joined class", "en", "", `<div class="articleauthor">Mirela Okonjo</div>`, "", []string{"Mirela Okonjo"}},
		{"newsteam link", "en", "", `<p><a href="/newsteam/okonjo">Mirela Okonjo</a></p>`, "", []string{"Mirela Okonjo"}},
		{"name and role", "en", "", `<div class="author-info"><a class="author-name" href="/x">Mirela Okonjo</a><span class="author-title">Harbour Editor</span></div>`, "", []string{"Mirela Okonjo"}},
		{"role before name", "en", "", `<div class="author"><span class="designation">Senior Reporter</span> <a href="/author/m">Mirela Okonjo</a></div>`, "", []string{"Mirela Okonjo"}},
		{"role run on", "en", "", `<div class="byline"><span>Mirela Okonjo</span><span>Harbour Editor</span></div>`, "", []string{"Mirela Okonjo"}},
		{"pieces run on", "en", "", `<div class="credit"><span>By Professor Mirela Okonjo</span><span>Senior Fellow</span><span>Feb 2, 2025</span></div>`, "", []string{"Mirela Okonjo"}},
		{"pieces run on, Chinese", "zh", "", `<div><span>本报记者 林 晓</span><span>2025年6月14日</span></div>`, "", []string{"林晓"}},
		{"credit of a picture", "en", "", `<div class="credit">Ivo Reeve / Harbour Pictures</div>`, "", nil},
		{"list of authors with offices", "fr", "", `<ul class="auteurs"><li><b>Mirela Okonjo</b>, maîtresse de conférences</li><li><b>Ivo Reeve</b>, chercheur</li></ul>`, "", []string{"Mirela Okonjo", "Ivo Reeve"}},
		{"learned title alone", "ar", "", `<p>د. مريم الخطيب</p><p>باحثة</p><p>14 حزيران 2025</p>`, "", []string{"مريم الخطيب"}},
		{"learned title amid words", "de", "", `<p>Prof. Okonjo hält den Hafen für sicher</p>`, "", nil},
		{"signature with an office", "ru", "", "", `<p><b>Глеб Воронцов</b>, доктор наук</p>`, []string{"Глеб Воронцов"}},
		{"body as author", "hi", `<meta name="author" content="पड़ोस नीति संस्थान">`, "", "", nil},
		{"body as author, Urdu", "ur", `<meta name="author" content="ادارہ برائے ہمسائیگی">`, "", "", nil},
		{"teaser with an author below", "zh", "", "", `<div><a href="/z">沉默的价格</a> 作者：盛怀瑾</div>`, nil},
		{"author over a teaser below", "es", "", "", `<div><p>Por Celina Robledo</p><p><a href="/r">El río que no baja nunca más</a></p></div>`, nil},
		{"office behind the name", "es", "", `<div class="autor"><span>Dra. Mirela Okonjo</span><em>Profesora de Derecho Internacional</em></div>`, "", []string{"Mirela Okonjo"}},
		{"office behind the name, Arabic", "ar", "", `<div class="author"><h4>د. مريم الخطيب</h4><span>أستاذة القانون الدولي</span></div>`, "", []string{"مريم الخطيب"}},
		{"form of address in one word", "th", "", `<p>ผู้เขียน: นายสมชาย ใจดีงาม</p>`, "", []string{"สมชาย ใจดีงาม"}},
		{"unmarked with offices, Korean", "ko", "", `<p>홍은별 국제법학자·전 대사</p>`, "", []string{"홍은별"}},
		{"unmarked with offices, Chinese", "zh", "", `<p>林晓舟｜前驻外大使、国际法学者</p>`, "", []string{"林晓舟"}},
		{"two unmarked with an office", "en", "", `<table><tr><td>Mirela Okonjo and Ivo Reeve, Staff Writers</td><td>3 min</td></tr></table>`, "", []string{"Mirela Okonjo", "Ivo Reeve"}},
		{"unmarked with office", "pt", "", `<div><span>Artur dos Anjos</span><span>Repórter especial</span></div><div>14/06/2025</div>`, "", []string{"Artur dos Anjos"}},
		{"unmarked beside date", "de", "", `<p>30.05.2025 - Miriam Okonjo</p>`, "", []string{"Miriam Okonjo"}},
		{"kicker beside date", "de", "", `<p>30.05.2025 - Hoher Sachschaden</p>`, "", nil},
		{"place beside date", "en", "", `<p>New Harbour, 30 May 2025</p>`, "", nil},
		{"two above the text", "ru", "", `<p>Артём Соколов, Нина Белых</p><p>30 мая 2025</p>`, "", []string{"Артём Соколов", "Нина Белых"}},
		{"reporters in the opening", "zh-Hans", "", `<p>本报讯（记者林晓舟 通讯员白雅莎）港口周五关闭，渡轮停航，两镇居民说，这是三年来的第三次。</p>`, "", []string{"林晓舟", "白雅莎"}},
		{"reporter and place", "zh-Hant", "", `<p>【本報記者何玥庭台北報導】港口週五關閉，渡輪停航，兩鎮居民說，這是三年來的第三次。</p>`, "", []string{"何玥庭"}},
		{"wire in Korean", "ko", "", `<p>[서울=호수뉴스] 홍은별 기자 = 두 마을은 1년 동안 나룻배를 두고 다투어 왔으며 금요일에 이야기를 시작하기로 했다.</p>`, "", []string{"홍은별"}},
		{"end of the text", "en", "", "", `<p>(Reporting by Mirela Okonjo; Editing by Ivo Reeve)</p>`, []string{"Mirela Okonjo"}},
		{"box below", "de", "", "", `<div><h3>Über den Autor</h3><p>Mirela Okonjo</p></div>`, []string{"Mirela Okonjo"}},
		{"office below a statement", "de", "", "", `<p>Mirela Okonjo<br>Bundesvorsitzende</p>`, []string{"Mirela Okonjo"}},
		{"attribute", "en", "", `<div data-author="Mirela Okonjo">`, "</div>", []string{"Mirela Okonjo"}},

		{"end of the standfirst", "de", "", `<p>Der Hafen schließt, die Fähre bleibt liegen. Von Mirela Okonjo</p>`, "", []string{"Mirela Okonjo"}},
		{"mailbox", "de", "", `<p><a href="mailto:m.okonjo@quay.example">Mirela Okonjo</a></p>`, "", []string{"Mirela Okonjo"}},
		{"mailbox of the desk", "de", "", `<p><a href="mailto:redaktion@quay.example">Schreiben Sie Uns</a></p>`, "", nil},
		{"microdata without text", "en", "", `<div itemprop="author"><meta itemprop="name" content="Mirela Okonjo"></div>`, "", []string{"Mirela Okonjo"}},
		{"box with a text", "de", "", "", `<div class="author-box"><h4>Mirela Okonjo</h4><p>Schreibt seit zwölf Jahren über Häfen und Fähren und alles, was zwischen den beiden Ufern liegt und fährt.</p></div>`, []string{"Mirela Okonjo"}},
		{"with an agency", "de", "", `<p>Von Mirela Okonjo und dpa</p>`, "", []string{"Mirela Okonjo"}},
		{"agency in front", "en", "", `<p>By AFP/Mirela Okonjo</p>`, "", []string{"Mirela Okonjo"}},
		{"places between", "de", "", `<p>Von Mirela Okonjo, Genf, und Ivo Reeve, Wien</p>`, "", []string{"Mirela Okonjo", "Ivo Reeve"}},

		{"person with a newspaper's word", "en", person + `[{"@type":"Person","name":"Otto Kurier"},{"@type":"Person","name":"Anthea Head"}]}</script>`, "", "", []string{"Otto Kurier", "Anthea Head"}},
		{"outlet as person", "en", person + `{"@type":"Person","name":"Lantern Bay Courier"}}</script>`, "", "", nil},
		{"outlet as person, byline", "en", person + `{"@type":"Person","name":"Lantern Bay Courier"}}</script>`, "<p>By Mirela Okonjo</p>", "", []string{"Mirela Okonjo"}},
		{"login beside a byline", "en", person + `{"@type":"Person","name":"tlarkin"}}</script>`, "<p>By Todd Larkin</p>", "", []string{"Todd Larkin"}},
		{"given name beside a byline", "en", person + `{"@type":"Person","name":"Todd"}}</script>`, "<p>By Todd Larkin</p>", "", []string{"Todd Larkin"}},
		{"initial beside a byline", "en", person + `{"@type":"Person","name":"T. Larkin"}}</script>`, "<p>By Todd Larkin</p>", "", []string{"Todd Larkin"}},
		{"login and signature", "de", person + `{"@type":"Person","name":"todd.larkin"}}</script>`, "", "<p>Die Fähre fährt wieder, sagen alle. (Todd P. Larkin)</p>", []string{"Todd P. Larkin"}},
		{"login alone", "en", person + `{"@type":"Person","name":"tlarkin"}}</script>`, "", "", nil},
		{"given name alone", "en", person + `{"@type":"Person","name":"Todd"}}</script>`, `<span class="author">Todd</span>`, "", nil},
		{"one of two", "en", person + `{"@type":"Person","name":"Todd Larkin"}}</script>`, "<p>By Todd Larkin and Mirela Okonjo</p>", "", []string{"Todd Larkin", "Mirela Okonjo"}},
		{"pen name on a blog", "de", "", `<p>von <span class="author vcard"><a class="fn" rel="author" href="/author/s">Seeteufel</a></span></p>`, "", []string{"Seeteufel"}},
		{"given name on a blog", "de", "", `<p>von <span class="author vcard"><a class="fn" rel="author" href="/author/s">Mathias</a></span></p>`, "", nil},
		{"uploader in a meta element", "en", `<meta name="author" content="Ivo Reeve">`, "<p>By Mirela Okonjo</p>", "", []string{"Mirela Okonjo"}},
		{"declared and shown", "en", `<meta name="author" content="Ivo Reeve">`, "<p>Words: Mirela Okonjo, Ivo Reeve</p>", "", []string{"Mirela Okonjo", "Ivo Reeve"}},
		{"address as author", "en", `<meta property="article:author" content="https://lanternbaycourier.example/auteur/2005-agp">`, "", "", nil},
		{"address, number and name", "en", `<meta property="article:author" content="https://lanternbaycourier.example/author/77-ana-pell">`, "", "", nil},
		{"body, then a person", "en", `<meta name="author" content="News Desk"><meta name="dc.creator" content="Mirela Okonjo">`, "", "", []string{"Mirela Okonjo"}},
		{"last first", "en", `<meta name="citation_author" content="Okonjo, Mirela"><meta name="citation_author" content="Pell, Ana">`, "", "", []string{"Okonjo, Mirela", "Pell, Ana"}},
		{"furniture in an author's class", "de", "", `<div class="author">Veröffentlicht</div><div class="author-more">Zur Artikelübersicht</div>`, "", nil},
		{"author of a comment", "de", "", "", `<div class="kommentar"><span class="author">Ivo Reeve</span>: Na endlich.</div>`, nil},
		{"owner of the logo", "vi", `<meta name="author" content="Viện Ven Hồ">`, `<div class="logo">Viện Ven Hồ</div>`, "", nil},
		{"link in the text", "en", "", "", `<p>The letter was written by the chair of the council, <a href="/people/ivo-reeve">Ivo Reeve</a>, and sent on the following Friday.</p><p>Nobody has answered it so far, and the ferry still lies in the harbour as it did all through the winter.</p>`, nil},
		{"teasers below", "en", "", `<p>By <a rel="author" href="/a/1">Mirela Okonjo</a></p>`, `<div><h3><a href="/b">Harbour opens</a></h3><p>By <a rel="author" href="/a/2">Ivo Reeve</a></p></div>`, []string{"Mirela Okonjo"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := extractWith(t, "https://lanternbaycourier.example/a/b", c.lang, `<meta property="og:site_name" content="Lantern Bay Courier">`+c.head, "<h1>Ferry talks open</h1>"+c.top, c.bottom)
			if diff := cmp.Diff(c.want, doc.Authors, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("authors (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAuthorInWrapper holds that the name of an element around the article does
// not hide its author and time.
func TestAuthorInWrapper(t *testing.T) {
	for _, class := range []string{"single-post comments-open has-related", "sidebar-right", "latest-news-detail", "has-comments"} {
		doc := extractWith(t, "https://lanternbaycourier.example/a/b", "en", "", `<div class="`+class+`"><h1>Ferry talks open</h1><span class="author vcard"><a class="fn" href="/author/m">Mirela Okonjo</a></span> <time datetime="2025-05-30T14:05:00+08:00">May 30</time>`, `</div>`)
		if diff := cmp.Diff([]string{"Mirela Okonjo"}, doc.Authors); diff != "" {
			t.Errorf("%s: authors (-want +got):\n%s", class, diff)
		}
		if got := doc.Published.String(); got != "2025-05-30T14:05:00+08:00" {
			t.Errorf("%s: published %s", class, got)
		}
	}
}
