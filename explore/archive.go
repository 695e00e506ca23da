package explore

import (
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"framewatch/explore/search"
)

// archivePolicy is that of a page of the web: whatever a browser takes its bytes
// for, it runs nothing and loads nothing.
const archivePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

// archive serves the page of a document as it was downloaded. Its bytes are
// foreign: they are plain text to the browser, in the character set in which they
// were read, and nothing that the page or its server says of them is repeated.
func (e *Explorer) archive(w http.ResponseWriter, r *http.Request) {
	d, err := e.document(r.Context(), r.PathValue("id"))
	if err != nil {
		e.fail(w, r, err)
		return
	}
	body, charset, err := e.archived(r, d)
	if err != nil {
		e.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mime.FormatMediaType("text/plain", map[string]string{"charset": charset}))
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": "page-" + plainKey(d.DocID) + ".txt"}))
	h.Set("Content-Security-Policy", archivePolicy)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // the reader may have gone
	}
}

// archived reads the page of a document out of its WARC record.
func (e *Explorer) archived(r *http.Request, d *search.Document) (body []byte, charset string, err error) {
	if d.WARCFile == "" || e.opt.Page == nil {
		return nil, "", problem{http.StatusNotFound, "The page of this document is not archived: it was imported without one, or no archive is kept."}
	}
	o, err := e.originOf(r.Context(), d)
	if err != nil {
		return nil, "", err
	}
	page, err := e.opt.Page(captureOf(o.Capture))
	if err != nil {
		e.log.Warn("archived page not read", "document", d.DocID, "error", err)
		return nil, "", problem{http.StatusNotFound, fmt.Sprintf("The archived page cannot be read. Its record should begin at byte %d of %s; framewatch dataset verify says what is wrong.", d.WARCOffset, d.WARCFile)}
	}
	return page.Body, charsetName(o.Capture.Charset), nil
}

// charsetName is the name of a character set as a header may have it; what is no
// such name becomes utf-8.
func charsetName(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_'
	}
	if s == "" || len(s) > 40 || strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return "utf-8"
	}
	return strings.ToLower(s)
}
