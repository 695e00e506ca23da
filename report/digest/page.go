package digest

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/internal/foreign"
	"framewatch/report"
	"framewatch/store"
)

// page is a digest in words, as both formats write it.
type page struct {
	Title    string
	Subject  report.Label
	Lead     []string
	Sections []section
	Foot     string
}

type section struct {
	ID, Title string
	Text      []string // paragraphs
	Table     *table
	Rest      []string // paragraphs below it
	Lists     []list
}

// list is a list under a heading, which may be empty.
type list struct {
	Head  string
	Items []item
}

// item is a line, with lines below it.
type item struct {
	Line []piece
	Sub  []item
}

// piece is a stretch of a line.
type piece struct {
	Text, Href, Lang string
	Strong           bool
}

type table struct {
	Head []string
	Rows [][]string
}

// most is how many newcomers of a kind are listed; the others are counted.
const most = 20

func pageOf(d *Digest) page {
	p := page{Title: "Digest", Subject: d.Subject, Lead: d.lead(), Foot: "Written by framewatch digest."}
	if r := d.LastRun; r != nil {
		p.Foot = fmt.Sprintf("Written by framewatch digest; the last run of the dataset is %s (%s), which ended %s.", r.ID, r.Command, moment(r.Ended))
	}
	if d.About > 0 {
		p.Sections = append(p.Sections, d.articlesSection(), d.outletsSection(), d.peopleSection(), d.framesSection(), d.renderingsSection())
	}
	p.Sections = append(p.Sections, d.sourcesSection())
	return p
}

// moment writes a time to the minute.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// lead says what the digest is about, and what came.
func (d *Digest) lead() []string {
	period := fmt.Sprintf("From %s to %s. What counts is when Framewatch first had an article, not when it was published: articles of %s that ended in the period.",
		moment(d.Since), moment(d.Until), report.Plural(d.Runs, "run", "runs"))
	subject := cmp.Or(d.Subject.EN, d.Subject.ZH, d.Target, "the target")
	var came string
	switch {
	case d.LastRun == nil:
		came = "Nothing came in: the dataset has no run yet."
	case d.Runs == 0:
		came = fmt.Sprintf("Nothing came in: no run ended in the period. The last run, %s, ended %s.", d.LastRun.ID, moment(d.LastRun.Ended))
	case d.Seen == 0:
		came = fmt.Sprintf("Nothing came in: no run of the period found a new article. The last run, %s, ended %s.", d.LastRun.ID, moment(d.LastRun.Ended))
	case d.NotYet != "":
		came = fmt.Sprintf("%s came in. What they say of %s is not known: %s.", report.Plural(d.Seen, "new article", "new articles"), subject, d.NotYet)
	case d.About == 0:
		came = fmt.Sprintf("%s came in, and none of them names %s. The last run, %s, ended %s.", report.Plural(d.Seen, "new article", "new articles"), subject, d.LastRun.ID, moment(d.LastRun.Ended))
	default:
		came = fmt.Sprintf("%s %s %s, in %s, of %s that came in.", report.Plural(d.About, "new article", "new articles"), oneOrMany(d.About, "names", "name"), subject,
			report.Plural(len(d.Stories), "story", "stories"), report.Plural(d.Seen, "article", "articles"))
		if d.Old > 0 {
			came += fmt.Sprintf(" %s published before the period, and found in it.", report.Plural(d.Old, "was", "were"))
		}
	}
	if d.Changed > 0 {
		came += fmt.Sprintf(" Of known articles, %s changed by the outlet.", report.Plural(d.Changed, "was", "were"))
	}
	out := []string{period, came}
	if d.Filter != "" {
		out = append(out, fmt.Sprintf("Only articles count that meet compare.filter of the settings: %s.", d.Filter))
	}
	if d.Demo {
		out = append(out, "Outlets of a demo are among them: they are invented, and so is every sentence of theirs.")
	}
	return out
}

