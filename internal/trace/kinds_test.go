package trace_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/coding"
	"framewatch/internal/trace"
	"framewatch/store"
)

// TestEveryKindOfIDEndsAtBytes follows an ID of each kind in an English and a Chinese
// document, in full and by its beginning.
func TestEveryKindOfIDEndsAtBytes(t *testing.T) {
	d := demo(t)
	for _, lang := range []string{"en", "zh"} {
		w := d.hitIn(t, lang)
		ids := map[string]string{"hit": w.hit.HitID, "clause": w.clause.ClauseID, "sentence": w.sentence.SentenceID, "document": w.doc.DocID, "article": w.doc.ArticleID}
		in := map[string]bool{}
		rows(t, d.ds, func(r store.DocumentRow) bool { in[r.DocID] = strings.HasPrefix(r.Lang, lang); return false })
		rows(t, d.ds, func(r store.MentionRow) bool {
			if in[r.DocID] && r.EntityID != "" {
				ids["mention"] = r.MentionID
			}
			return false
		})
		for _, r := range rows(t, d.ds, func(r store.QuoteRow) bool { return in[r.DocID] }) {
			ids["quote "+r.Type+fmt.Sprint(len(r.Content) > 1, len(r.Source) > 0)] = r.QuoteID
		}
		rows(t, d.ds, func(r store.ClaimRow) bool {
			if in[r.DocID] {
				ids["claim"] = r.ClaimID
			}
			return false
		})
		if len(ids) < 8 {
			t.Fatalf("%s: %v", lang, ids)
		}
		for kind, id := range ids {
			for _, id := range []string{id, strings.ToUpper(id[:12])} {
				tr, err := trace.Of(t.Context(), d.ds, id, d.options(d.ds, 0))
				if err != nil {
					t.Errorf("%s %s: %v", lang, kind, err)
					continue
				}
				if want, _, _ := strings.Cut(kind, " "); tr.Kind != want || tr.Root.Kind != want || tr.Root.ID != tr.ID {
					t.Errorf("%s: %s, root %s %s", kind, tr.Kind, tr.Root.Kind, tr.Root.ID)
				}
				sound(t, lang+" "+kind, tr)
			}
		}
	}
	seen := map[string]bool{}
	for _, c := range rows(t, d.ds, func(r store.CaptureRow) bool { return true }) {
		kind := c.Kind + " " + c.Outcome + " " + c.Charset
		if seen[kind] {
			continue
		}
		seen[kind] = true
		tr, err := trace.Of(t.Context(), d.ds, c.CaptureID, d.options(d.ds, 0))
		if err != nil || tr.Broken > 0 {
			t.Errorf("capture %s (%s): %v, %+v", c.CaptureID, c.Outcome, err, tr)
		}
	}
}

// TestWhatBroughtNothingNewLeadsToTheBodyBefore follows a capture that was answered
// that nothing has changed.
func TestWhatBroughtNothingNewLeadsToTheBodyBefore(t *testing.T) {
	d := demo(t)
	w := d.hitIn(t, "en")
	later := rows(t, d.ds, func(r store.CaptureRow) bool { return r.Kind == "robots" && r.WARCFile != "" })[0]
	ds := changed(t, d.ds, func(r *store.CaptureRow) (bool, bool) {
		same := r.CaptureID == later.CaptureID
		if same {
			r.SourceID, r.URL, r.FinalURL, r.Outcome, r.BodySHA256, r.WARCFile = w.capture.SourceID, w.capture.URL, w.capture.URL, string(corpus.OutcomeNotModified), "", ""
			r.FetchedAt = w.capture.FetchedAt.AddDate(0, 0, 1)
		}
		return true, same
	})
	tr, err := trace.Of(t.Context(), ds, later.CaptureID, d.options(ds, 0))
	if err != nil {
		t.Fatal(err)
	}
	if len(tr.Root.From) != 1 || tr.Root.From[0].ID != w.capture.CaptureID || tr.Broken != 0 {
		t.Errorf("it does not lead to capture %s: %+v", w.capture.CaptureID, tr.Root)
	}
	if l := linksOf(tr, "body-digest"); len(l) != 1 || l[0].Verdict != trace.OK {
		t.Errorf("the body before is not checked: %+v", l)
	}
}

