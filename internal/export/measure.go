package export

import (
	"context"
	"slices"
	"strings"

	"framewatch/internal/exposure"
	"framewatch/store"
)

// MostContext is the longest context, in words on each side: the concordance's
// (compare/kwic), by which a Han character is 0.4 words.
const MostContext = 8

// AutoContext asks for the longest context at which no article is over the limit.
const AutoContext = -1

// bagLeast is the least number of words of an article whose words are counted in an
// export: the words of a short text can be put in order. bagTells is the number of
// words that an export may leave out of an article and give without order, before it
// counts as exposed whole.
const (
	bagLeast = 40
	bagTells = 12
)

// decision is what stays of a document beside what its level takes.
type decision struct {
	stays   map[string]bool // rows whose words stay; titlePiece and addressPiece
	widths  map[string]int  // words of context of a row, where they are fewer than the plan's
	bagless bool            // its words are not counted either
}

func (p *planner) decided(id string) *decision {
	d := p.decisions[id]
	if d == nil {
		d = &decision{stays: map[string]bool{}, widths: map[string]int{}}
		p.decisions[id] = d
	}
	return d
}

// measure finds what is shown of each article, and decides what stays.
func (p *planner) measure(ctx context.Context) error {
	p.most = 0
	if p.opt.Level == L1 {
		p.most = p.opt.Context
		if p.opt.Context == AutoContext {
			p.most = MostContext
		}
	}
	p.meters = make([][]exposure.Article, p.most+1)
	groups, err := p.copyGroups(ctx)
	if err != nil {
		return err
	}
	waiting := map[string][]*shown{}
	pending := map[string][]piece{}
	for _, month := range p.months() {
		texts, err := p.readTexts(ctx, month)
		if err != nil {
			return err
		}
		if p.opt.Level == L1 {
			pieces, err := p.readPieces(ctx, month, texts)
			if err != nil {
				return err
			}
			for id, list := range pieces {
				pending[id] = list
			}
		}
		for _, id := range sortedKeys(texts) {
			g := groups.of(id)
			waiting[g] = append(waiting[g], texts[id])
			if len(waiting[g]) < groups.size(g) {
				continue
			}
			p.weigh(waiting[g], pending)
			for _, s := range waiting[g] {
				delete(pending, s.id)
			}
			delete(waiting, g)
		}
	}
	p.choose()
	p.countFitted()
	return nil
}

// countFitted says what stays so that no article is over the limit.
func (p *planner) countFitted() {
	const why = "more of the article would leave than the limit allows"
	rows := map[string]int64{}
	for _, d := range p.decisions {
		for row := range d.stays {
			table, _, ok := strings.Cut(row, "/")
			if !ok {
				table = "documents." + map[string]string{titlePiece: "title", addressPiece: "url"}[row]
			}
			rows[table]++
		}
		for row, w := range d.widths {
			if !d.stays[row] && w < p.plan.Context {
				table, _, _ := strings.Cut(row, "/")
				rows[table+".context"]++
			}
		}
	}
	for _, what := range sortedKeys(rows) {
		p.withhold("words", what, why, rows[what])
	}
}

// weigh measures the articles of one group of copies.
func (p *planner) weigh(members []*shown, pieces map[string][]piece) {
	slices.SortFunc(members, func(a, b *shown) int { return strings.Compare(a.id, b.id) })
	g, of := p.group(members, pieces)
	bags := map[string]bool{}
	for _, s := range members {
		bags[s.id] = s.level <= L1 && s.words.Words() >= bagLeast
		if s.level == L1 && !bags[s.id] {
			p.decided(s.id).bagless = true
		}
	}
	if p.opt.Fit && p.opt.Level > L0 {
		g.Fit(p.opt.MaxExposure)
		for i, o := range of {
			if g.Dropped(i) {
				p.note(o)
			}
		}
		p.meters[p.most] = append(p.meters[p.most], told(g.Articles(), bags)...)
		return
	}
	for n := p.most; n >= 0; n-- {
		g.Drop(func(q *exposure.Piece) bool { return -q.Rank > n })
		p.meters[n] = append(p.meters[n], told(g.Articles(), bags)...)
		if p.opt.Context != AutoContext {
			return
		}
	}
}

// told counts an article whole where hardly a word is missing that its bag of words
// does not give.
func told(articles []exposure.Article, bags map[string]bool) []exposure.Article {
	for i, a := range articles {
		if bags[a.DocID] && a.Tokens-a.Exposed <= bagTells {
			articles[i].Exposed = a.Tokens
		}
	}
	return articles
}

// note remembers that a piece stays.
func (p *planner) note(o pieceOf) {
	d := p.decided(o.doc.id)
	if o.width > 0 {
		if w, ok := d.widths[o.row]; !ok || o.width-1 < w {
			d.widths[o.row] = o.width - 1
		}
		return
	}
	d.stays[o.row] = true
	if o.row == addressPiece {
		for _, a := range o.doc.addresses {
			p.hidden[a] = true
		}
	}
}

// choose takes the longest context at which no article is over the limit, or none.
func (p *planner) choose() {
	m := &p.plan.Meter
	for n := p.most; n >= 0; n-- {
		if len(p.meters[n]) == 0 {
			continue
		}
		p.plan.Context, m.Articles = n, p.meters[n]
		if p.opt.Context != AutoContext || p.opt.Fit || len(m.Over()) == 0 {
			break
		}
	}
	p.meters = nil
	slices.SortFunc(m.Articles, func(a, b exposure.Article) int { return strings.Compare(a.DocID, b.DocID) })
}

// copies says which documents may be copies of one another.
type copies struct {
	parent  map[string]string
	members map[string]int
}

func (c *copies) of(id string) string {
	for c.parent[id] != "" {
		id = c.parent[id]
	}
	return id
}

func (c *copies) size(g string) int { return max(1, c.members[g]) }

func (c *copies) unite(a, b string) {
	a, b = c.of(a), c.of(b)
	if a == b {
		return
	}
	c.parent[max(a, b)] = min(a, b)
}

// copyGroups unites what may have stretches of text in common: copies in other
// outlets, texts that one holds of another, and the versions of one article.
func (p *planner) copyGroups(ctx context.Context) (*copies, error) {
	c := &copies{parent: map[string]string{}, members: map[string]int{}}
	for r, err := range store.Scan[store.SyndicationRow](ctx, p.ds) {
		if err != nil {
			return nil, err
		}
		if p.docs[r.DocID] != nil && p.docs[r.CopyID] != nil {
			c.unite(r.DocID, r.CopyID)
		}
	}
	for r, err := range store.Scan[store.StoryLinkRow](ctx, p.ds) {
		if err != nil {
			return nil, err
		}
		if (r.Kind == "copy" || r.Kind == "contains") && p.docs[r.DocID] != nil && p.docs[r.OtherID] != nil {
			c.unite(r.DocID, r.OtherID)
		}
	}
	first := map[string]string{}
	for _, id := range sortedKeys(p.docs) {
		article := p.docs[id].article
		if article == "" {
			continue
		}
		if other, ok := first[article]; ok {
			c.unite(id, other)
		}
		first[article] = id
	}
	for id := range p.docs {
		c.members[c.of(id)]++
	}
	return c, nil
}
