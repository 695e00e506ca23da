package datapackage

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"strings"
	"time"

	"framewatch/internal/export"
	"framewatch/store/table"
)

// CroissantFile is the description for those who learn from data.
const CroissantFile = "croissant.json"

// croissantContext is the context of Croissant 1.1 as its specification has it.
const croissantContext = `{"@language":"en","@vocab":"https://schema.org/","arrayShape":"cr:arrayShape","citeAs":"cr:citeAs","column":"cr:column",` +
	`"conformsTo":"dct:conformsTo","containedIn":"cr:containedIn","cr":"http://mlcommons.org/croissant/","data":{"@id":"cr:data","@type":"@json"},` +
	`"dataType":{"@id":"cr:dataType","@type":"@vocab"},"dct":"http://purl.org/dc/terms/","description":{"@container":"@language"},` +
	`"equivalentProperty":"cr:equivalentProperty","examples":{"@id":"cr:examples","@type":"@json"},"extract":"cr:extract","field":"cr:field",` +
	`"fileObject":"cr:fileObject","fileProperty":"cr:fileProperty","fileSet":"cr:fileSet","format":"cr:format","includes":"cr:includes",` +
	`"isArray":"cr:isArray","isLiveDataset":"cr:isLiveDataset","jsonPath":"cr:jsonPath","key":"cr:key","md5":"cr:md5","name":{"@container":"@language"},` +
	`"parentField":"cr:parentField","path":"cr:path","rai":"http://mlcommons.org/croissant/RAI/","recordSet":"cr:recordSet","references":"cr:references",` +
	`"regex":"cr:regex","repeated":"cr:repeated","replace":"cr:replace","samplingRate":"cr:samplingRate","sc":"https://schema.org/",` +
	`"separator":"cr:separator","source":"cr:source","subField":"cr:subField","transform":"cr:transform"}`

// croissant is a dataset in Croissant 1.1, with the properties of its extension for
// responsible AI that can be said truly of every package.
type croissant struct {
	Context      json.RawMessage `json:"@context"`
	Type         string          `json:"@type"`
	ConformsTo   []string        `json:"conformsTo"`
	Name         string          `json:"name"`
	Description  string          `json:"description"`
	Version      string          `json:"version"`
	Published    string          `json:"datePublished"`
	Identifier   string          `json:"identifier,omitempty"`
	URL          string          `json:"url,omitempty"`
	License      string          `json:"license,omitempty"`
	CiteAs       string          `json:"citeAs"`
	Keywords     []string        `json:"keywords,omitempty"`
	Creator      []agent         `json:"creator,omitempty"`
	Publisher    *agent          `json:"publisher,omitempty"`
	Live         bool            `json:"isLiveDataset"`
	Collection   string          `json:"rai:dataCollection"`
	Limitations  string          `json:"rai:dataLimitations"`
	Sensitive    string          `json:"rai:personalSensitiveInformation"`
	Annotation   string          `json:"rai:dataAnnotationProtocol"`
	Distribution []fileObject    `json:"distribution"`
	RecordSets   []recordSet     `json:"recordSet"`
}

type agent struct {
	Type        string `json:"@type"`
	Name        string `json:"name"`
	URL         string `json:"url,omitempty"`
	Affiliation string `json:"description,omitempty"`
}

type fileObject struct {
	Type     string `json:"@type"`
	ID       string `json:"@id"`
	Name     string `json:"name"`
	URL      string `json:"contentUrl"`
	Size     string `json:"contentSize"`
	Encoding string `json:"encodingFormat"`
	SHA256   string `json:"sha256"`
}

type recordSet struct {
	Type        string           `json:"@type"`
	ID          string           `json:"@id"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	Key         []reference      `json:"key,omitempty"`
	Fields      []croissantField `json:"field"`
}

type reference struct {
	ID string `json:"@id"`
}

type croissantField struct {
	Type        string           `json:"@type"`
	ID          string           `json:"@id"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	DataType    string           `json:"dataType,omitempty"`
	Repeated    bool             `json:"repeated,omitempty"`
	Source      *fieldSource     `json:"source,omitempty"`
	Sub         []croissantField `json:"subField,omitempty"`
}

type fieldSource struct {
	File      reference  `json:"fileObject"`
	Extract   extraction `json:"extract"`
	Transform *transform `json:"transform,omitempty"`
}

type extraction struct {
	Column string `json:"column"`
}

type transform struct {
	JSONPath string `json:"jsonPath"`
}

const (
	rulesCoded = "Frames are coded by the rules of the codebooks in codebooks/ and, where one is trained, by the coder whose card stands beside; " +
		"meta/validation.csv has agreement and errors by language where hand codes were given."
	collected = "News and think-tank pages fetched by framewatch from a source list, under robots.txt, and read by its extractor; " +
		"copies and translations are grouped by story. meta/run.json names the run."
	sensitive = "Names of people in public reporting. Private persons are pseudonyms below level L0; coders are pseudonyms always."
)

