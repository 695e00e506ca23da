package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"framewatch/corpus"
	"framewatch/internal/ordered"
	"framewatch/store"
)

// mask stands for each letter of an erased name, so that places in texts stay
// right in code points.
const mask = "█"

// person is the erasure of a name from all documents.
type person struct {
	*run
	name  string
	out   *Erased
	full  map[string]bool   // spellings that are the person's wherever they stand
	short map[string]bool   // those that are so in the documents that name the person, such as a family name
	docs  map[string]string // IDs and their months

	articles map[string]bool // of those
}

// ErasePerson removes a person, given by a name, a name_id or a gazetteer's
// entity: its spellings are masked in texts, titles and credits, and the
// documents that had them are annotated again, so that mentions, speakers,
// codings and counts of the name go. Pages in the archive keep the name.
func (p *Pipeline) ErasePerson(ctx context.Context, name string, dryRun bool) (*Erased, error) {
	e := &person{name: name, out: &Erased{}, full: map[string]bool{}, short: map[string]bool{}, docs: map[string]string{}}
	if _, err := store.Open(p.cfg.Data); err != nil {
		return nil, err // begin would make one
	}
	r, err := p.begin(ctx)
	if err != nil {
		return nil, err
	}
	e.run = r
	if err = e.find(ctx); err == nil && !dryRun {
		if err = e.remove(ctx); err == nil {
			_, err = r.commit(ctx)
		}
	}
	if err != nil || dryRun {
		return e.out, errors.Join(err, r.batch.Close())
	}
	e.out.Notes = r.result.Notes
	return e.out, r.clearCopies(e.out)
}

// find collects the person's spellings and the documents that have them.
func (e *person) find(ctx context.Context) error {
	if e.result.Resumed {
		return ErrUnfinished
	}
	if err := e.sameCodebook(ctx); err != nil {
		return err
	}
	forms := map[string]bool{e.name: true}
	ids := map[string]bool{e.name: true}
	for range 2 { // all forms of a name have its ID
		for n, err := range store.Scan[store.NameRow](ctx, e.dataset) {
			if err != nil {
				return err
			}
			if forms[n.Form] || ids[n.NameID] || n.Name == e.name {
				forms[n.Form], ids[n.NameID] = true, true
			}
		}
	}
	for m, err := range store.Scan[store.MentionRow](ctx, e.dataset) {
		if err != nil {
			return err
		}
		if m.EntityID == e.name || forms[m.Name] || forms[m.Surface] {
			e.docs[m.DocID] = ""
			if m.Variant != string(corpus.VariantPronoun) {
				e.spelling(m.Surface)
			}
		}
	}
	for q, err := range store.Scan[store.QuoteRow](ctx, e.dataset) {
		if err != nil {
			return err
		}
		if q.SpeakerID == e.name || forms[q.SpeakerName] {
			e.docs[q.DocID] = ""
		}
	}
	for f := range forms {
		e.spelling(f)
	}
	return e.findDocuments(ctx)
}

// spelling notes a way to write the name. One word in an alphabet is as likely
// somebody else's name where the person is not named in full.
func (e *person) spelling(s string) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
	case strings.ContainsAny(s, " .·-") || strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) && utf8.RuneCountInString(s) > 1:
		e.full[s] = true
		for word := range strings.FieldsSeq(s) {
			if utf8.RuneCountInString(word) > 2 {
				e.short[word] = true
			}
		}
	default:
		e.short[s] = true
	}
}

func (e *person) findDocuments(ctx context.Context) error {
	found, articles := map[string]string{}, map[string]bool{}
	for d, err := range store.Scan[store.DocumentRow](ctx, e.dataset) {
		if err != nil {
			return err
		}
		all := strings.Join(append([]string{d.Title, d.Text, d.WireCredit, d.CorrectionNotice, d.Section, d.SiteName}, slices.Concat(d.Authors, e.original(d).Authors)...), "\n")
		_, names := e.docs[d.DocID]
		for s := range e.full {
			names = names || strings.Contains(all, s)
		}
		if names && e.masked(all) != all {
			found[d.DocID] = d.Month
			articles[d.ArticleID] = true
		}
	}
	e.docs, e.articles = found, articles
	e.out.Documents = slices.Sorted(maps.Keys(found))
	if len(found) == 0 {
		return ErrNothingErased
	}
	return nil
}

