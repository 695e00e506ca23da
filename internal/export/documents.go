package export

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"framewatch/corpus"
	"framewatch/internal/erased"
	"framewatch/store"
)

// document is what the rows about a document need to know of it.
type document struct {
	id, article, source, lang string
	level                     Level
	key                       []byte // given by its text, see [textKey]
	addresses                 []string
}

// textKey is a key that whoever has the text has, and nobody else: IDs made of
// places in a text are made anew with it, so that trying all places needs the text
// itself. It is no secret to be kept, and the same dataset gives the same IDs. It is
// not the digest of the text that packages hold.
func textKey(title, text string) []byte {
	h := sha256.New()
	h.Write([]byte("framewatch export\xff" + title + "\xff" + text))
	return h.Sum(nil)
}

func keyed(key []byte, s string) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(s))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// readDocuments collects the documents that may leave and at which level.
func (p *planner) readDocuments(ctx context.Context) error {
	gone, err := erased.Load(p.ds.StateDir())
	if err != nil {
		return err
	}
	all := sha256.New()
	counts := map[string]int64{}
	for d, err := range store.Scan[store.DocumentRow](ctx, p.ds) {
		if err != nil {
			return err
		}
		key := textKey(d.Title, d.Text)
		id := corpus.DocID(d.DocID)
		p.keys = append(p.keys, key)
		why := ""
		switch {
		case gone.Document(id) || gone.URL(d.URL):
			why = "the article was erased"
		case gone.IsMasked(id):
			why = "a person was masked in it, and its page names the person"
		}
		if why != "" {
			counts[why]++
			for _, a := range addressesOf(d) { // which other tables have, too
				p.hidden[a] = true
			}
			continue
		}
		doc := &document{id: d.DocID, article: d.ArticleID, source: d.SourceID, lang: d.Lang, key: key, level: p.opt.Level}
		doc.addresses = addressesOf(d)
		p.docs[d.DocID] = doc
		if l, why := p.wishes.of(doc); l > doc.level {
			doc.level = l
			p.fallen[why]++
		}
		p.wishes.count(d.SourceID)
		p.plan.Documents = append(p.plan.Documents, d.DocID)
		p.plan.Demo = p.plan.Demo || p.demo[d.SourceID]
	}
	slices.Sort(p.plan.Documents)
	slices.SortFunc(p.keys, slices.Compare)
	for _, k := range p.keys {
		all.Write(k)
	}
	p.key = all.Sum(nil)
	p.keys = nil
	for _, why := range sortedKeys(counts) {
		p.withhold("document", "documents", why, counts[why])
	}
	return nil
}

func addressesOf(d store.DocumentRow) []string {
	var out []string
	for _, a := range []string{d.URL, d.FinalURL, d.CanonicalURL, d.OriginalURL} {
		if a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}
