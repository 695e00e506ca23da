package variants

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"framewatch/corpus"
	"framewatch/nlp/codes"
)

// vocabulary maps the words of a line to vocabularies: SKOS and its extension for
// labels, Dublin Core terms, schema.org for the days, and terms of our own where
// none of them has one.
const vocabulary = `{"skos":"http://www.w3.org/2004/02/skos/core#","skosxl":"http://www.w3.org/2008/05/skos-xl#","dcterms":"http://purl.org/dc/terms/","schema":"https://schema.org/","xsd":"http://www.w3.org/2001/XMLSchema#","fw":"urn:framewatch:term:",` +
	`"literalForm":"skosxl:literalForm","prefLabel":{"@id":"skosxl:prefLabel","@type":"@id"},"altLabel":{"@id":"skosxl:altLabel","@type":"@id"},"hiddenLabel":{"@id":"skosxl:hiddenLabel","@type":"@id"},` +
	`"title":{"@id":"fw:title","@type":"@id"},"office":{"@id":"fw:office","@type":"@id"},"inScheme":{"@id":"skos:inScheme","@type":"@id"},"isPartOf":{"@id":"dcterms:isPartOf","@type":"@id"},` +
	`"source":{"@id":"dcterms:source","@type":"@id"},"name":"dcterms:title","made":{"@id":"dcterms:created","@type":"xsd:dateTime"},"from":"dcterms:provenance","label":"fw:label","kind":"fw:kind","country":"fw:country","variant":"fw:variant",` +
	`"listed":"fw:listed","invented":"fw:invented","articles":"fw:articles","mentions":"fw:mentions","undated":"fw:undatedArticles",` +
	`"firstSeen":{"@id":"fw:firstSeen","@type":"xsd:date"},"lastSeen":{"@id":"fw:lastSeen","@type":"xsd:date"},"holds":"fw:holds","startDate":{"@id":"schema:startDate","@type":"xsd:date"},"endDate":{"@id":"schema:endDate","@type":"xsd:date"}}`

// Prefixes of what has no address of its own.
const (
	urnEntity  = "urn:framewatch:entity:"
	urnForm    = "urn:framewatch:form:"
	urnDataset = "urn:framewatch:dataset:"
)

type schemeLine struct {
	ID       string `json:"@id"`
	Type     string `json:"@type"`
	Name     string `json:"name"`
	From     string `json:"from"`
	Made     string `json:"made"`
	Invented bool   `json:"invented,omitempty"`
}

type entityLine struct {
	ID       string       `json:"@id"`
	Type     string       `json:"@type"`
	InScheme string       `json:"inScheme"`
	Name     string       `json:"name"`
	Label    string       `json:"label"`
	Kind     string       `json:"kind,omitempty"`
	Country  string       `json:"country,omitempty"`
	IsPartOf string       `json:"isPartOf,omitempty"`
	Source   string       `json:"source,omitempty"`
	From     string       `json:"from"`
	Pref     []string     `json:"prefLabel,omitempty"`
	Alt      []string     `json:"altLabel,omitempty"`
	Hidden   []string     `json:"hiddenLabel,omitempty"`
	Title    []string     `json:"title,omitempty"`
	Holds    []officeHeld `json:"holds,omitempty"`
}

type officeHeld struct {
	Office string `json:"office"`
	From   string `json:"startDate,omitempty"`
	To     string `json:"endDate,omitempty"`
}

type formLine struct {
	ID       string  `json:"@id"`
	Type     string  `json:"@type"`
	Literal  literal `json:"literalForm"`
	Variant  string  `json:"variant"`
	Office   string  `json:"office,omitempty"` // of a title
	Listed   bool    `json:"listed"`
	Articles int     `json:"articles"`
	Mentions int     `json:"mentions"`
	Undated  int     `json:"undated,omitempty"`
	First    string  `json:"firstSeen,omitempty"`
	Last     string  `json:"lastSeen,omitempty"`
}

type literal struct {
	Value string `json:"@value"`
	Lang  string `json:"@language"`
}

