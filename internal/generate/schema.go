package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/invopop/jsonschema"

	"framewatch/configs"
	"framewatch/internal/config"
)

// buildJSONSchema makes a schema from the Go types that decode the file, with
// the comments of their fields, which are read from the source tree at root.
func buildJSONSchema(w io.Writer, name, root string) error {
	r := &jsonschema.Reflector{FieldNameTag: "yaml", Anonymous: true, RequiredFromJSONSchemaTags: true, Mapper: schemaOf,
		// Every stage has a type Config: the package tells them apart.
		Namer: func(t reflect.Type) string {
			if t.Name() == "" {
				return ""
			}
			return path.Base(t.PkgPath()) + "." + t.Name()
		}}
	for _, folder := range []string{"internal/config", "crawl", "crawl/listing", "crawl/render", "extract", "nlp", "compare", "report", "internal/schedule", "internal/notify", "internal/share"} {
		if err := r.AddGoComments("framewatch", path.Join(root, folder)); err != nil {
			return fmt.Errorf("read comments of %s: %w", folder, err)
		}
	}
	s := r.Reflect(config.SchemaTypes()[name])
	s.Title = "Framewatch " + name
	if err := apply(s, name); err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		return fmt.Errorf("write schema: %w", err)
	}
	return nil
}

// schemaOf describes what people write otherwise than Go's types have it.
func schemaOf(t reflect.Type) *jsonschema.Schema {
	if short := config.ShortForm(t); short != nil {
		one := &jsonschema.Schema{OneOf: []*jsonschema.Schema{plainSchema(short), wholeSchema(t)}}
		if t == reflect.TypeFor[config.Address]() {
			one.OneOf[0].Pattern = urlPattern
		}
		return one
	}
	if t != reflect.TypeFor[time.Duration]() {
		return nil
	}
	// By itself it would be a number of nanoseconds.
	return &jsonschema.Schema{Type: "string", Pattern: `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`,
		Description: "a number with a unit, such as 500ms, 2s or 1h"}
}

// wholeSchema describes the long form of what has a short one, through a type without
// methods.
func wholeSchema(t reflect.Type) *jsonschema.Schema {
	if t.Kind() == reflect.Map {
		return plainSchema(reflect.MapOf(t.Key(), t.Elem()))
	}
	fields := make([]reflect.StructField, t.NumField())
	for i := range fields {
		fields[i] = t.Field(i)
	}
	r := &jsonschema.Reflector{FieldNameTag: "yaml", Anonymous: true, ExpandedStruct: true, RequiredFromJSONSchemaTags: true}
	s := r.ReflectFromType(reflect.StructOf(fields))
	s.Version = "" // of a file, not of a part
	return s
}

// plainSchema describes text, lists and tables of them.
func plainSchema(t reflect.Type) *jsonschema.Schema {
	switch t.Kind() {
	case reflect.Map:
		return &jsonschema.Schema{Type: "object", AdditionalProperties: plainSchema(t.Elem())}
	case reflect.Slice:
		return &jsonschema.Schema{Type: "array", Items: plainSchema(t.Elem())}
	default:
		return &jsonschema.Schema{Type: "string"}
	}
}

// writeReference writes the reference of all settings in Markdown, from the
// schema: docs/config.md is its output.
func writeReference(w io.Writer) error {
	data, err := configs.FS.ReadFile(config.SchemaPath("settings"))
	if err != nil {
		return err
	}
	var schema jsonschema.Schema
	if err := json.Unmarshal(data, &schema); err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	var b strings.Builder
	b.WriteString(referenceIntro)
	for _, s := range config.Defaults() {
		value, err := json.Marshal(s.Value)
		if d, ok := s.Value.(time.Duration); ok {
			value, err = json.Marshal(d.String())
		}
		if err != nil {
			return err
		}
		text := strings.Join(strings.Fields(description(&schema, s.Key)), " ")
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", s.Key, strings.ReplaceAll(string(value), "|", `\|`), strings.ReplaceAll(text, "|", `\|`))
	}
	_, err = io.WriteString(w, b.String())
	return err
}

const referenceIntro = `# Settings

<!-- Generated from the Go types by make generate; do not edit. -->

Every setting of a settings file (` + "`framewatch.yaml`" + `), with its default. A flag comes before the
environment (` + "`FRAMEWATCH_CRAWL_WORKERS`" + ` sets ` + "`crawl.workers`" + `; no lists), the environment before the file.
Paths begin where the file lies, that of ` + "`data`" + ` too; what ` + "`--data`" + ` and ` + "`FRAMEWATCH_DATA`" + ` name begins in the working
folder. ` + "`builtin:`" + ` names a file that the binary carries. A variable of the environment that looks like a setting
and is none is warned of. Defaults that are about the first target (sources, codebooks, registers, blocs, events,
compare.contrasts) hold only where ` + "`annotate.targets`" + ` is left out or names it.

| setting | default | meaning |
|---|---|---|
`

// description follows a setting's key through the schema's definitions.
func description(root *jsonschema.Schema, key string) string {
	s := resolve(root, root)
	for _, step := range strings.Split(key, ".") {
		if s == nil || s.Properties == nil {
			return ""
		}
		next, ok := s.Properties.Get(step)
		if !ok {
			return ""
		}
		if next.Ref == "" {
			s = next
			continue
		}
		s = resolve(root, next)
	}
	if s == nil {
		return ""
	}
	return s.Description
}

func resolve(root, s *jsonschema.Schema) *jsonschema.Schema {
	if name, ok := strings.CutPrefix(s.Ref, "#/$defs/"); ok {
		return root.Definitions[name]
	}
	return s
}