// croissant describes the package.
func (b *build) croissant() *croissant {
	a := b.opt.About
	c := &croissant{
		Context: json.RawMessage(croissantContext), Type: "sc:Dataset",
		ConformsTo: []string{"http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"},
		Name:       b.title(), Description: b.description(), Version: b.semantic(), Published: b.created()[:len("2006-01-02")], Identifier: a.DOIAddress(), URL: a.DOIAddress(),
		CiteAs: b.citation(), Keywords: a.Keywords, License: a.LicenceAddress(), Collection: collected, Annotation: rulesCoded, Sensitive: sensitive,
		Limitations: b.plan.Level.Meaning() + " " + b.withheldLine(),
	}
	if c.URL == "" {
		c.URL = a.Homepage
	}
	if c.License == "" {
		c.License = a.Licence
	}
	for _, p := range a.Creators {
		kind := "sc:Organization"
		if p.Person() {
			kind = "sc:Person"
		}
		c.Creator = append(c.Creator, agent{Type: kind, Name: p.Shown(), URL: p.ORCIDAddress(), Affiliation: p.Affiliation})
	}
	if a.Publisher != "" {
		c.Publisher = &agent{Type: "sc:Organization", Name: a.Publisher}
	}
	for _, name := range b.stage.names() {
		p := b.stage.parts[name]
		c.Distribution = append(c.Distribution, fileObject{"cr:FileObject", name, name, name, fmt.Sprintf("%d B", p.size), mediaType(name), p.sha256})
	}
	for _, w := range b.tables {
		if w.forms.parquet {
			c.RecordSets = append(c.RecordSets, records(w))
		}
	}
	return c
}

// records describes the rows of a table as its Parquet file has them, where nulls and
// lists are what they are.
func records(w *written) recordSet {
	r := recordSet{Type: "cr:RecordSet", ID: w.Name, Name: w.Name, Description: w.Description}
	for _, f := range w.Fields {
		id := w.Name + "/" + f.Name
		if f.Key && !f.Null {
			r.Key = append(r.Key, reference{id})
		}
		field := croissantField{Type: "cr:Field", ID: id, Name: f.Name, Description: f.Description,
			Source: &fieldSource{File: reference{w.parquetPath()}, Extract: extraction{f.Name}}}
		field.DataType, field.Repeated = croissantType(f.Go)
		if field.Repeated && f.Go.Elem().Kind() == reflect.Struct && field.DataType == "" {
			field.Sub, field.Source = subFields(w, f), nil
		}
		r.Fields = append(r.Fields, field)
	}
	return r
}

// subFields describes the parts of a list of structs.
func subFields(w *written, f export.Field) []croissantField {
	columns, err := table.ColumnsOf(f.Go.Elem())
	if err != nil {
		return nil // cannot be: the same columns have been written
	}
	var out []croissantField
	for _, c := range columns {
		kind, _ := croissantType(f.Go.Elem().Field(c.Index).Type)
		out = append(out, croissantField{Type: "cr:Field", ID: w.Name + "/" + f.Name + "/" + c.Name, Name: c.Name, Description: c.Name, DataType: kind, Repeated: true,
			Source: &fieldSource{File: reference{w.parquetPath()}, Extract: extraction{f.Name}, Transform: &transform{c.Name}}})
	}
	return out
}

// croissantType is the data type of a column, empty for structs, and whether a row
// has many values of it.
func croissantType(t reflect.Type) (kind string, repeated bool) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Slice {
		kind, _ = croissantType(t.Elem())
		return kind, true
	}
	switch t.Kind() {
	case reflect.String:
		return "sc:Text", false
	case reflect.Int64:
		return "cr:Int64", false
	case reflect.Float64:
		return "cr:Float64", false
	case reflect.Bool:
		return "sc:Boolean", false
	default:
		if t == reflect.TypeFor[time.Time]() {
			return "sc:DateTime", false
		}
		return "", false
	}
}

// mediaType is that of a file, without what the machine's own tables say.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".csv":
		return "text/csv"
	case ".parquet":
		return "application/x-parquet"
	case ".md":
		return "text/markdown"
	case ".yaml", ".cff":
		return "application/yaml"
	case ".json":
		return "application/json"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/plain"
}

// withheldLine sums up what was withheld.
func (b *build) withheldLine() string {
	if len(b.plan.Withheld) == 0 {
		return "Nothing was withheld beyond the level."
	}
	var kinds []string
	counts := map[string]int64{}
	for _, w := range b.plan.Withheld {
		if _, ok := counts[w.Kind]; !ok {
			kinds = append(kinds, w.Kind)
		}
		counts[w.Kind] += w.Count
	}
	for i, k := range kinds {
		kinds[i] = fmt.Sprintf("%s: %d", k, counts[k])
	}
	return "Withheld (meta/withheld.csv has the reasons): " + strings.Join(kinds, ", ") + "."
}
