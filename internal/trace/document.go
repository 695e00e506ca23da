package trace

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/store"
)

// text is a document with what its annotations are held against.
type text struct {
	row     store.DocumentRow
	file    store.File
	node    *Node
	offsets [2]*corpus.Offsets // of text and title
}

// in is the text or title, with its offsets.
func (x *text) in(title bool) (string, *corpus.Offsets) {
	at, s := 0, x.row.Text
	if title {
		at, s = 1, x.row.Title
	}
	if x.offsets[at] == nil {
		x.offsets[at] = corpus.NewOffsets(s)
	}
	return s, x.offsets[at]
}

// texts reads documents, each followed to its bytes; one that table documents has
// not is missing in the answer.
func (t *tracer) texts(ctx context.Context, ids ...string) (map[string]*text, error) {
	places, err := t.rows.placed(ctx)
	if err != nil {
		return nil, err
	}
	wanted := map[string]map[string]bool{} // by file
	for _, id := range ids {
		f, ok := places[id]
		if !ok {
			continue
		}
		if wanted[f.Path] == nil {
			wanted[f.Path] = map[string]bool{}
		}
		wanted[f.Path][id] = true
	}
	out := map[string]*text{}
	for _, f := range t.ds.Files(store.DocumentRow{}.Table()) {
		if len(wanted[f.Path]) == 0 {
			continue
		}
		err := eachIn(ctx, t, f, func(r *store.DocumentRow) bool { return wanted[f.Path][r.DocID] }, func(r store.DocumentRow, f store.File) {
			r.Month = f.Month()
			out[r.DocID] = &text{row: r, file: f}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, t.follow(ctx, out)
}

// follow makes the nodes of documents, with the captures and records below them.
func (t *tracer) follow(ctx context.Context, texts map[string]*text) error {
	captures, err := t.capturesOf(ctx, texts)
	if err != nil {
		return err
	}
	readBy, err := t.derivations(ctx, texts)
	if err != nil {
		return err
	}
	for _, id := range order(texts) {
		x := texts[id]
		x.node = t.documentNode(x)
		c := captures[x.row.CaptureID]
		t.checkID(x, c)
		for _, d := range readBy[id] {
			x.node.fact(layerName(d.Layer), strings.TrimSpace(fmt.Sprintf("%s, rules %s, run %s", cmp.Or(d.Code, d.Status), d.Key, d.RunID)))
			t.ran(d.RunID)
		}
		if c == nil {
			x.node.broken("capture", "captures", mendTable, "table captures does not have %s, from which the document was read", x.row.CaptureID)
			continue
		}
		x.node.ok("capture", "table captures has %s", c.row.CaptureID)
		body := t.captureNode(ctx, c)
		x.node.From = append(x.node.From, c.node)
		t.extraction(ctx, x, c, body, readBy[id])
	}
	return nil
}

func order[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func layerName(layer string) string {
	if layer == "document" {
		return "read"
	}
	return "annotated, " + layer
}

func (t *tracer) documentNode(x *text) *Node {
	r := &x.row
	n := &Node{Kind: "document", ID: r.DocID, Says: cmp.Or(r.Title, "(no headline)"), Lang: r.Lang}
	n.fact("outlet", r.SourceID)
	n.fact("address", r.URL)
	if !r.PublishedAt.IsZero() {
		n.fact("published", r.PublishedAt.Format("2006-01-02")+" ("+cmp.Or(r.PublishedFrom, "not known from where")+")")
	}
	n.fact("language", r.Lang)
	n.fact("article", r.ArticleID)
	n.fact("version", fmt.Sprint(r.Version))
	n.fact("first seen", "run "+r.RunID)
	n.fact("does not count", cmp.Or(r.NotCounted, r.Excluded))
	if t.erased.IsMasked(corpus.DocID(r.DocID)) {
		n.fact("masked", "a person was taken out of it on request")
	}
	t.ran(r.RunID)
	if got := corpus.SHA256([]byte(r.Text)); got == r.TextSHA256 {
		n.ok("text-digest", "the text has the digest %s", got)
	} else {
		n.broken("text-digest", x.file.Path, mendTable, "the text has the digest %s, and text_sha256 says %s", got, r.TextSHA256)
	}
	return n
}

// checkID holds the document's ID against what it is a digest of. An outlet may have
// been corrected, and an article may have moved since: the address by which it was
// first read counts.
func (t *tracer) checkID(x *text, c *capture) {
	r := &x.row
	sources, urls := []string{r.SourceID}, []string{r.URL, r.FinalURL}
	if c != nil {
		sources = append(sources, c.row.SourceID)
		urls = append(append(urls, c.row.URL, c.row.FinalURL), c.row.Redirects...)
	}
	for _, s := range sources {
		for _, u := range urls {
			if string(corpus.NewDocID(corpus.SourceID(s), u, r.TextSHA256)) == r.DocID {
				x.node.ok("doc-id", "it is the digest of outlet, address and text")
				return
			}
		}
	}
	if t.erased.IsMasked(corpus.DocID(r.DocID)) {
		x.node.unchecked("doc-id", "a person was taken out of the text on request: the ID is of the text before")
		return
	}
	x.node.broken("doc-id", x.file.Path, mendTable, "it is not the digest of outlet, address and text")
}

// derivations are by which rules documents were made.
func (t *tracer) derivations(ctx context.Context, texts map[string]*text) (map[string][]store.DerivationRow, error) {
	out := map[string][]store.DerivationRow{}
	err := each(ctx, t, months(texts), func(d *store.DerivationRow) bool { return texts[d.DocID] != nil && d.Layer != "" },
		func(d store.DerivationRow, _ store.File) { out[d.DocID] = append(out[d.DocID], d) })
	for _, list := range out {
		slices.SortFunc(list, func(a, b store.DerivationRow) int {
			return cmp.Or(cmp.Compare(layerName(b.Layer), layerName(a.Layer)), cmp.Compare(a.Key, b.Key))
		})
	}
	return out, err
}

// months are those of the files of documents, by which all that is of a document is
// parted.
func months(texts map[string]*text) []string {
	out := []string{}
	for _, x := range texts {
		out = append(out, x.file.Month())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// recordKind marks captures of documents that were imported as text.
const recordKind = "record"

// extraction reads the archived page again, where the rules are those by which the
// document was made.
func (t *tracer) extraction(ctx context.Context, x *text, c *capture, body []byte, made []store.DerivationRow) {
	const what = "extraction"
	at := slices.IndexFunc(made, func(d store.DerivationRow) bool { return d.Layer == "document" })
	switch {
	case body == nil:
		x.node.unchecked(what, "there is no body to extract it from")
		return
	case c.row.Kind == recordKind && corpus.SHA256(body) == x.row.TextSHA256:
		x.node.ok(what, "it was imported as text, which the record holds as it is")
		return
	case t.opt.Extract == nil || t.opt.Rules == nil:
		x.node.unchecked(what, "not tried: the rules of extraction are not at hand")
		return
	case c.row.Kind == recordKind:
		x.node.unchecked(what, "it was imported as text with other fields: there is no page to extract it from")
		return
	case t.erased.IsMasked(corpus.DocID(x.row.DocID)):
		x.node.unchecked(what, "not tried: a person was taken out of the text on request")
		return
	case at < 0:
		x.node.unchecked(what, "not tried: table derivations does not say by which rules it was made")
		return
	case made[at].Key != t.opt.Rules(corpus.SourceID(c.row.SourceID)):
		x.node.unchecked(what, "not tried: it was made by other rules (%s) than those of this program and these settings (%s)", made[at].Key, t.opt.Rules(corpus.SourceID(c.row.SourceID)))
		return
	}
	d, err := t.opt.Extract(ctx, corpus.Page{Capture: c.stored(), Body: body})
	switch {
	case err != nil:
		x.node.broken(what, x.file.Path, mendTable, "the page gives no text any more by the same rules: %v", err)
	case d.TextSHA256 != x.row.TextSHA256:
		x.node.broken(what, x.file.Path, mendTable, "the page gives another text by the same rules: digest %s, and text_sha256 says %s", d.TextSHA256, x.row.TextSHA256)
	default:
		x.node.ok(what, "the page gives the same text again by the same rules (%s)", made[at].Key)
	}
}

// document follows a document, and article all texts of an article.
func (t *tracer) document(ctx context.Context, _ store.File, id string) error {
	texts, err := t.texts(ctx, id)
	if err != nil {
		return err
	}
	t.out.Root = texts[id].node
	t.out.Documents, t.out.Shown = 1, 1
	return nil
}

func (t *tracer) article(ctx context.Context, id string) error {
	var docs []string
	for b, err := range store.ScanColumns[documentIDs](ctx, t.ds) {
		if err != nil {
			return err
		}
		for i, doc := range b.ID {
			if b.Article.At(i) == id {
				docs = append(docs, strings.Clone(doc))
			}
		}
	}
	texts, err := t.texts(ctx, docs...)
	if err != nil {
		return err
	}
	slices.SortFunc(docs, func(a, b string) int {
		return cmp.Or(cmp.Compare(texts[a].row.Version, texts[b].row.Version), cmp.Compare(a, b))
	})
	t.out.Root = &Node{Kind: "article", ID: id, Says: plural(len(docs), "text", "texts")}
	for _, d := range docs {
		t.out.Root.From = append(t.out.Root.From, texts[d].node)
	}
	t.out.Documents, t.out.Shown = len(docs), len(docs)
	return nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
