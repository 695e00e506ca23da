// Package gomoji stands in for github.com/forPelevin/gomoji, whose table of all
// emoji takes 1 MB in every command (docs/decisions/0020-start-up.md).
// go-trafilatura cleans names of authors with it, which are not asked of it here.
package gomoji

// RemoveEmojis returns s as it is.
func RemoveEmojis(s string) string { return s }
