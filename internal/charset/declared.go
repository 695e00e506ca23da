package charset

import (
	"bytes"
	"mime"
	"strings"
)

// maxTag bounds how far a meta element's end is looked for.
const maxTag = 1024

// labelBytes are what a label is made of.
const labelBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:.+"

// headerCharset is the charset parameter of a Content-Type header. Servers
// send malformed parameters, so a plain search follows a failed parse.
func headerCharset(contentType string) string {
	if contentType == "" {
		return ""
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return strings.TrimSpace(params["charset"])
	}
	return string(charsetIn([]byte(contentType)))
}

// metaCharsets lists the character sets that the page names for itself, in
// page order: an XML declaration, then every meta element wherever it stands.
func metaCharsets(body []byte) []string {
	var out []string
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); bytes.HasPrefix(trimmed, []byte("<?xml")) {
		decl := trimmed[:min(len(trimmed), maxTag)]
		if end := bytes.Index(decl, []byte("?>")); end > 0 {
			if v := valueAfter(decl[:end], "encoding"); v != nil {
				out = append(out, string(v))
			}
		}
	}
	rest, ends := body, true
	for len(out) < 8 {
		i := indexTag(rest, "<meta", &ends)
		if i < 0 {
			break
		}
		rest = rest[i+len("<meta"):]
		tag := rest[:min(len(rest), maxTag)]
		if end := bytes.IndexByte(tag, '>'); end >= 0 {
			tag = tag[:end]
		}
		if v := charsetIn(tag); v != nil {
			out = append(out, string(v))
		}
	}
	return out
}

// indexTag finds an opening such as "<meta" in any case, outside of comments.
// ends says whether comments end; when one does not, it is set to false, so that
// its end is looked for once in a body.
func indexTag(b []byte, tag string, ends *bool) int {
	for from := 0; ; {
		i := bytes.IndexByte(b[from:], '<')
		if i < 0 || from+i+len(tag) > len(b) {
			return -1
		}
		from += i
		if bytes.EqualFold(b[from:from+len(tag)], []byte(tag)) {
			return from
		}
		if *ends && bytes.HasPrefix(b[from:], []byte("<!--")) {
			end := bytes.Index(b[from:], []byte("-->"))
			if *ends = end >= 0; *ends {
				from += end
			}
		}
		from++
	}
}

func charsetIn(b []byte) []byte { return valueAfter(b, "charset") }

// valueAfter reads the value of name=value, with or without quotes, in a few
// bytes of markup; nil when there is none.
func valueAfter(b []byte, name string) []byte {
	i := 0
	for ; ; i++ {
		if i+len(name) > len(b) {
			return nil
		}
		if bytes.EqualFold(b[i:i+len(name)], []byte(name)) {
			break
		}
	}
	v := bytes.TrimLeft(b[i+len(name):], " \t\r\n")
	if len(v) == 0 || v[0] != '=' {
		return nil
	}
	v = bytes.TrimLeft(v[1:], " \t\r\n\"'")
	end := bytes.IndexFunc(v, func(r rune) bool { return !strings.ContainsRune(labelBytes, r) })
	if end >= 0 {
		v = v[:end]
	}
	if len(v) == 0 {
		return nil
	}
	return v
}
