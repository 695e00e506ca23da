package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/store"
)

func travelQuestion() Question {
	return Question{Name: "travel", Summary: "how stories travel: copies, outlets, languages, lag and edits against the origin", Doc: `
The things counted are stories (syndication groups) with at least two documents
that count, each against its origin (table syndication). Stories whose origin is
not known or does not count are counted, and have no lag and no edits.
Dimension story, group STORY:
  documents, outlets, languages    of the story
  lag_days                median over its copies of the time from the origin, in
                          days (lag_seconds of table syndication, as exact as dates
                          are known)
  similarity              median over copies in the origin's language of the weighted
                          Jaccard index (Ruzicka) of words: the sum of the smaller
                          count of each word over the sum of the greater
  length_ratio            median over these of the copy's words over the origin's
  frames_gained, frames_lost   mean over copies of the frames that the copy has and
                          the origin lacks, and the reverse, of those coded in both
Dimensions of --by, by the origin's group: stories, copies and the same five over
all copies of its stories; stories without a known origin are counted in group
"origin not known".
  item FRAME  gained, lost: copies that gained or lost it; share_gained: over the
              copies whose origin lacks it; share_lost: over those whose origin has
              it, of copies coded in both, clustered by story`, run: (*asking).travelAsked}
}

// GroupNoOrigin is the group of stories of which it is not known where they began.
const GroupNoOrigin = "origin not known"

const byStory = "story"

// journey is a story with its copies.
type journey struct {
	name   string
	origin int32 // -1 where it is not known
	docs   []int32
	copies []copied // of which there are edits
}

// copied is a copy against its origin.
type copied struct {
	doc          int32
	lag          *float64 // days
	similarity   *float64 // nil for a translation
	length       *float64
	gained, lost []int // frames, by number
}

func (a *asking) travelAsked(ctx context.Context) error {
	journeys, err := a.journeys(ctx)
	if err != nil {
		return err
	}
	if len(journeys) == 0 {
		return asked(fmt.Errorf("each of the %d documents is a story of its own", len(a.docs)))
	}
	bags, err := a.wordsOf(ctx, journeys)
	if err != nil {
		return err
	}
	for i := range journeys {
		a.follow(&journeys[i], bags)
	}
	a.stories(journeys)
	return a.travelBy(journeys)
}

type originBatch struct {
	Doc    []string `col:"doc_id"`
	Origin []bool   `col:"is_origin"`
	Lag    []*int64 `col:"lag_seconds"`
}

// Table names the table that is read.
func (originBatch) Table() string { return store.SyndicationRow{}.Table() }

// begun is how a document stands to the beginning of its story.
type begun struct {
	origin bool
	lag    *float64 // days since the origin; nil where it is not known
}

// beginnings tells of each document how it stands to the beginning of its story.
// Datasets of older versions have no lags: there they are the days between two
// days that are known.
func (c *Corpus) beginnings(ctx context.Context, ds *store.Dataset) ([]begun, error) {
	out := make([]begun, len(c.docs))
	older := true
	for b, err := range store.ScanColumns[originBatch](ctx, ds) {
		if err != nil {
			return nil, fmt.Errorf("read syndication: %w", err)
		}
		for i, id := range b.Doc {
			d, ok := c.index[id]
			if !ok {
				continue
			}
			out[d].origin = b.Origin[i]
			if lag := b.Lag[i]; lag != nil {
				out[d].lag, older = pointer(float64(*lag)/secondsPerDay), false
			}
		}
	}
	if older {
		c.lagsOfDays(out)
	}
	return out, nil
}

// lagsOfDays fills in lags from days of publication.
func (c *Corpus) lagsOfDays(list []begun) {
	origin := map[int32]int32{}
	for i := range list {
		if list[i].origin {
			origin[c.docs[i].story] = int32(i)
		}
	}
	for i := range list {
		d := &c.docs[i]
		if from, ok := origin[d.story]; ok && d.level == levelDay && c.docs[from].level == levelDay {
			list[i].lag = pointer(float64(d.day - c.docs[from].day))
		}
	}
}

