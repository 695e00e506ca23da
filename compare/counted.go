package compare

import (
	"context"
	"fmt"
	"strings"

	"framewatch/corpus"
	"framewatch/store"
)

// Why a document does not count in comparisons: what documents.not_counted has.
// Where several hold the first one is told, so that [NotPaywalled] says that
// nothing else is in the way.
const (
	NotExcluded   = "excluded"   // an editor takes it for no article
	NotBlocked    = "blocked"    // a block, challenge or login page
	NotSuperseded = "superseded" // the article has a later version
	NotPaywalled  = "paywalled"  // a teaser
)

func flagsOf(excluded, blocked, paywalled bool) flags {
	var f flags
	if excluded {
		f |= flagExcluded
	}
	if blocked {
		f |= flagBlocked
	}
	if paywalled {
		f |= flagPaywalled
	}
	return f
}

// notCounted is the rule by which documents count; it is empty where one does.
func (f flags) notCounted() string {
	switch {
	case f&flagExcluded != 0:
		return NotExcluded
	case f&flagBlocked != 0:
		return NotBlocked
	case f&flagSuperseded != 0:
		return NotSuperseded
	case f&flagPaywalled != 0:
		return NotPaywalled
	}
	return ""
}

// NotCounted tells why a document does not count, by its row and whether the
// article has a later version; it is empty where it does.
func NotCounted(d *store.DocumentRow, superseded bool) string {
	f := flagsOf(d.Excluded != "", d.Blocked, d.Paywalled)
	if superseded {
		f |= flagSuperseded
	}
	return f.notCounted()
}

// Version is a document as a version of an article.
type Version struct {
	Article corpus.ArticleID
	Number  int64
	Doc     string
}

// VersionOf says of which article a document is a version. Rows of older versions
// have no article_id: theirs is that of the address, by which it once was made.
func VersionOf(doc, article, source, url string, number int64) Version {
	if article == "" {
		article = string(corpus.NewArticleID(corpus.SourceID(source), url))
	}
	return Version{corpus.ArticleID(article), number, doc}
}

// Supersedes reports whether v is the later of two versions of an article; of two
// with one number it is that of the greater ID.
func (v Version) Supersedes(old Version) bool {
	return v.Number > old.Number || v.Number == old.Number && v.Doc > old.Doc
}

// newest is the newest version of each article.
type newest map[corpus.ArticleID]Version

func (n newest) add(v Version) {
	if old, met := n[v.Article]; !met || v.Supersedes(old) {
		n[v.Article] = v
	}
}

func (n newest) has(v Version) bool { return n[v.Article].Doc == v.Doc }

// countedBatch is what decides whether documents count, and what their rows say.
type countedBatch struct {
	Doc        []string      `col:"doc_id"`
	Article    store.Symbols `col:"article_id"`
	Source     store.Symbols `col:"source_id"`
	URL        []string      `col:"url"`
	Version    []int64       `col:"version"`
	Paywalled  []bool        `col:"paywalled"`
	Blocked    []bool        `col:"blocked"`
	Excluded   store.Symbols `col:"excluded"`
	Counted    []bool        `col:"counted,later"`
	NotCounted store.Symbols `col:"not_counted"`
}

// Table names the table that ScanColumns reads.
func (countedBatch) Table() string { return store.DocumentRow{}.Table() }

// Uncounted tells why documents do not count, by ID, and lists the files of which
// a row says something else: a new version of an article, or a correction, changes
// what holds of a row that was written long before.
func Uncounted(ctx context.Context, ds *store.Dataset) (why map[string]string, wrong []store.File, err error) {
	type known struct {
		Version
		flags flags
		says  string
		file  int
	}
	const neither = "?" // of a row that says nothing, as those of older versions
	var docs []known
	last := newest{}
	files := ds.Files(store.DocumentRow{}.Table())
	for n, f := range files {
		for b, err := range store.ScanColumns[countedBatch](ctx, ds.Only(f)) {
			if err != nil {
				return nil, nil, fmt.Errorf("load documents: %w", err)
			}
			for i, id := range b.Doc {
				v := VersionOf(strings.Clone(id), b.Article.At(i), b.Source.At(i), b.URL[i], b.Version[i])
				last.add(v)
				says := b.NotCounted.At(i)
				if b.Counted[i] == (says != "") {
					says = neither
				}
				docs = append(docs, known{v, flagsOf(b.Excluded.At(i) != "", b.Blocked[i], b.Paywalled[i]), says, n})
			}
		}
	}
	why = map[string]string{}
	for _, d := range docs {
		if !last.has(d.Version) {
			d.flags |= flagSuperseded
		}
		reason := d.flags.notCounted()
		if reason != "" {
			why[d.Doc] = reason
		}
		if n := len(wrong); reason != d.says && (n == 0 || wrong[n-1].Path != files[d.file].Path) {
			wrong = append(wrong, files[d.file])
		}
	}
	return why, wrong, nil
}
