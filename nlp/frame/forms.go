package frame

import "fmt"

// Text is a text by language (BCP 47). A plain string in its place is English.
type Text map[string]string

// ShortForm is what may stand in YAML in place of languages.
func (Text) ShortForm() any { return "" }

// UnmarshalYAML reads both forms.
func (t *Text) UnmarshalYAML(decode func(any) error) error {
	var plain string
	if decode(&plain) == nil {
		*t = Text{"en": plain}
		return nil
	}
	return full(decode, (*map[string]string)(t))
}

// Lists are texts by language. A plain list in their place leaves the languages
// open.
type Lists map[string][]string

// open is the language of a plain list: each text's own is found.
const open = "und"

// ShortForm is what may stand in YAML in place of languages.
func (Lists) ShortForm() any { return []string(nil) }

// UnmarshalYAML reads both forms.
func (l *Lists) UnmarshalYAML(decode func(any) error) error {
	var plain []string
	if decode(&plain) == nil {
		*l = Lists{open: plain}
		return nil
	}
	return full(decode, (*map[string][]string)(l))
}

func full(decode func(any) error, into any) error {
	if err := decode(into); err != nil {
		return fmt.Errorf("read by language: %w", err)
	}
	return nil
}