// journeys are the stories of several documents, by name.
func (a *asking) journeys(ctx context.Context) ([]journey, error) {
	list, err := a.c.beginnings(ctx, a.ds)
	if err != nil {
		return nil, err
	}
	a.begun = list
	byStory := map[int32][]int32{}
	for _, i := range a.docs {
		byStory[a.c.docs[i].story] = append(byStory[a.c.docs[i].story], i)
	}
	var out []journey
	for story, docs := range byStory {
		if len(docs) < 2 {
			continue
		}
		j := journey{name: a.c.stories[story], origin: -1, docs: docs}
		if at := slices.IndexFunc(docs, func(i int32) bool { return list[i].origin }); at >= 0 {
			j.origin = docs[at]
		}
		out = append(out, j)
	}
	slices.SortFunc(out, func(x, y journey) int { return strings.Compare(x.name, y.name) })
	return out, nil
}

// wordsOf reads the words of the documents of stories in their main language.
func (a *asking) wordsOf(ctx context.Context, journeys []journey) (map[int32]map[string]int, error) {
	out := map[int32]map[string]int{}
	for _, j := range journeys {
		for _, i := range j.docs {
			out[i] = map[string]int{}
		}
	}
	docs := documentCodes{c: a.c}
	for b, err := range store.ScanColumns[termBatch](ctx, a.ds) {
		if err != nil {
			return nil, fmt.Errorf("read term_counts: %w", err)
		}
		docs.extend(b.Doc.Values)
		for i, code := range b.Doc.Codes {
			if d, known := docs.at(code); known && out[d] != nil && corpus.BaseLang(b.Lang.At(i)) == corpus.BaseLang(a.c.langs[a.c.docs[d].lang]) {
				out[d][b.Term.At(i)] += int(b.N[i])
			}
		}
	}
	return out, nil
}

// Copy is a document that was published elsewhere first.
type Copy struct {
	Origin, Doc string   // doc_id
	Lag         *float64 // days; nil where it is not known
}

// Copies are the copies of the selected documents' stories, as question travel
// counts them: those of stories whose origin is known and selected too.
func (c *Corpus) Copies(ctx context.Context, ds *store.Dataset, s Selection) ([]Copy, error) {
	list, err := c.beginnings(ctx, ds)
	if err != nil {
		return nil, err
	}
	if c, err = c.under(s); err != nil {
		return nil, err
	}
	docs := c.selected(s)
	origin := map[int32]int32{}
	for _, i := range docs {
		if list[i].origin {
			origin[c.docs[i].story] = i
		}
	}
	var out []Copy
	for _, i := range docs {
		if from, ok := origin[c.docs[i].story]; ok && from != i {
			out = append(out, Copy{c.docs[from].id, c.docs[i].id, list[i].lag})
		}
	}
	return out, nil
}

// follow holds the copies of a story against its origin.
func (a *asking) follow(j *journey, bags map[int32]map[string]int) {
	if j.origin < 0 {
		return
	}
	from := &a.c.docs[j.origin]
	for _, i := range j.docs {
		if i == j.origin {
			continue
		}
		d, c := &a.c.docs[i], copied{doc: i, lag: a.begun[i].lag}
		if corpus.BaseLang(a.c.langs[d.lang]) == corpus.BaseLang(a.c.langs[from.lang]) {
			c.similarity, c.length = likeness(bags[i], bags[j.origin])
		}
		for _, f := range a.frames {
			if !a.coded(f, i) || !a.coded(f, j.origin) {
				continue
			}
			here, there := a.book.facts[f][i]&factPresent != 0, a.book.facts[f][j.origin]&factPresent != 0
			switch {
			case here && !there:
				c.gained = append(c.gained, f)
			case there && !here:
				c.lost = append(c.lost, f)
			}
		}
		j.copies = append(j.copies, c)
	}
}

// likeness is the weighted Jaccard index of two bags of words and the ratio of
// their sizes, nil where one is empty.
func likeness(words, origin map[string]int) (similarity, length *float64) {
	n, m, less := 0, 0, 0
	for w, k := range words {
		n += k
		less += min(k, origin[w])
	}
	for _, k := range origin {
		m += k
	}
	if n == 0 || m == 0 {
		return nil, nil
	}
	return pointer(float64(less) / float64(n+m-less)), pointer(float64(n) / float64(m))
}
