package streams

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"framewatch/corpus"
	"framewatch/nlp"
	"framewatch/store"
)

// KeyOf is a digest of what a thing is made from.
func KeyOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil { // cannot happen for these plain types
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// ReadKey names a page and the rules by which it is read: all that extraction looks at.
func ReadKey(rules string, c corpus.Capture) string {
	return KeyOf([]any{rules, c.Source, c.URL, c.FinalURL, c.ContentType, c.Status, micro(c.FetchedAt), c.BodySHA256})
}

func micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// AnnotationRules names the rules of annotation with all lists.
func AnnotationRules(recipe []nlp.Ingredient) string { return KeyOf(recipe) }

// AnnotationKey names a document and the rules by which it is annotated: all that
// annotation looks at.
func AnnotationKey(rules string, d *corpus.Document) string {
	return KeyOf([]any{rules, d.ID, d.Title, corpus.SHA256([]byte(d.Text)), d.Published.String(), d.Published.Precision, d.Lang, d.Langs})
}

// AnnotationOf makes rows of what was found in a document, which belong to no run yet.
func AnnotationOf(d corpus.Document, notes *corpus.Annotations, targets []corpus.Target) *Annotation {
	rows := store.RowsOf(d, *notes, "")
	out := &Annotation{FoundLang: notes.Lang, Sentences: rows.Sentences, Mentions: rows.Mentions, Frames: rows.Frames, Quotes: rows.Quotes,
		Clauses: rows.Clauses, Claims: rows.Claims, Stances: rows.Stances, Terms: rows.Terms, Codes: store.DocumentFramesOf(d, *notes, "")}
	for _, t := range targets {
		out.Targets = append(out.Targets, store.DocumentTargetOf(d, nlp.TargetUse(notes, t), ""))
	}
	for _, l := range notes.Langs {
		out.FoundLangs = append(out.FoundLangs, store.LangShare{Lang: l.Lang, Share: l.Share})
	}
	for _, u := range notes.Unmade {
		out.NotCoded = append(out.NotCoded, Unmade(u))
	}
	for _, t := range notes.Tokens {
		if t.Word {
			out.NTokens++
		}
	}
	out.MachineTranslated = machineTranslated(&d, notes)
	return out
}

// mtShare is the least share of letters that makes a page bilingual.
const mtShare = 0.2

// machineTranslated holds where a page has two languages and names the target
// wrongly: nobody who writes about a body gets its name wrong in half a dozen
// ways, a translation engine does.
func machineTranslated(d *corpus.Document, notes *corpus.Annotations) bool {
	langs, bilingual := d.Langs, 0
	if notes.Lang != "" {
		langs = notes.Langs
	}
	for _, l := range langs {
		if l.Share >= mtShare {
			bilingual++
		}
	}
	for _, m := range notes.Mentions {
		if bilingual > 1 && m.Variant == corpus.VariantMistranslation {
			return true
		}
	}
	return false
}

// Place puts the rows into a run and a month.
func (a *Annotation) Place(run corpus.RunID, month string) {
	r := string(run)
	for i := range a.Sentences {
		a.Sentences[i].RunID, a.Sentences[i].Month = r, month
	}
	for i := range a.Mentions {
		a.Mentions[i].RunID, a.Mentions[i].Month = r, month
	}
	for i := range a.Frames {
		a.Frames[i].RunID, a.Frames[i].Month = r, month
	}
	for i := range a.Codes {
		a.Codes[i].RunID, a.Codes[i].Month = r, month
	}
	for i := range a.Quotes {
		a.Quotes[i].RunID, a.Quotes[i].Month = r, month
	}
	for i := range a.Clauses {
		a.Clauses[i].RunID, a.Clauses[i].Month = r, month
	}
	for i := range a.Claims {
		a.Claims[i].RunID, a.Claims[i].Month = r, month
	}
	for i := range a.Stances {
		a.Stances[i].RunID, a.Stances[i].Month = r, month
	}
	for i := range a.Targets {
		a.Targets[i].RunID, a.Targets[i].Month = r, month
	}
	for i := range a.Terms {
		a.Terms[i].RunID, a.Terms[i].Month = r, month
	}
}
