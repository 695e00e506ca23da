package pipeline

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"framewatch/internal/config"
	"framewatch/nlp/neardup"
	"framewatch/nlp/translated"
	"framewatch/store"
)

// storiesVersion is that of the rules by which copies and translations are found
// and put into groups.
const storiesVersion = 5

func storySettings(c *config.Loaded) any { return []any{c.Dedupe, c.Translations} }

// Kinds of table story_links.
const (
	kindCopy        = "copy"
	kindTranslation = "translation"
	kindParaphrase  = "paraphrase"               // unites nothing
	kindContains    = "contains"                 // likewise
	kindSame        = config.CorrectSameStory    // by an editor
	kindNotSame     = config.CorrectNotSameStory // likewise; keeps apart
)

// stories finds documents that tell one story: their copies and translations.
// It looks at windows of two months or, where these hold few documents, some
// more. Each is a stage, so that a new document costs its own month and the two
// beside it.
type stories struct {
	r      *run
	months map[string][]*storyText // that were read for a window, and that the next one needs again
	// What changed: the months of the windows that were made anew, and the
	// documents that they linked before.
	touched, unlinked map[string]bool
	anew              bool // origins are told by other rules
	bonds             []bond
}

// newStories readies the stages of windows; bonds are those that an editor has
// set.
func newStories(r *run, bonds []bond) *stories {
	return &stories{r: r, months: map[string][]*storyText{}, touched: map[string]bool{}, unlinked: map[string]bool{}, bonds: bonds}
}

// windowStage finds what the documents of a month have in common with each other
// and with those of the other months of its window.
func (s *stories) windowStage(month string, window []string) stage {
	settings := storySettings
	if bonds := bondsIn(s.bonds, window); len(bonds) > 0 {
		settings = func(c *config.Loaded) any { return []any{storySettings(c), bonds} }
	}
	return stage{name: "stories " + month, version: storiesVersion, reads: []string{"documents", "mentions"}, months: window, settings: settings,
		do: func(ctx context.Context, now *store.Dataset) error { return s.keepWindow(ctx, now, month, window) }}
}

// enoughTexts is how many documents a window has at least: what is rare among
// fewer may be so by chance.
const enoughTexts = 300

// windowOf is a month and the one before, and where these have few documents the
// months nearest to them, until there are enough.
func windowOf(month string, months []string, documents map[string]int64) []string {
	out := []string{monthBefore(month), month}
	n := documents[out[0]] + documents[month]
	at := slices.Index(months, month)
	for step := 1; n < enoughTexts && step < len(months); step++ {
		for _, k := range []int{at + step, at - step} {
			if k >= 0 && k < len(months) && n < enoughTexts && !slices.Contains(out, months[k]) {
				out, n = append(out, months[k]), n+documents[months[k]]
			}
		}
	}
	return out
}

func monthBefore(month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil { // a month that no file can have
		return ""
	}
	return t.AddDate(0, -1, 0).Format("2006-01")
}

// storyText is a document as far as copies and translations are concerned.
type storyText struct {
	id, month, lang string
	published       time.Time
	set             neardup.Set
	names           []string
	numbers         []float64
	opening         *translated.Opening
}

func (s *stories) keepWindow(ctx context.Context, now *store.Dataset, month string, window []string) error {
	maps.DeleteFunc(s.months, func(m string, _ []*storyText) bool { return !slices.Contains(window, m) })
	var texts []*storyText
	for _, m := range window {
		s.touched[m] = true
		if _, known := s.months[m]; !known {
			read, err := readStories(ctx, now, m)
			if err != nil {
				return err
			}
			s.months[m] = read
		}
		texts = append(texts, s.months[m]...)
	}
	// The order of arrival has no say.
	slices.SortFunc(texts, func(a, b *storyText) int { return cmp.Compare(a.id, b.id) })
	groups, parts := copiesAmong(texts, s.r.p.cfg.Dedupe, s.bonds)
	rows := slices.Concat(copyLinks(groups, month), containsLinks(groups, parts, month),
		retoldLinks(retold(groups, s.r.p.cfg.Translations), groups, parts, s.bonds, month), bondLinks(s.bonds, month))
	for i := range rows {
		rows[i].Window, rows[i].RunID = month, string(s.r.id)
	}
	before, err := replaceMonth(ctx, s.r.batch, now, month, rows, func(row *store.StoryLinkRow) { row.RunID = "" })
	s.unlink(before)
	return err
}