// TestWhatCannotBeCheckedIsToldAsSuch reads by other rules, and without an archive.
func TestWhatCannotBeCheckedIsToldAsSuch(t *testing.T) {
	d := demo(t)
	w := d.hitIn(t, "zh")
	other := d.options(d.ds, 0)
	other.Rules = func(corpus.SourceID) string { return "others" }
	without := changed(t, d.ds, func(r *store.CaptureRow) (bool, bool) {
		same := r.CaptureID == w.capture.CaptureID
		if same {
			r.Kind, r.WARCFile, r.WARCOffset = "record", "", 0
		}
		return true, same
	})
	for name, c := range map[string]struct {
		ds   *store.Dataset
		opt  trace.Options
		what string
		why  string
	}{
		"other rules": {d.ds, other, "extraction", "not tried: it was made by other rules"},
		"no archive":  {without, d.options(without, 0), "record", "imported without an archive"},
	} {
		tr, err := trace.Of(t.Context(), c.ds, w.doc.DocID, c.opt)
		if err != nil {
			t.Fatal(err)
		}
		links := linksOf(tr, c.what)
		if len(links) != 1 || links[0].Verdict != trace.NotChecked || !strings.Contains(links[0].Why, c.why) || tr.Broken != 0 || tr.NotChecked == 0 {
			t.Errorf("%s: %+v, broken %q", name, links, brokenIn(tr))
		}
	}
}

// TestAnswersOfEveryQuestionAreTraced follows a number of each kind that framewatch
// compare prints, which no table has.
func TestAnswersOfEveryQuestionAreTraced(t *testing.T) {
	d := demo(t)
	cfg := d.cfg.Compare
	sampling := cfg.Sampling()
	sampling.Bootstrap = 0
	for _, q := range compare.Questions() {
		spec := compare.QuestionSpec{Selection: cfg.Selection(), Sampling: sampling, By: []string{"all", "lang"}, Codebook: d.cfg.MainCodebook(), MinDocs: 1, Window: 14, Lang: "en", Words: 50}
		switch q.Name {
		case "beside":
			spec.With = d.cfg.OtherBodies()
		case "links":
			spec.With = cfg.Conflicts
		}
		reply, err := d.corpus.Ask(t.Context(), d.ds, q.Name, spec)
		if err != nil {
			t.Fatal(err)
		}
		follow(t, d, reply.Rows())
	}
	c, book := d.corpus, d.cfg.Codebooks[0]
	asked := coding.ParityAsked{Selection: cfg.Selection(), Sampling: sampling}
	asked.Bootstrap = 100
	result, err := coding.ParityOf(t.Context(), d.ds, c, asked.Spec(c, book))
	if err != nil {
		t.Fatal(err)
	}
	answers, err := result.Answers(coding.Halves, asked, book.ID)
	if err != nil {
		t.Fatal(err)
	}
	follow(t, d, (&compare.Reply{Answers: answers}).Rows())
}

// follow traces one row of each kind: those that have documents, the positive first.
func follow(t *testing.T, d ran, all []store.EstimateRow) {
	t.Helper()
	slices.SortStableFunc(all, func(a, b store.EstimateRow) int { return min(1, int(b.NPositive)) - min(1, int(a.NPositive)) })
	seen := map[string]bool{}
	for _, row := range all {
		kind := row.Dimension + " " + row.Statistic
		if seen[kind] || len(seen) > 12 {
			continue
		}
		seen[kind] = true
		name := fmt.Sprintf("%s %s %s %s %s", row.Question, row.Dimension, row.GroupName, row.Item, row.Statistic)
		tr, err := trace.OfRow(t.Context(), d.ds, row, d.options(d.ds, 1))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sound(t, name, tr)
		if tr.ID != row.ID() || len(linksOf(tr, "value")) != 1 || len(linksOf(tr, "counts")) != 1 {
			t.Errorf("%s: value and counts are not looked at", name)
		}
	}
	if len(seen) < 3 {
		t.Errorf("%d kinds of numbers", len(seen))
	}
}
