package compare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"framewatch/internal/invalid"
	"framewatch/store"
)

// QuestionSpec asks one of the [Questions]. Fields that a question does not name
// are of no meaning to it.
type QuestionSpec struct {
	Selection
	Sampling
	By       []string `json:"-"`                  // dimensions of documents (see [Dimensions]); none = all
	Codebook string   `json:"codebook,omitempty"` // of frames; may be empty where the dataset has one
	Frames   []string `json:"frames,omitempty"`   // none = every frame of the codebook; of events p values are adjusted for all that are asked for
	With     []string `json:"with,omitempty"`     // beside, links: entities
	Cues     string   `json:"cues,omitempty"`     // beside: version of the cues, filled in
	Events   []string `json:"-"`                  // events: IDs or days; none = all
	Window   int      `json:"window,omitempty"`   // events: days on each side
	Lang     string   `json:"lang,omitempty"`     // alike: language of the words
	Words    int      `json:"words,omitempty"`    // alike: how many of the most frequent words delta looks at
	MinDocs  int      `json:"min_docs,omitempty"` // smaller groups are left out
	Top      int      `json:"-"`                  // speakers, alike: greatest number of values in a group; 0 = all
}

// Answer is a number in the form of table estimates, with what the table has no
// column for.
type Answer struct {
	store.EstimateRow
	// Missing marks an answer without a number: Value is of no meaning then, and
	// Note says why.
	Missing bool
	// Examples are up to five sentences (sentence_id), of different stories.
	Examples []string
}

// Reply is the answer to a question. Notes say what the reader of the numbers
// must know, such as which groups were left out.
type Reply struct {
	Answers []Answer
	Notes   []string
}

// Rows are the answers that have a number.
func (r *Reply) Rows() []store.EstimateRow {
	var rows []store.EstimateRow
	for _, a := range r.Answers {
		if !a.Missing {
			rows = append(rows, a.EstimateRow)
		}
	}
	return rows
}

// Question is a question that a dataset can be asked.
type Question struct {
	Name    string
	Summary string // one line
	// Doc defines its numbers: items and statistics with formulas.
	Doc string
	run func(*asking, context.Context) error
	// coded: it cannot be answered where no document is coded.
	coded bool
}

// Questions lists what [Ask] answers.
func Questions() []Question {
	return []Question{eventsQuestion(), speakersQuestion(), besideQuestion(), travelQuestion(), namingQuestion(), alikeQuestion(),
		linksQuestion(), claimsQuestion()}
}

func questionNamed(name string) (Question, error) {
	var known []string
	for _, q := range Questions() {
		if q.Name == name {
			return q, nil
		}
		known = append(known, q.Name)
	}
	return Question{}, asked(fmt.Errorf("unknown question %q%s", name, invalid.Suggest(name, known)))
}

// Ask loads a dataset and answers a question; [Corpus.Ask] does the same for a
// corpus that is loaded already.
func Ask(ctx context.Context, ds *store.Dataset, question string, spec QuestionSpec) (*Reply, error) {
	c, err := Load(ctx, ds)
	if err != nil {
		return nil, err
	}
	return c.Ask(ctx, ds, question, spec)
}

// Ask answers a question about the documents that the spec selects. That none is
// selected, or that something is named that there is none of, is an error that
// [Asked] knows.
func (c *Corpus) Ask(ctx context.Context, ds *store.Dataset, question string, spec QuestionSpec) (*Reply, error) {
	return c.ask(ctx, ds, question, spec, nil)
}

// ask answers a question; behind takes what is behind the number that it wants, and
// is nil where none is asked for.
func (c *Corpus) ask(ctx context.Context, ds *store.Dataset, question string, spec QuestionSpec, behind *Behind) (*Reply, error) {
	q, err := questionNamed(question)
	if err != nil {
		return nil, err
	}
	a, err := c.asking(ds, q, spec)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", question, err)
	}
	a.behind = behind
	if err := q.run(a, ctx); err != nil {
		return nil, fmt.Errorf("%s: %w", question, err)
	}
	if len(a.small.groups) > 0 {
		a.note("left out, with fewer than %d documents (--min-docs): %s", max(1, spec.MinDocs), strings.Join(a.small.groups, ", "))
		if len(a.reply.Answers) == 0 {
			return nil, fmt.Errorf("%s: %w", question, asked(errors.New("every group has fewer documents than --min-docs")))
		}
	}
	return &a.reply, nil
}

