package urlid

import "strings"

// Most links of a page are plain: a path of harmless characters on the page's
// own host. For them the standard's result is a concatenation, and a page's
// links cost a tenth of what the parser takes. Whatever is not plainly plain
// goes to the parser; a test holds the two against one another.

// The classes of a byte in a plain link.
const (
	inPath  = 1 << iota // stands for itself in a path
	inQuery             // stands for itself in a query
)

var class = classes()

func classes() (t [256]uint8) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_~./!$&()*+,;=:@") {
		t[c] = inPath | inQuery
	}
	t['?'] = inQuery
	return t
}

// plain resolves ref without the parser; ok is false when that is not safe.
func (b *Base) plain(ref string) (abs string, ok bool) {
	if h := strings.IndexByte(ref, '#'); h >= 0 {
		ref = ref[:h]
	}
	if ref == "" {
		return b.origin + b.path + b.query, true
	}
	// Absolute on the same origin: go on with what follows the host.
	if rest, found := strings.CutPrefix(ref, b.origin); found && strings.HasPrefix(rest, "/") {
		return b.join("", rest)
	}
	switch ref[0] {
	case '.':
		return "", false
	case '?':
		return b.join(b.path, ref)
	case '/':
		if strings.HasPrefix(ref, "//") {
			return "", false
		}
		return b.join("", ref)
	}
	// A colon before the first slash may be a scheme.
	for i := 0; i < len(ref) && ref[i] != '/' && ref[i] != '?'; i++ {
		if ref[i] == ':' {
			return "", false
		}
	}
	return b.join(b.path[:strings.LastIndexByte(b.path, '/')+1], ref)
}

// join checks ref and puts it behind dir on the base's origin.
func (b *Base) join(dir, ref string) (string, bool) {
	want := uint8(inPath)
	for i := 0; i < len(ref); i++ {
		if ref[i] == '?' && want == inPath {
			want = inQuery
			continue
		}
		if class[ref[i]]&want == 0 {
			return "", false
		}
		// A segment of dots is for the parser.
		if ref[i] == '.' && want == inPath && i > 0 && ref[i-1] == '/' {
			return "", false
		}
	}
	return b.origin + dir + ref, true
}
