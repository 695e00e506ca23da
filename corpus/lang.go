package corpus

import "strings"

// BaseLang is the language of a BCP 47 tag, without script and region: zh for
// zh-Hant-TW, empty for an empty tag.
func BaseLang(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return base
}