// WriteJSONLD writes the register as one JSON-LD 1.1 document whose graph has a line
// for the dataset, one an entity and one a form. An entity has one preferred label a
// language at most, and no text is its label of two kinds (SKOS, S13 and S14).
func (r *Register) WriteJSONLD(w io.Writer) error {
	b := bufio.NewWriter(w)
	scheme := urnDataset + r.Dataset
	lines := []any{schemeLine{ID: scheme, Type: "skos:ConceptScheme", Name: "How texts write people and bodies", From: r.RunID, Made: r.Made.UTC().Format(time.RFC3339), Invented: r.Demo}}
	for i := range r.Entities {
		lines = append(lines, linesOf(&r.Entities[i], scheme)...)
	}
	_, err := fmt.Fprintf(b, "{\"@context\":%s,\n\"@graph\":[\n", vocabulary)
	for i, line := range lines {
		var data []byte
		if err == nil {
			data, err = encode(line)
		}
		if err == nil {
			if i > 0 {
				_, err = b.WriteString(",\n")
			}
			if err == nil {
				_, err = b.Write(data)
			}
		}
	}
	if err == nil {
		_, err = b.WriteString("\n]}\n")
	}
	if err == nil {
		err = b.Flush()
	}
	if err != nil {
		return fmt.Errorf("write names: %w", err)
	}
	return nil
}

// encode writes a value on one line, with <, > and & as they are.
func encode(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}

func linesOf(e *Entity, scheme string) []any {
	line := entityLine{ID: urnEntity + e.ID, Type: "skos:Concept", InScheme: scheme, Name: e.Name, Label: e.Label, Kind: e.Kind, Country: e.Country, Source: e.SourceURL, From: e.Gazetteer}
	if e.PartOf != "" {
		line.IsPartOf = urnEntity + e.PartOf
	}
	for _, o := range e.Offices {
		line.Holds = append(line.Holds, officeHeld{Office: urnEntity + o.ID, From: o.From, To: o.To})
	}
	forms := make([]any, 0, len(e.Forms))
	preferred := map[string]bool{}
	for _, f := range e.Forms {
		id := urnForm + f.id(e.ID)
		switch {
		case f.Title != "":
			line.Title = append(line.Title, id)
		case f.Variant == corpus.VariantOfficial && !preferred[f.Lang]:
			preferred[f.Lang] = true
			line.Pref = append(line.Pref, id)
		case f.Variant == corpus.VariantTypo || f.Variant == corpus.VariantMistranslation:
			line.Hidden = append(line.Hidden, id)
		default:
			line.Alt = append(line.Alt, id)
		}
		out := formLine{ID: id, Type: "skosxl:Label", Literal: literal{f.Text, f.Lang}, Variant: string(f.Variant), Listed: f.Listed,
			Articles: f.Articles, Mentions: f.Mentions, Undated: f.Undated, First: day(f.First), Last: day(f.Last)}
		if f.Title != "" {
			out.Office = urnEntity + f.Title
		}
		forms = append(forms, out)
	}
	return append([]any{line}, forms...)
}

// id is the same for the same form of an entity in every dataset.
func (f Form) id(entity string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{entity, f.Title, f.Lang, f.Text}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// columns are those of the CSV.
func columns() []string {
	return []string{"entity_id", "text", "lang", "variant", "title_of", "listed", "articles", "mentions", "undated_articles", "first_seen", "last_seen", "form_id"}
}

// WriteCSV writes one row a form, with a heading; title_of is the office where the
// form is a title that stands beside a person's name. A cell that a spreadsheet
// program would compute is guarded.
func (r *Register) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	rows := [][]string{columns()}
	for _, e := range r.Entities {
		for _, f := range e.Forms {
			rows = append(rows, []string{e.ID, codes.Guarded(f.Text), f.Lang, string(f.Variant), f.Title, strconv.FormatBool(f.Listed),
				strconv.Itoa(f.Articles), strconv.Itoa(f.Mentions), strconv.Itoa(f.Undated), day(f.First), day(f.Last), f.id(e.ID)})
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write names: %w", err)
	}
	return nil
}
