package list_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/crawl/read/list"
)

// at is where the lists of these tests are found.
var at = list.Place{URL: "https://www.lake.test/lists/all.xml"}

// locs gives the addresses of a list, one after the other.
func locs(l list.List) string {
	var all []string
	for _, e := range l.Entries {
		loc := e.Loc
		if e.Index {
			loc = "index:" + loc
		}
		all = append(all, loc)
	}
	return strings.Join(all, " ")
}

// day is a time of day in UTC, or the day alone.
func day(t *testing.T, s string) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	layout := "2006-01-02 15:04:05"[:len(s)]
	d, err := time.Parse(layout, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const (
	atomNS = `xmlns="http://www.w3.org/2005/Atom"`
	rdfNS  = `xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"`
)

func rss(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Lake Post</title><link>https://www.lake.test/</link>` + items + `</channel></rss>`
}

func atomFeed(entries string) string {
	return `<feed ` + atomNS + `><title>Lake Post</title><link href="https://www.lake.test/"/><id>https://www.lake.test/feed</id>` + entries + `</feed>`
}

// TestFeedAddresses holds which of an entry's addresses is taken for its page.
func TestFeedAddresses(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string
	}{
		// RSS
		{"a link", rss(`<item><title>One</title><link>https://www.lake.test/1</link></item>`), "https://www.lake.test/1"},
		{
			"a link in CDATA",
			rss(`<item><link><![CDATA[https://www.lake.test/1?a=1&b=2]]></link></item>`),
			"https://www.lake.test/1?a=1&b=2",
		},
		{
			"half in CDATA",
			rss(`<item><link>https://www.lake.test/1<![CDATA[?a=1&b=2]]></link></item>`),
			"https://www.lake.test/1?a=1&b=2",
		},
		{"lines around it", rss("<item><link>\r\n\t https://www.lake.test/1 \n</link></item>"), "https://www.lake.test/1"},
		{
			"references",
			rss(`<item><link>https://www.lake.test/1?a=1&amp;b=2&#38;c=3&#x26;d=4</link></item>`),
			"https://www.lake.test/1?a=1&b=2&c=3&d=4",
		},
		{"escaped twice", rss(`<item><link>https://www.lake.test/1?a=1&amp;amp;b=2</link></item>`), "https://www.lake.test/1?a=1&b=2"},
		{
			"escaped in CDATA",
			rss(`<item><link><![CDATA[https://www.lake.test/1?a=1&amp;b=2]]></link></item>`),
			"https://www.lake.test/1?a=1&b=2",
		},
		{
			"bare ampersands",
			rss(`<item><link>https://www.lake.test/1?a=1&b=2&copy=3&lt</link></item>`),
			"https://www.lake.test/1?a=1&b=2&copy=3&lt",
		},
		{
			"Chinese letters",
			rss(`<item><title>湖区调解</title><link>https://www.lake.test/新闻/一</link></item>`),
			"https://www.lake.test/新闻/一",
		},
		{
			"relative",
			rss(`<item><link>1.html</link></item><item><link>/2</link></item><item><link>//lake.test/3</link></item>`),
			"1.html /2 //lake.test/3",
		},
		{
			"without scheme",
			rss(`<item><link>www.lake.test/1</link></item><item><link>news.lake.test/2</link></item><item><link>www.other.test/3</link></item>`),
			"https://www.lake.test/1 https://news.lake.test/2 https://www.other.test/3",
		},
		{
			"a name with a dot",
			rss(`<item><link>www.html</link></item><item><link>story.html</link></item><item><link>a.b/c</link></item>`),
			"www.html story.html a.b/c",
		},
		{"the channel's own link", rss(``), ""},
		{
			"two links",
			rss(`<item><link>https://www.lake.test/1</link><link>https://www.lake.test/2</link></item>`),
			"https://www.lake.test/1",
		},
		{"an empty link first", rss(`<item><link></link><link>https://www.lake.test/1</link></item>`), "https://www.lake.test/1"},
		{
			"a link as HTML writes it",
			rss("<item><title>x</title><link/>https://www.lake.test/1\n<description>d</description></item>"),
			"https://www.lake.test/1",
		},
		{"href instead of text", rss(`<item><link href="https://www.lake.test/1"/></item>`), "https://www.lake.test/1"},
		{"upper case", `<RSS><CHANNEL><ITEM><LINK>https://www.lake.test/1</LINK></ITEM></CHANNEL></RSS>`, "https://www.lake.test/1"},
		{"mixed case", `<rss><Channel><Item><Link>https://www.lake.test/1</link></item></channel></RSS>`, "https://www.lake.test/1"},
		{
			"items beside the channel",
			`<rss><channel><title>x</title></channel><item><link>/1</link></item><item><link>/2</link></item></rss>`,
			"/1 /2",
		},
		{"no channel", `<rss><item><link>/1</link></item></rss>`, "/1"},
		{
			"an image's link",
			rss(`<image><url>/logo.png</url><link>https://www.lake.test/</link></image><item><image><link>/pictures/1</link></image><link>/1</link></item>`),
			"/1",
		},
		{"a search box", rss(`<textInput><link>/search</link></textInput><item><link>/1</link></item>`), "/1"},

		// other addresses of RSS
		{"a guid", rss(`<item><guid>https://www.lake.test/1</guid></item>`), "https://www.lake.test/1"},
		{"a guid that says so", rss(`<item><guid isPermaLink="true">story-1</guid></item>`), "story-1"},
		{
			"a guid that says no, for want of a better",
			rss(`<item><guid isPermaLink="false">https://www.lake.test/?p=1</guid></item><item><guid isPermaLink="false">/2</guid></item>`),
			"https://www.lake.test/?p=1",
		},
		{
			"a guid that says no, before the page",
			`<rss xmlns:atom="http://www.w3.org/2005/Atom"><item><guid isPermaLink="false">https://www.lake.test/?p=1</guid><atom:link href="/1"/></item></rss>`,
			"/1",
		},
		{"a namespace written wrongly", `<rss xmlns:atom="http://lake.test/Atom"><item><atom:link href="/1"/></item></rss>`, "/1"},
		{
			"guids that are none",
			rss(`<item><guid>12345</guid></item><item><guid>tag:lake.test,2025:1</guid></item><item><guid>urn:uuid:60a76c80</guid></item><item><guid>a1b2c3</guid></item>`),
			"",
		},
		{
			"relative guids",
			rss(`<item><guid>/world/1</guid></item><item><guid>world/2</guid></item><item><guid>three.html</guid></item>`),
			"/world/1 world/2 three.html",
		},
		{
			"a link before the guid",
			rss(`<item><guid>https://www.lake.test/g</guid><link>https://www.lake.test/1</link></item>`),
			"https://www.lake.test/1",
		},
		{"the guid for an empty link", rss(`<item><link> </link><guid>https://www.lake.test/1</guid></item>`), "https://www.lake.test/1"},
		{
			"atom:link",
			rss(`<item xmlns:atom="http://www.w3.org/2005/Atom"><atom:link rel="alternate" href="https://www.lake.test/1"/></item>`),
			"https://www.lake.test/1",
		},
		{"atom:link, not bound", rss(`<item><atom:link href="https://www.lake.test/1"/></item>`), "https://www.lake.test/1"},
		{
			"atom:link of replies",
			rss(`<item><atom:link rel="replies" href="/1/comments"/><atom:link rel="self" href="/1.xml"/><link>/1</link></item>`),
			"/1",
		},
		{"only a link of replies", rss(`<item><atom:link rel="replies" href="/1/comments"/></item>`), ""},
		{"link before atom:link", rss(`<item><atom:link href="/a"/><link>/1</link></item>`), "/1"},
		{"another prefix of Atom", rss(`<item xmlns:w="http://www.w3.org/2005/Atom"><w:link href="/1"/></item>`), "/1"},
		{
			"a page behind a counter",
			rss(`<item><link>https://count.test/~r/1</link><feedburner:origLink>https://www.lake.test/1</feedburner:origLink></item>`),
			"https://www.lake.test/1",
		},
		{
			"a counter after the page",
			`<rss xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"><item><fb:origLink>/1</fb:origLink><link>https://count.test/1</link></item></rss>`,
			"/1",
		},
		{
			"comments and source",
			rss(`<item><comments>/1#comments</comments><source url="https://other.test/feed">Other</source><link>/1</link></item>`),
			"/1",
		},
		{"another feed's item", rss(`<item><source><link>https://other.test/</link></source><link>/1</link></item>`), "/1"},

		// recordings
		{"an enclosure", rss(`<item><enclosure url="/1.mp3" type="audio/mpeg"/></item>`), ""},
		{"an enclosure first", rss(`<item><enclosure url="/1.mp3" type="audio/mpeg"/><link>/1</link></item>`), "/1"},
		{"a recording among links", rss(`<item><link href="/1.mp3" type="audio/mpeg"/><link href="/1"/></item>`), "/1"},
		{
			"a recording as link, the page as guid",
			rss(`<item><link>https://cdn.test/1.mp3</link><guid>https://www.lake.test/1</guid></item>`),
			"https://www.lake.test/1",
		},
		{"nothing but a recording", rss(`<item><link>https://cdn.test/1.mp3?x=1</link></item>`), "https://cdn.test/1.mp3?x=1"},
		{
			"media elements",
			rss(`<item xmlns:media="http://search.yahoo.com/mrss/"><media:content url="/1.jpg"/><media:group><media:title>x</media:title></media:group><link>/1</link></item>`),
			"/1",
		},

		// RDF
		{
			"RSS 1.0",
			`<rdf:RDF ` + rdfNS + `><channel rdf:about="/f"><link>/</link><items><rdf:Seq><rdf:li resource="/1"/></rdf:Seq></items></channel><item rdf:about="/a"><link>/1</link></item></rdf:RDF>`,
			"/1",
		},
		{
			"rdf:about alone",
			`<rdf:RDF ` + rdfNS + `><item rdf:about="https://www.lake.test/1?a=1&amp;b=2"><title>x</title></item></rdf:RDF>`,
			"https://www.lake.test/1?a=1&b=2",
		},
		{
			"RSS 0.90",
			`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><item><link>/1</link></item></rdf:RDF>`,
			"/1",
		},
		{
			"RSS 1.0 with a prefix",
			`<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:n="http://purl.org/rss/1.0/"><n:item r:about="/a"><n:link>/1</n:link></n:item></r:RDF>`,
			"/1",
		},

		// Atom
		{"a link without rel", atomFeed(`<entry><link href="/1"/></entry>`), "/1"},
		{
			"an alternate",
			atomFeed(`<entry><link rel="self" href="/s"/><link rel="edit" href="/e"/><link rel="alternate" href="/1"/></entry>`),
			"/1",
		},
		{
			"rel as an address",
			atomFeed(`<entry><link rel="http://www.iana.org/assignments/relation/alternate" href="/1"/></entry>`),
			"/1",
		},
		{
			"a page before a file",
			atomFeed(`<entry><link type="application/pdf" href="/1.pdf"/><link type="text/html" href="/1"/></entry>`),
			"/1",
		},
		{
			"a page before a recording",
			atomFeed(`<entry><link rel="enclosure" href="/1.mp3"/><link type="audio/mpeg" href="/2.bin"/><link href="/1"/></entry>`),
			"/1",
		},
		{"a link as text", atomFeed(`<entry><link>https://www.lake.test/1</link></entry>`), "https://www.lake.test/1"},
		{
			"single quotes and none",
			`<feed ` + atomNS + `><entry><link rel='alternate' href='/1'/></entry><entry><link href=/2 rel=alternate></entry></feed>`,
			"/1 /2",
		},
		{"an ampersand in href", atomFeed(`<entry><link href="/1?a=1&amp;b=2&c=3"/></entry>`), "/1?a=1&b=2&c=3"},
		{"an id that is an address", atomFeed(`<entry><id>https://www.lake.test/1</id></entry>`), "https://www.lake.test/1"},
		{"ids that are none", atomFeed(`<entry><id>tag:lake.test,2025:1</id></entry><entry><id>/2</id></entry>`), ""},
		{"a link before the id", atomFeed(`<entry><id>https://www.lake.test/id</id><link href="/1"/></entry>`), "/1"},
		{
			"another feed's entry",
			atomFeed(`<entry><source><id>https://other.test/</id><link href="https://other.test/"/></source><link href="/1"/></entry>`),
			"/1",
		},
		{"a person's page", atomFeed(`<entry><author><name>x</name><link href="/people/x"/></author><link href="/1"/></entry>`), "/1"},
		{
			"an entry as content",
			atomFeed(`<entry><link href="/1"/><content type="application/xml"><entry><link href="/in"/></entry></content></entry>`),
			"/1",
		},
		{
			"a prefix",
			`<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:entry><atom:link href="/1"/></atom:entry></atom:feed>`,
			"/1",
		},
		{"any prefix", `<q:feed xmlns:q="http://www.w3.org/2005/Atom"><q:entry><q:link href="/1"/></q:entry></q:feed>`, "/1"},
		{"a prefix nobody bound", `<q:feed><q:entry><q:link href="/1"/></q:entry></q:feed>`, "/1"},
		{
			"Atom 0.3",
			`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><link rel="alternate" type="text/html" href="/1"/></entry></feed>`,
			"/1",
		},
		{"another namespace", `<feed xmlns="http://lake.test/ns"><entry><link href="/1"/></entry></feed>`, "/1"},

		// bases
		{
			"xml:base of the feed",
			`<feed ` + atomNS + ` xml:base="https://www.lake.test/deep/"><entry><link href="1"/></entry></feed>`,
			"https://www.lake.test/deep/1",
		},
		{
			"xml:base of an entry",
			atomFeed(`<entry xml:base="/deep/"><link href="1"/></entry><entry><link href="2"/></entry>`),
			"https://www.lake.test/deep/1 2",
		},
		{"xml:base of a link", atomFeed(`<entry><link xml:base="https://b.test/x/" href="../1"/></entry>`), "https://b.test/1"},
		{
			"bases within each other",
			`<feed ` + atomNS + ` xml:base="https://b.test/x/"><entry xml:base="y/"><link href="1"/></entry><entry><link href="2"/></entry></feed>`,
			"https://b.test/x/y/1 https://b.test/x/2",
		},
		{"a base that is none", atomFeed(`<entry xml:base="javascript:x"><link href="1"/></entry>`), "1"},
		{
			"xml:base in RSS",
			`<rss xml:base="https://b.test/x/"><channel><item><link>1</link></item></channel></rss>`,
			"https://b.test/x/1",
		},
		{
			"an address and a base",
			`<rss xml:base="https://b.test/x/"><channel><item><link>https://www.lake.test/1</link></item></channel></rss>`,
			"https://www.lake.test/1",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(c.text), at)
			if l.Form != list.Feed {
				t.Errorf("form %v", l.Form)
			}
			if diff := cmp.Diff(c.want, locs(l)); diff != "" {
				t.Error(diff)
			}
			if l.Damaged() {
				t.Errorf("damaged: %s", l.Why)
			}
		})
	}
}

