package config

import (
	"fmt"
	"io"
	"path"

	"framewatch/configs"
	"framewatch/nlp/claim"
	"framewatch/nlp/frame"
	"framewatch/nlp/link"
)

// SchemaNames lists the files that [WriteJSONSchema] describes.
func SchemaNames() []string {
	return []string{"settings", "sources", "codebook", "gazetteer", "register", "blocs", "events", "corrections"}
}

// SchemaPath is where the schema of a file lies under configs/.
func SchemaPath(name string) string { return path.Join("schema", name+".schema.json") }

// WriteJSONSchema writes the JSON Schema (2020-12) of one kind of file.
func WriteJSONSchema(w io.Writer, name string) error {
	data, err := configs.FS.ReadFile(SchemaPath(name))
	if err != nil {
		return fmt.Errorf("no schema %q", name)
	}
	_, err = w.Write(data)
	return err
}

// SchemaTypes are the Go types that decode the files, by name.
func SchemaTypes() map[string]any {
	return map[string]any{"settings": &Config{}, "sources": &SourceList{}, "codebook": &frame.File{},
		"gazetteer": &link.Gazetteer{}, "register": &claim.File{}, "blocs": &BlocFile{}, "events": &EventFile{}, "corrections": &CorrectionFile{}}
}