func (s *stories) unlink(rows []store.StoryLinkRow) {
	for _, row := range rows {
		s.unlinked[row.DocID], s.unlinked[row.OtherID] = true, true
	}
}

// forgetWindows takes out the links of months that have no documents any more.
func (s *stories) forgetWindows(ctx context.Context, now *store.Dataset, months []string) error {
	for _, month := range monthsOf(now, store.StoryLinkRow{}.Table()) {
		if slices.Contains(months, month) {
			continue
		}
		before, err := replaceMonth[store.StoryLinkRow](ctx, s.r.batch, now, month, nil, func(*store.StoryLinkRow) {})
		if err != nil {
			return err
		}
		s.unlink(before)
	}
	return nil
}

// copiesOfText are the documents of a window with one text, the smallest ID
// first.
type copiesOfText struct {
	texts      []*storyText
	similarity []float64
}

// in reports whether one of them is of a month.
func (c copiesOfText) in(month string) bool {
	return slices.ContainsFunc(c.texts, func(t *storyText) bool { return t.month == month })
}

// copiesAmong groups texts, which are sorted by ID, and tells which of them stand
// in longer ones.
func copiesAmong(texts []*storyText, cfg neardup.Config, bonds []bond) ([]copiesOfText, []neardup.Part) {
	index := neardup.New(cfg)
	byID := make(map[string]*storyText, len(texts))
	for _, t := range texts {
		index.AddSet(t.id, t.set)
		byID[t.id] = t
	}
	for _, b := range bonds {
		if b.Kind == kindNotSame {
			index.Apart(b.Docs[0], b.Docs[1])
		}
	}
	var out []copiesOfText
	clusters, parts := index.Stories()
	for _, c := range clusters {
		var g copiesOfText
		for _, m := range c.Members {
			g.texts, g.similarity = append(g.texts, byID[m.ID]), append(g.similarity, m.Similarity)
		}
		out = append(out, g)
	}
	return out, parts
}

// copyLinks are those of the groups that reach into the month: the others are
// another window's.
func copyLinks(groups []copiesOfText, month string) []store.StoryLinkRow {
	var rows []store.StoryLinkRow
	for _, g := range groups {
		if len(g.texts) < 2 || !g.in(month) {
			continue
		}
		for i, t := range g.texts {
			rows = append(rows, store.StoryLinkRow{DocID: t.id, OtherID: g.texts[0].id, Kind: kindCopy, Score: g.similarity[i]})
		}
	}
	return rows
}

// containsLinks are the texts that stand in longer ones, where the copies of
// either reach into the month.
func containsLinks(groups []copiesOfText, parts []neardup.Part, month string) []store.StoryLinkRow {
	recent := map[string]bool{}
	for _, g := range groups {
		if !g.in(month) {
			continue
		}
		for _, t := range g.texts {
			recent[t.id] = true
		}
	}
	var rows []store.StoryLinkRow
	for _, p := range parts {
		if recent[p.Host] || recent[p.ID] {
			rows = append(rows, store.StoryLinkRow{DocID: p.Host, OtherID: p.ID, Kind: kindContains, Score: p.Share})
		}
	}
	return rows
}

// retold indexes the texts of a window by what survives telling anew. A text is
// all its copies in the window.
func retold(groups []copiesOfText, cfg translated.Config) *translated.Index {
	index := translated.New(cfg)
	for _, g := range groups {
		t := translated.Text{ID: g.texts[0].id, Lang: g.texts[0].lang, Opening: g.texts[0].opening}
		for _, c := range g.texts {
			t.Names, t.Numbers = append(t.Names, c.names...), append(t.Numbers, c.numbers...)
			if !c.published.IsZero() && (t.Day.IsZero() || c.published.Before(t.Day)) {
				t.Day = c.published
			}
		}
		slices.Sort(t.Names) // sums in the order of arrival would differ in their last digits
		slices.Sort(t.Numbers)
		index.Add(t)
	}
	return index
}