// TestFeedFaults holds what is read of feeds that break the rules of XML.
func TestFeedFaults(t *testing.T) {
	const two = "/1 /2"
	for _, c := range []struct {
		name, text string
		want       string
		why        list.Why
	}{
		{"items without end", `<rss><channel><item><link>/1</link><item><link>/2</link></channel></rss>`, two, ""},
		{"links without end", `<rss><channel><item><link>/1<title>x</title></item><item><link>/2</item></channel></rss>`, two, ""},
		{
			"titles without end",
			`<rss><channel><item><title>One<link>/1</link></item><item><title>Two<link>/2</link></item></channel></rss>`,
			two,
			"",
		},
		{
			"a description without end",
			`<rss><channel><item><description>One<link>/1</link></item><item><link>/2</link></item></channel></rss>`,
			two,
			"",
		},
		{
			"HTML as it is",
			rss(`<item><description>One <br> <img src=x> <b>two</description><link>/1</link></item><item><link>/2</link></item>`),
			two,
			"",
		},
		{
			"many line breaks",
			rss(`<item><description>` + strings.Repeat("x<br>", 500) + `</description><link>/1</link></item><item><link>/2</link></item>`),
			two,
			"",
		},
		{
			"paragraphs without end",
			rss(`<item><description>` + strings.Repeat("x<p>", 500) + `</description><link>/1</link></item><item><link>/2</link></item>`),
			two,
			list.WhyDepth,
		},
		{"ends too many", rss(`</div><item></p><link>/1</link></b></item></div><item><link>/2</link></item>`), two, ""},
		{"bare signs", rss(`<item><title>5 < 6 & 7 > 3</title><link>/1</link></item><item><link>/2</link></item>`), two, ""},
		{
			"unknown references",
			rss(`<item><title>&nbsp;&hellip;&unknown;&#0;&#xD800;</title><link>/1</link></item><item><link>/2</link></item>`),
			two,
			"",
		},
		{
			"control characters",
			rss("<item><title>a\x00b\x1f</title><link>/1</link></item><item><link>/2\x00</link></item>"),
			"/1 /2\x00",
			"",
		},
		{
			"a quotation mark too few",
			rss(`<item><enclosure url="/x></enclosure><link>/1</link></item><item><link>/2</link></item>`),
			two,
			"",
		},
		{"a quotation mark of nothing", rss(`<item a"b><link>/1</link></item><item it's><link>/2</link><x y="it's"></item>`), two, ""},
		{
			"deep outside of items",
			rss(strings.Repeat("<a>", 100) + strings.Repeat("<b/>", 100) + strings.Repeat("</a>", 100) + `<item><link>/1</link></item><item><link>/2</link></item>`),
			two,
			list.WhyDepth,
		},
		{
			"deep in an item",
			rss(`<item>` + strings.Repeat("<a>", 100) + `<b/><link>/1</link></item><item><link href="/2"/></item>`),
			two,
			list.WhyDepth,
		},
		{
			"a quotation mark too few, the next far away",
			rss(`<item><enclosure url="/x></enclosure><link>/1</link></item><item><link>/2</link></item>` + strings.Repeat("<!-- long -->", 6000) + `<x y="">`),
			two,
			"",
		},
		{
			"a declaration that another far below would end",
			`<?xml version="1.0"><rss><channel><item><link>/1</link></item><item><link>/2</link></item>` + strings.Repeat("<!-- long -->", 600) + `<?x y?></channel></rss>`,
			two,
			"",
		},
		{
			"deep words",
			rss(`<item><description>` + strings.Repeat("<div>", 100) + `x` + strings.Repeat("</div>", 100) + `</description><link>/1</link></item><item><link>/2</link></item>`),
			two,
			list.WhyDepth,
		},
		{
			"prefixes nobody bound",
			rss(`<item><media:content url='x'/><foo:link>/foo</foo:link><link>/1</link></item><item><link>/2</link></item>`),
			two,
			"",
		},
		{
			"a declaration without its question mark",
			`<?xml version="1.0"><rss><channel><item><link>/1</link></item><item><link>/2</link></item></channel></rss>`,
			two,
			"",
		},
		{
			"a script behind it",
			rss(`<item><link>/1</link></item><item><link>/2</link></item>`) + "\n<!-- 0.2 s --><script>if (a<b) x()</script>",
			two,
			"",
		},
		{"an open comment behind it", rss(`<item><link>/1</link></item><item><link>/2</link></item>`) + "\n<!-- 0.2 s", two, ""},
		{"the last end is cut", `<rss><channel><item><link>/1</link></item><item><link>/2</link></item></channel></rss`, two, ""},
		{"cut between items", `<rss><channel><item><link>/1</link></item><item><link>/2</link></item>`, two, list.WhyCut},
		{"cut in a link", `<rss><channel><item><link>/1</link></item><item><link>/2`, "/1", list.WhyCut},
		{"cut in a tag", `<rss><channel><item><link>/1</link></item><item><link>/2</link><descri`, two, list.WhyCut},
		{"cut in an attribute", `<feed><entry><link href="/1"/></entry><entry><link href="/2`, "/1", list.WhyCut},
		{"cut in CDATA", `<rss><channel><item><link>/1</link></item><item><link>/2</link><title><![CDATA[abc`, two, list.WhyCut},
		{"cut in a comment", `<rss><channel><item><link>/1</link></item><item><link>/2</link></item><!-- abc`, two, list.WhyCut},
		{
			"CDATA without end",
			rss(`<item><title><![CDATA[One</title><link>/1</link></item><item><link>/2</link></item>`),
			two,
			list.WhyCut,
		},
		{"a comment in a link", rss(`<item><link>/<!-- x -->1</link></item><item><link>/2</link></item>`), two, ""},
		{"nothing", `<rss/>`, "", ""},
		{"a root alone", `<feed ` + atomNS + `></feed>`, "", ""},
		{"items that say nothing", rss(`<item/><item></item><item><title>x</title></item>`), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(c.text), at)
			if diff := cmp.Diff(c.want, locs(l)); diff != "" {
				t.Error(diff)
			}
			if l.Why != c.why || l.Form != list.Feed {
				t.Errorf("%v, why %q, want %q", l.Form, l.Why, c.why)
			}
		})
	}
}

