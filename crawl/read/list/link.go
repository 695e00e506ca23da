package list

import (
	"bytes"
	"strings"
)

// rank orders an entry's addresses, the best first.
type rank uint8

const (
	rankOrigin rank = iota
	rankLink
	rankOther // of another type than a page, or in another vocabulary than the list
	rankGUID
	rankAbout
	rankID    // a name that looks like an address, though it need not be one
	rankMedia // a sound or picture
	unranked
)

// identifier takes a guid for an address where it is one: by its scheme, its
// path or its own word. Numbers, hashes and tag: or urn: names are none.
func (r *feedReader) identifier() {
	text := trim(r.text)
	switch {
	case bytes.HasPrefix(text, []byte("http://")), bytes.HasPrefix(text, []byte("https://")):
	case r.last, bytes.ContainsAny(text, " \t\n:"):
		return
	case r.says, isPath(text), bytes.IndexByte(text, '/') >= 0:
	default:
		return
	}
	if r.last {
		r.candidate(text, rankID)
		return
	}
	r.candidate(text, rankGUID)
}

// isPath tells by its ending that a name is that of a page.
func isPath(text []byte) bool {
	i := bytes.LastIndexByte(text, '.')
	switch string(text[i+1:]) {
	case "html", "htm", "shtml", "php", "asp", "aspx", "jsp":
		return i > 0
	}
	return false
}

// href reads a link element that has its address in an attribute. ok is false
// when the element has none, and may have it as text.
func (r *feedReader) href(t token, v vocabulary) (loc []byte, k rank, ok bool) {
	k = rankLink
	rel := "alternate"
	for name, value := range attributes(t.attrs) {
		switch {
		case bytes.EqualFold(name, []byte("href")):
			loc, r.clean = unescape(nil, value)
			ok = true
		case bytes.EqualFold(name, []byte("rel")):
			rel = strings.ToLower(string(trim(value)))
		case bytes.EqualFold(name, []byte("type")):
			if media := strings.ToLower(string(value)); isMedia(media) {
				k = rankMedia
			} else if media != "" && !strings.Contains(media, "html") {
				k = rankOther
			}
		}
	}
	if v == atom && !r.atom && k == rankLink {
		k = rankOther
	}
	if rel = rel[strings.LastIndexByte(rel, '/')+1:]; rel != "" && !strings.HasPrefix(rel, "alternate") {
		loc, ok = nil, true // comments, the feed itself, a recording
	}
	return loc, k, ok
}

func isMedia(media string) bool {
	return strings.HasPrefix(media, "audio/") || strings.HasPrefix(media, "video/") || strings.HasPrefix(media, "image/")
}

// candidate takes an address unless a better one is known.
func (r *feedReader) candidate(written []byte, k rank) {
	if r.entities && !r.clean || k >= r.rank {
		return
	}
	loc := r.address(written, r.base())
	if loc == "" {
		return
	}
	if k < rankMedia && k != rankOrigin && isRecording(loc) {
		k = rankMedia
	}
	if k < r.rank {
		r.entry.Loc, r.rank = loc, k
	}
}

// isRecording tells by an address's ending that a sound, film or picture is
// behind it.
func isRecording(loc string) bool {
	path, _, _ := strings.Cut(loc, "?")
	if i := strings.LastIndexByte(path, '.'); i >= 0 && len(path)-i <= 5 {
		switch strings.ToLower(path[i+1:]) {
		case "mp3", "m4a", "ogg", "wav", "aac", "mp4", "m4v", "mov", "webm", "jpg", "jpeg", "png", "gif", "webp":
			return true
		}
	}
	return false
}