// retoldLinks are the pairs of texts that tell one story in two languages, or in
// one in other words, of which at least one reaches into the month. Texts of which
// one holds the other share its words, and what an editor keeps apart is not alike.
func retoldLinks(index *translated.Index, groups []copiesOfText, parts []neardup.Part, bonds []bond, month string) []store.StoryLinkRow {
	first, recent := map[string]string{}, map[string]bool{}
	for _, g := range groups {
		recent[g.texts[0].id] = g.in(month)
		for _, t := range g.texts {
			first[t.id] = g.texts[0].id
		}
	}
	told := map[[2]string]bool{} // what is between two texts is known
	tell := func(a, b string) { told[[2]string{max(first[a], first[b]), min(first[a], first[b])}] = true }
	for _, p := range parts {
		tell(p.Host, p.ID)
	}
	for _, b := range bonds {
		if b.Kind == kindNotSame {
			tell(b.Docs[0], b.Docs[1])
		}
	}
	var rows []store.StoryLinkRow
	keep := func(p translated.Pair, kind string) {
		if recent[p.A] || recent[p.B] {
			rows = append(rows, store.StoryLinkRow{DocID: max(p.A, p.B), OtherID: min(p.A, p.B), Kind: kind, Score: p.Score})
		}
	}
	for _, p := range index.Candidates() {
		keep(p, kindTranslation)
	}
	for _, p := range index.Paraphrases() {
		if !told[[2]string{max(p.A, p.B), min(p.A, p.B)}] {
			keep(p, kindParaphrase)
		}
	}
	return rows
}

// storyColumns is what copies and translations are told by.
type storyColumns struct {
	DocID       []string      `col:"doc_id"`
	PublishedAt []time.Time   `col:"published_at,null"`
	Lang        store.Symbols `col:"lang"`
	Title       []string      `col:"title,null"`
	Text        []string      `col:"text"`
	Excluded    store.Symbols `col:"excluded"`
}

// Table names the table that ScanColumns reads.
func (storyColumns) Table() string { return store.DocumentRow{}.Table() }

// entityColumns is who and what a document names.
type entityColumns struct {
	Doc    store.Symbols `col:"doc_id"`
	Entity store.Symbols `col:"entity_id"`
	Name   store.Symbols `col:"name"`
}

// Table names the table that ScanColumns reads.
func (entityColumns) Table() string { return store.MentionRow{}.Table() }

// readStories reads the documents of a month.
func readStories(ctx context.Context, now *store.Dataset, month string) ([]*storyText, error) {
	var out []*storyText
	byID := map[string]*storyText{}
	for b, err := range store.ScanColumns[storyColumns](ctx, now.Only(filesOf(now, store.DocumentRow{}.Table(), month)...)) {
		if err != nil {
			return nil, err
		}
		for i, id := range b.DocID {
			if b.Excluded.At(i) != "" {
				continue
			}
			t := &storyText{id: strings.Clone(id), month: month, lang: b.Lang.At(i), published: b.PublishedAt[i], set: neardup.SetOf(b.Text[i])}
			t.opening = translated.NewOpening(b.Title[i], b.Text[i], t.lang)
			t.numbers = translated.Numbers(b.Title[i]+"\n"+b.Text[i], t.lang)
			byID[t.id] = t
			out = append(out, t)
		}
	}
	type use struct{ doc, entity, name int32 }
	met := map[use]bool{}
	for b, err := range store.ScanColumns[entityColumns](ctx, now.Only(filesOf(now, store.MentionRow{}.Table(), month)...)) {
		if err != nil {
			return nil, err
		}
		for i, doc := range b.Doc.Codes {
			u := use{doc, b.Entity.Codes[i], b.Name.Codes[i]}
			t := byID[b.Doc.At(i)]
			if t == nil || u.entity < 0 && u.name < 0 || met[u] {
				continue
			}
			met[u] = true
			if u.entity >= 0 {
				t.names = append(t.names, b.Entity.At(i))
			} else {
				t.names = append(t.names, strings.ToLower(b.Name.At(i)))
			}
		}
	}
	return out, nil
}

func filesOf(d *store.Dataset, table, month string) []store.File {
	return slices.DeleteFunc(d.Files(table), func(f store.File) bool { return f.Month() != month })
}
