// Package langtag reads BCP 47 language tags as far as the layers of nlp need them:
// a tag such as zh-Hant-TW goes in, its language zh comes out.
package langtag

import "strings"

// Base is the language of a tag without script and region, empty for an empty tag.
func Base(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return base
}
