package refetch

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"framewatch/crawl/urlid"
	"framewatch/internal/datapackage"
)

// Bounds of what a package may ask for.
const (
	maxDocuments = 1 << 20
	maxHosts     = 1 << 13
	maxNames     = 512 << 20 // bytes of addresses and identifiers in all
)

// ErrNoAddresses is that a package names no documents that could be asked for.
var ErrNoAddresses = errors.New("the package names no documents: its level is one of aggregates, or their addresses were withheld")

// wanted is a document of the package.
type wanted struct {
	doc, source string
	url         string
	text, body  string // SHA-256; body is empty where it is not known
	published   string // as the package has it
	capture     string // row of table captures, which has the page's digest
}

// address is what is asked for once, with the documents that were read there.
type address struct {
	source, url string // url is normalised; empty where Problem is set
	problem     string
	docs        []wanted
}

// documents is the table of a package's documents, and columns are those that tell
// where each stands.
const documents = "documents"

func columns() []string {
	return []string{"doc_id", "source_id", "url", "text_sha256", "capture_id", "published_at"}
}

const captures = "captures"

// addresses reads what a package asks for: in the order of source and address.
func addresses(ctx context.Context, pkg *datapackage.Reader) ([]address, error) {
	t, there := pkg.Table(documents)
	if !there {
		return nil, ErrNoAddresses
	}
	if t.Schema != nil && !slices.ContainsFunc(t.Schema.Fields, func(f datapackage.SchemaField) bool { return f.Name == "url" }) {
		return nil, ErrNoAddresses
	}
	if err := pkg.Check(ctx, t); err != nil {
		return nil, err
	}
	var all []wanted
	names := 0
	for row, err := range pkg.Rows(ctx, t, columns()...) {
		if err != nil {
			return nil, err
		}
		w := wanted{doc: strings.Clone(row[0]), source: strings.Clone(row[1]), url: strings.Clone(row[2]),
			text: strings.ToLower(row[3]), capture: strings.Clone(row[4]), published: strings.Clone(row[5])}
		for _, s := range row {
			names += len(s)
		}
		if len(all) == maxDocuments || names > maxNames {
			return nil, fmt.Errorf("%w: it names more than %d documents, or their addresses have more than %d MiB", datapackage.ErrPackage, maxDocuments, maxNames>>20)
		}
		all = append(all, w)
	}
	if err := pages(ctx, pkg, all); err != nil {
		return nil, err
	}
	return grouped(all)
}

// pages finds the digests of the pages from which documents were read, where the
// package has them.
func pages(ctx context.Context, pkg *datapackage.Reader, all []wanted) error {
	t, there := pkg.Table(captures)
	if !there {
		return nil
	}
	if err := pkg.Check(ctx, t); err != nil {
		return err
	}
	of := map[string][]int{}
	for i := range all {
		of[all[i].capture] = append(of[all[i].capture], i)
	}
	for row, err := range pkg.Rows(ctx, t, "capture_id", "body_sha256") {
		if err != nil {
			return err
		}
		for _, i := range of[row[0]] {
			all[i].body = strings.ToLower(row[1])
		}
	}
	return nil
}

// grouped brings the documents of one address together: the versions of an article.
func grouped(all []wanted) ([]address, error) {
	slices.SortStableFunc(all, func(a, b wanted) int {
		return cmp.Or(strings.Compare(a.source, b.source), strings.Compare(a.url, b.url), strings.Compare(a.doc, b.doc))
	})
	var out []address
	hosts := map[string]bool{}
	for i := range all {
		w := &all[i]
		if n := len(out); n > 0 && out[n-1].source == w.source && out[n-1].docs[0].url == w.url {
			if last := out[n-1].docs; last[len(last)-1].doc == w.doc {
				return nil, fmt.Errorf("%w: document %.80q stands in it twice", datapackage.ErrPackage, w.doc)
			}
			out[n-1].docs = append(out[n-1].docs, *w)
			continue
		}
		a := address{source: w.source, docs: all[i : i+1 : i+1]}
		switch url, err := urlid.Normalise(w.url, ""); {
		case w.url == "":
			a.problem = "the package withholds the address"
		case err != nil:
			a.problem = "address: " + err.Error()
		default:
			a.url = url
			_, host, _ := urlid.Split(url)
			hosts[host] = true
		}
		out = append(out, a)
	}
	if len(hosts) > maxHosts {
		return nil, fmt.Errorf("%w: it names %d hosts, and %d may be asked", datapackage.ErrPackage, len(hosts), maxHosts)
	}
	return out, nil
}

// digest reports whether s is a SHA-256 in hexadecimal digits.
func digest(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32
}