func oneOrMany(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// articlesSection lists stories that several articles tell, and the others by outlet.
func (d *Digest) articlesSection() section {
	s := section{ID: "articles", Title: "New articles"}
	var shared list
	shared.Head = "Stories with copies or translations"
	for _, story := range d.Stories {
		if !story.shared() {
			continue
		}
		first := story.Articles[0]
		at := item{Line: []piece{first.link(true), {Text: " – " + story.carried()}}}
		for _, a := range story.Articles {
			at.Sub = append(at.Sub, item{Line: []piece{{Text: a.Outlet}, {Text: ", "}, {Text: a.date(), Href: a.href()}, {Text: a.remarks()}}})
		}
		shared.Items = append(shared.Items, at)
	}
	if len(shared.Items) > 0 {
		s.Lists = append(s.Lists, shared)
	}
	for _, articles := range d.byOutlet() {
		l := list{Head: articles[0].Outlet}
		for _, a := range articles {
			l.Items = append(l.Items, item{Line: []piece{{Text: a.date() + " "}, a.link(false), {Text: a.remarks()}}})
		}
		s.Lists = append(s.Lists, l)
	}
	return s
}

// carried says how many outlets have a story.
func (s *Story) carried() string {
	text := report.Plural(s.outlets(), "outlet", "outlets") + ", " + report.Plural(len(s.Articles), "new article", "new articles")
	if s.Earlier > 0 {
		text += fmt.Sprintf(", beside %s seen before the period", report.Plural(s.Earlier, "copy", "copies"))
	}
	return text
}

func (a Article) link(strong bool) piece {
	return piece{Text: cut(cmp.Or(foreign.Line(a.Title), "(no title)"), 240), Href: a.href(), Lang: language(a.Lang), Strong: strong}
}

func (a Article) date() string { return cmp.Or(a.Published, "undated") }

// remarks say how far an article is about the target, and what else its reader should
// know.
func (a Article) remarks() string {
	parts := []string{map[string]string{"main": "about it", "passing": "named in passing", "none": "not named"}[a.Relevance]}
	if parts[0] == "" {
		parts[0] = "relevance not known"
	}
	if l := language(a.Lang); l != "" {
		parts = append(parts, l)
	}
	if a.Paywalled {
		parts = append(parts, "teaser only")
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func language(tag string) string {
	if tag == "und" {
		return ""
	}
	return tag
}

// nothingBefore is said where all is new.
const nothingBefore = "No article about the subject was seen before the period: all is new, and is not listed."

func (d *Digest) outletsSection() section {
	s := section{ID: "outlets", Title: "New outlets"}
	switch {
	case d.first():
		s.Text = []string{nothingBefore}
	case len(d.Outlets) == 0:
		s.Text = []string{"None: every outlet of the new articles had named the subject before."}
	default:
		l := list{}
		for _, o := range d.Outlets {
			known := "not seen before"
			if o.Known {
				known = "its earlier articles are about other things"
			}
			l.Items = append(l.Items, item{Line: []piece{{Text: o.Name, Strong: true}, {Text: fmt.Sprintf(" (%s): %s; %s", o.Country, report.Plural(o.Articles, "article", "articles"), known)}}})
		}
		s.Lists = []list{l}
	}
	return s
}

func (d *Digest) peopleSection() section {
	s := section{ID: "people", Title: "New people and bodies"}
	if d.first() {
		s.Text = []string{nothingBefore}
		return s
	}
	if len(d.People)+len(d.Bodies)+len(d.Others) == 0 {
		s.Text = []string{"None: articles about the subject had named all of them before."}
		return s
	}
	s.Text = []string{"Named by a new article about the subject, and by none that was seen before. Those without an entity in a gazetteer are names as the texts write them, and may be misread."}
	for _, kind := range []struct {
		head string
		list []Newcomer
	}{{"People", d.People}, {"Bodies", d.Bodies}, {"Places and others", d.Others}} {
		if len(kind.list) == 0 {
			continue
		}
		l := list{Head: kind.head}
		for _, n := range kind.list[:min(most, len(kind.list))] {
			about := report.Plural(n.Stories, "story", "stories")
			if !n.Listed {
				about += ", in no gazetteer"
			}
			l.Items = append(l.Items, item{Line: []piece{{Text: cut(foreign.Line(n.Name), 120), Strong: true}, {Text: " (" + about + "): "}, n.First.link(false), {Text: ", "}, {Text: n.First.Outlet}}})
		}
		if left := len(kind.list) - most; left > 0 {
			l.Items = append(l.Items, item{Line: []piece{{Text: fmt.Sprintf("and %d more; --format json has them all", left)}}})
		}
		s.Lists = append(s.Lists, l)
	}
	return s
}

func (d *Digest) renderingsSection() section {
	s := section{ID: "renderings", Title: "New wrong renderings"}
	switch {
	case d.first():
		s.Text = []string{nothingBefore}
	case len(d.Renderings) == 0:
		s.Text = []string{"None: no new article has a wrong name of the subject that was not met before."}
	default:
		l := list{}
		for _, r := range d.Renderings {
			kind := map[string]string{string(corpus.VariantMistranslation): "mistranslation", string(corpus.VariantTypo): "slip"}[r.Variant]
			l.Items = append(l.Items, item{Line: []piece{{Text: cut(foreign.Line(r.Surface), 120), Strong: true},
				{Text: fmt.Sprintf(" (%s; %s, %s): ", kind, report.Plural(r.Articles, "article", "articles"), report.Plural(r.Outlets, "outlet", "outlets"))},
				r.First.link(false), {Text: ", "}, {Text: r.First.Outlet}}})
		}
		s.Lists = []list{l}
	}
	return s
}

func (d *Digest) framesSection() section {
	f, s := &d.Frames, section{ID: "frames", Title: "Frames that moved"}
	switch {
	case !f.Coded:
		s.Text = []string{"No document is coded for frames."}
		return s
	case min(f.Stories, f.StoriesBefore) < f.Least:
		s.Text = []string{fmt.Sprintf("Too few: %s in the period and %d before. Shares are compared from %d on each side.", report.Plural(f.Stories, "story", "stories"), f.StoriesBefore, f.Least)}
		return s
	}
	tested := len(f.Moved) + len(f.Others)
	setting := fmt.Sprintf("Share of stories with the frame, %s of the period against %s seen before it; a story counts once on each side. ", report.Plural(f.Stories, "story", "stories"), report.Count(f.StoriesBefore))
	rule := fmt.Sprintf("Beyond chance: the interval of %s leaves out no difference, and p, adjusted for all frames tested (%d), is below %.2g.",
		report.Percent(f.Confidence), tested, 1-f.Confidence)
	switch {
	case tested == 0:
		s.Text = []string{setting + "None could be tested."}
	case len(f.Moved) == 0:
		s.Text = []string{setting + rule, "None moved beyond chance."}
	default:
		s.Text = []string{setting + rule}
		s.Table = &table{Head: []string{"Frame", "Period", "Before", "Points", "Interval", "Adjusted p"}}
		for _, m := range f.Moved {
			s.Table.Rows = append(s.Table.Rows, []string{m.Name, report.Percent(m.Share), report.Percent(m.Before), report.Points(m.Difference), report.PointRange(m.tested.Measure), report.PValue(m.tested, m.PAdj)})
		}
	}
	for _, rest := range []struct {
		what  string
		names []string
	}{{"Not beyond chance", namesOf(f.Others)}, {"On both sides all stories or none have it", f.Alike}, {"Too few coded stories", f.TooFew}} {
		if len(rest.names) > 0 {
			s.Rest = append(s.Rest, rest.what+": "+strings.Join(rest.names, "; ")+".")
		}
	}
	return s
}

func namesOf(frames []Frame) []string {
	var out []string
	for _, f := range frames {
		out = append(out, f.Name)
	}
	return out
}

func (d *Digest) sourcesSection() section {
	e, s := &d.Sources, section{ID: "sources", Title: "Sources that broke or came back"}
	if !e.Known {
		s.Text = []string{"Not known: an older version made this dataset, which did not note how its sources were. The next run begins to."}
		return s
	}
	if e.From != nil {
		s.Text = append(s.Text, fmt.Sprintf("How sources were is noted since %s; earlier runs were of an older version.", moment(*e.From)))
	}
	if len(e.Events) == 0 {
		s.Text = append(s.Text, "None did.")
	}
	if e.On > 0 {
		s.Text = append(s.Text, fmt.Sprintf("%s from before %s on: framewatch status lists them.", report.Plural(e.On, "fault", "faults"), oneOrMany(e.On, "goes", "go")))
	}
	l := list{}
	for _, ev := range e.Events {
		l.Items = append(l.Items, item{Line: []piece{{Text: ev.Outlet, Strong: true}, {Text: " " + ev.verb() + ", " + ev.At.Format(time.DateOnly) + ": " + foreign.Line(ev.Message)}}})
	}
	if len(l.Items) > 0 {
		s.Lists = []list{l}
	}
	return s
}

// verb says what became of a source.
func (e SourceEvent) verb() string {
	switch {
	case e.Accepted:
		return "changed for good"
	case e.Phase == store.PhaseEnded && e.Broken:
		return "came back"
	case e.Phase == store.PhaseEnded:
		return "is as it was"
	case e.Broken:
		return "broke"
	}
	return "should be looked at"
}

// cut shortens a text to n characters.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