// masked replaces every spelling in a text, the longest first.
func (e *person) masked(text string) string {
	spellings := slices.Concat(slices.Collect(maps.Keys(e.full)), slices.Collect(maps.Keys(e.short)))
	slices.SortFunc(spellings, func(a, b string) int { return len(b) - len(a) })
	for _, s := range spellings {
		text = maskWord(text, s)
	}
	return text
}

// maskWord replaces a spelling where it is not a part of a longer word.
func maskWord(text, word string) string {
	var out strings.Builder
	for {
		i := strings.Index(text, word)
		if i < 0 {
			out.WriteString(text)
			return out.String()
		}
		end := i + len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[end:])
		first, _ := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(word)
		if i > 0 && joins(before, first) || end < len(text) && joins(last, after) {
			_, n := utf8.DecodeRuneInString(text[i:])
			out.WriteString(text[:i+n])
			text = text[i+n:]
			continue
		}
		out.WriteString(text[:i])
		out.WriteString(strings.Repeat(mask, utf8.RuneCountInString(word)))
		text = text[end:]
	}
}

// joins reports whether two letters side by side are of one word; Chinese puts no
// space between words.
func joins(a, b rune) bool {
	return unicode.IsLetter(a) && unicode.IsLetter(b) && !unicode.Is(unicode.Han, a) && !unicode.Is(unicode.Han, b)
}

// remove masks the documents and annotates them again.
func (e *person) remove(ctx context.Context) error {
	e.batch.KeepFor(0)
	for _, id := range e.out.Documents {
		e.erased.Mask(corpus.DocID(id))
	}
	if err := e.erased.Save(e.dataset.StateDir()); err != nil {
		return err
	}
	if err := e.openReading(ctx); err != nil {
		return err
	}
	work := &erasure{run: e.run, out: e.out, docs: e.docs}
	if err := errors.Join(work.dropDocuments(ctx), e.annotateMasked(ctx), e.maskNotices(ctx)); err != nil {
		return err
	}
	return e.over(ctx)
}

// maskNotices masks what article_events has of the notices of the articles.
func (e *person) maskNotices(ctx context.Context) error {
	_, err := store.Rewrite(ctx, e.batch, func(r *store.ArticleEventRow) (stays, changed bool) {
		if !e.articles[r.ArticleID] || e.masked(r.Notice) == r.Notice {
			return true, false
		}
		r.Notice = e.masked(r.Notice)
		return true, true
	})
	return err
}

func (e *person) annotateMasked(ctx context.Context) error {
	return ordered.Map(ctx, workers(), func(yield func(store.DocumentRow, error) bool) {
		for d, err := range e.documents(ctx, e.docs) {
			if err != nil {
				yield(d, err)
				return
			}
			d.Text, d.Title = e.masked(d.Text), e.masked(d.Title)
			d.WireCredit, d.CorrectionNotice, d.Section, d.SiteName = e.masked(d.WireCredit), e.masked(d.CorrectionNotice), e.masked(d.Section), e.masked(d.SiteName)
			d.TextSHA256 = corpus.SHA256([]byte(d.Text))
			if !yield(d, nil) {
				return
			}
		}
	}, func(ctx context.Context, d store.DocumentRow) (item, error) {
		a := item{doc: e.original(d)}
		a.doc.Authors = slices.Clone(a.doc.Authors)
		for i := range a.doc.Authors {
			a.doc.Authors[i] = e.masked(a.doc.Authors[i])
		}
		err := e.annotate(ctx, &a)
		if err == nil && a.failure != nil {
			err = fmt.Errorf("annotate %s again, the dataset is as it was: %s", d.DocID, a.failure.Message)
		}
		return a, err
	}, func(a item) error { return e.appendAgain(a) })
}