// asking is a question under way.
type asking struct {
	c       *Corpus
	ds      *store.Dataset
	name    string
	spec    QuestionSpec
	fixed   string // the spec in its canonical form
	docs    []int32
	counted []bool    // by document
	book    *codebook // nil where no document is coded
	frames  []int
	begun   []begun // travel
	small   groupsLeftOut
	behind  *Behind // see ask
	reply   Reply
}

func (c *Corpus) asking(ds *store.Dataset, q Question, spec QuestionSpec) (*asking, error) {
	var err error
	if spec.Target, err = c.Target(spec.Target); err != nil {
		return nil, err
	}
	if c, err = c.under(spec.Selection); err != nil {
		return nil, err
	}
	if len(spec.By) == 0 {
		spec.By = []string{GroupAll}
	}
	for _, by := range spec.By {
		if err := checkDimension(by); err != nil {
			return nil, asked(fmt.Errorf("by %q: %w", by, err))
		}
	}
	a := &asking{c: c, ds: ds, name: q.Name, spec: spec, counted: make([]bool, len(c.docs)), small: groupsLeftOut{least: spec.MinDocs}}
	if q.coded && len(c.codebooks) == 0 {
		return nil, asked(errors.New("no document is coded: table document_frames is empty (framewatch run annotates)"))
	}
	if len(c.codebooks) > 0 {
		if a.book, err = c.codebook(spec.Codebook, spec.Target); err != nil {
			return nil, err
		}
		a.spec.Codebook = a.book.name
		if a.frames, err = a.book.chosen(spec.Frames); err != nil {
			return nil, err
		}
	}
	if err := a.fix(); err != nil {
		return nil, err
	}
	if err := c.Nothing(spec.Selection); err != nil {
		return nil, err
	}
	a.docs = c.selected(spec.Selection)
	c.storyByStory(a.docs)
	for _, i := range a.docs {
		a.counted[i] = true
	}
	return a, nil
}

// fix writes down what fixes the numbers, and nothing else.
func (a *asking) fix() (err error) {
	spec := a.spec
	if a.name != "alike" {
		spec.Lang, spec.Words = "", 0
	}
	if a.name != "events" {
		spec.Window, spec.Frames = 0, nil
	}
	if a.name != "alike" && a.name != "events" { // there what is left out changes z-scores, and p values that are adjusted
		spec.MinDocs = 0
	}
	if a.name != "beside" && a.name != "links" {
		spec.With = nil
	}
	if a.name != "beside" {
		spec.Cues = ""
	}
	if a.name == "alike" || a.name == "claims" || a.name == "naming" {
		spec.Codebook = ""
	}
	a.fixed, err = specJSON(a.name, spec)
	return err
}

func (a *asking) note(format string, args ...any) {
	a.reply.Notes = append(a.reply.Notes, fmt.Sprintf(format, args...))
}

// row is a row without its number.
func (a *asking) row(by, group, item string) store.EstimateRow {
	return store.EstimateRow{TargetID: a.spec.Target, Question: a.name, Spec: a.fixed, Dimension: by, GroupName: group, Item: item, Preferred: true}
}

// coded reports whether a frame, by its number in a.book, is coded in a document.
func (a *asking) coded(frame int, doc int32) bool {
	return a.book.facts[frame][doc]&factCoded != 0
}

// groupsLeftOut are the groups that have too few documents for a number.
type groupsLeftOut struct {
	least  int
	groups []string
}

func (g *groupsLeftOut) drops(group string, documents int) bool {
	if documents >= max(1, g.least) {
		return false
	}
	if !slices.Contains(g.groups, group) {
		g.groups = append(g.groups, group)
	}
	return true
}