// TestFeedText holds the words that an entry gives to a source's query.
func TestFeedText(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string
	}{
		{"a title alone", rss(`<item><title>Lakes</title><link>/1</link></item>`), ""},
		{"a blank description", rss("<item><title>Lakes</title><description> \n </description><link>/1</link></item>"), ""},
		{
			"a description",
			rss(`<item><title>Lakes</title><description>On  mediation,
			and  water</description><link>/1</link></item>`),
			"Lakes On mediation, and water",
		},
		{
			"a description before the title",
			rss(`<item><description>On water</description><title>Lakes</title><link>/1</link></item>`),
			"Lakes On water",
		},
		{
			"escaped HTML",
			rss(`<item><title>Lakes</title><description>&lt;p&gt;On &lt;b&gt;water&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;More&amp;nbsp;on it&lt;/p&gt;</description><link>/1</link></item>`),
			"Lakes On water. More on it",
		},
		{
			"HTML in CDATA",
			rss(`<item><title><![CDATA[Lakes & <i>rivers</i>]]></title><description><![CDATA[<p>One</p><p>two &amp; three</p>]]></description><link>/1</link></item>`),
			"Lakes & rivers One two & three",
		},
		{
			"HTML as elements",
			rss(`<item><title>Lakes</title><description><p>One</p><p>tw<em>o</em> &lt;x</p></description><link>/1</link></item>`),
			"Lakes One two <x",
		},
		{
			"HTML with elements named as fields",
			rss(`<item><title>Lakes</title><link>/1</link><description><p>One</p><link rel="x"/><date>two</date> three</description></item>`),
			"Lakes One two three",
		},
		{
			"XHTML",
			atomFeed(`<entry><title type="text">Lakes</title><link href="/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>On <a href="/x">water</a>.</p><p>More</p></div></content></entry>`),
			"Lakes On water. More",
		},
		{
			"summary and content",
			atomFeed(`<entry><title>Lakes</title><link href="/1"/><summary>Short.</summary><content type="html">&lt;p&gt;Long.&lt;/p&gt;</content></entry>`),
			"Lakes Short. Long.",
		},
		{
			"content:encoded",
			rss(`<item><title>Lakes</title><link>/1</link><content:encoded><![CDATA[<h1>Long</h1>text]]></content:encoded></item>`),
			"Lakes Long text",
		},
		{
			"content of another prefix",
			`<rss xmlns:c="http://purl.org/rss/1.0/modules/content/"><item><title>Lakes</title><link>/1</link><c:encoded>Long</c:encoded></item></rss>`,
			"Lakes Long",
		},
		{
			"Dublin Core",
			`<rdf:RDF ` + rdfNS + ` xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="/1"><dc:title>Lakes</dc:title><dc:description>Long</dc:description></item></rdf:RDF>`,
			"Lakes Long",
		},
		{
			"scripts and styles",
			rss(`<item><title>Lakes</title><link>/1</link><description><![CDATA[<style>p{}</style><script>if (a<b) f("x")</script><!-- note -->On water]]></description></item>`),
			"Lakes On water",
		},
		{
			"words of an extension",
			rss(`<item><title>Lakes</title><link>/1</link><media:description>Photo</media:description><media:title>Photo</media:title></item>`),
			"",
		},
		{"the channel's words", rss(`<description>All of it</description><item><title>Lakes</title><link>/1</link></item>`), ""},
		{
			"Chinese",
			rss(`<item><title>湖区国家选择调解</title><link>/1</link><description>&lt;p&gt;国际&lt;em&gt;调解&lt;/em&gt;院　成立&lt;/p&gt;&lt;p&gt;香港&lt;/p&gt;</description></item>`),
			"湖区国家选择调解 国际调解院　成立 香港",
		},
		{
			"a hit in two elements",
			rss(`<item><title>x</title><link>/1</link><description>&lt;strong&gt;IO&lt;/strong&gt;Med&lt;br/&gt;opens</description></item>`),
			"x IOMed opens",
		},
		{
			"letters near a space of HTML",
			rss("<item><title>x</title><link>/1</link><description>\u00a0Â\u00e0\u00a0§\u00a7\u00a0</description></item>"),
			"x Âà §§",
		},
		{
			"a bare sign",
			rss(`<item><title>x</title><link>/1</link><description>a &lt; b &amp;amp; c</description></item>`),
			"x a < b & c",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(c.text), at)
			if len(l.Entries) != 1 {
				t.Fatalf("%d entries", len(l.Entries))
			}
			if diff := cmp.Diff(c.want, l.Entries[0].Text); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFeedDates holds which of an entry's dates is taken.
func TestFeedDates(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"pubDate", rss(`<item><link>/1</link><pubDate>Fri, 30 May 2025 10:00:00 +0800</pubDate></item>`), "2025-05-30 02:00:00"},
		{"none", rss(`<item><link>/1</link></item>`), ""},
		{"unreadable", rss(`<item><link>/1</link><pubDate>yesterday</pubDate></item>`), ""},
		{"the channel's", rss(`<pubDate>Fri, 30 May 2025 10:00:00 GMT</pubDate><item><link>/1</link></item>`), ""},
		{"dc:date", rss(`<item><link>/1</link><dc:date>2025-05-30T10:00:00Z</dc:date></item>`), "2025-05-30 10:00:00"},
		{
			"dcterms",
			rss(`<item xmlns:t="http://purl.org/dc/terms/"><link>/1</link><t:created>2025-05-01</t:created><t:modified>2025-05-30</t:modified></item>`),
			"2025-05-30",
		},
		{
			"published and updated",
			atomFeed(`<entry><link href="/1"/><updated>2025-06-01T00:00:00Z</updated><published>2025-05-30T00:00:00Z</published></entry>`),
			"2025-06-01",
		},
		{
			"an update before the publication",
			atomFeed(`<entry><link href="/1"/><updated>2025-05-01T00:00:00Z</updated><published>2025-05-30T00:00:00Z</published></entry>`),
			"2025-05-30",
		},
		{
			"Atom 0.3",
			`<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><link href="/1"/><issued>2025-05-30</issued><modified>2025-05-31</modified></entry></feed>`,
			"2025-05-31",
		},
		{
			"a source's",
			atomFeed(`<entry><source><updated>2026-01-01T00:00:00Z</updated></source><link href="/1"/><updated>2025-05-30T00:00:00Z</updated></entry>`),
			"2025-05-30",
		},
		{
			"Atom's within RSS",
			rss(`<item><link>/1</link><pubDate>bad</pubDate><a10:updated>2025-05-30T10:00:00Z</a10:updated></item>`),
			"2025-05-30 10:00:00",
		},
		{"an extension's", rss(`<item><link>/1</link><x:pubDate xmlns:x="http://x.test/">2025-05-30</x:pubDate></item>`), ""},
		{
			"in CDATA",
			rss(`<item><link>/1</link><pubDate><![CDATA[ Fri, 30 May 2025 10:00:00 GMT ]]></pubDate></item>`),
			"2025-05-30 10:00:00",
		},
		{"upper case", `<RSS><ITEM><LINK>/1</LINK><PUBDATE>2025-05-30</PUBDATE></ITEM></RSS>`, "2025-05-30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list.Parse([]byte(c.text), at)
			if len(l.Entries) != 1 {
				t.Fatalf("%d entries", len(l.Entries))
			}
			if diff := cmp.Diff(day(t, c.want), l.Entries[0].Newest); diff != "" {
				t.Error(diff)
			}
		})
	}
}
