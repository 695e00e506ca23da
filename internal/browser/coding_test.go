package browser_test

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"framewatch/compare"
	"framewatch/compare/sample"
	"framewatch/compare/stats"
	"framewatch/explore"
	session "framewatch/explore/coding"
	"framewatch/internal/coding"
	"framewatch/nlp/codes"
)

// drawn is a sample of the demo's stories with the page on which anna codes it.
type drawn struct {
	ran
	sample  *coding.Sample
	path    string
	address string
	systems []coding.System
}

const unitsToCode = 20

func drawDemo(t *testing.T) drawn {
	t.Helper()
	d := drawn{ran: demo(t), path: filepath.Join(t.TempDir(), "round1.anna.xlsx")}
	target, book := d.settings.Targets()[0], d.settings.Codebooks[0]
	about := d.settings.CompareFor(target)
	var err error
	d.sample, err = coding.Draw(t.Context(), d.dataset, coding.Spec{Spec: sample.Spec{Design: sample.Stratified, N: unitsToCode, Seed: 1}, Unit: codes.UnitDocument,
		Target: string(target.ID), Book: book, By: coding.BySides, Selection: compare.Selection{Target: about.Target, Targets: about.Targets}, Compare: about})
	if err != nil {
		t.Fatal(err)
	}
	set := *d.sample.Set
	set.Units = slices.Clone(set.Units)
	for i := range set.Units {
		set.Units[i].Codes = []codes.Code{{Coder: "anna", Coded: []string{}}}
	}
	var b bytes.Buffer
	if err := codes.Write(d.path, &b, &set, coding.Definitions(book)...); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	work, err := session.Open(session.Disk(d.path), d.path, book, "anna")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := explore.New(t.Context(), nil, nil, explore.Options{Coding: work})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(pages)
	t.Cleanup(server.Close)
	d.address = server.URL
	c, err := compare.Load(t.Context(), d.dataset)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := coding.Identify(d.sample.Set, d.sample.Keys, "key")
	if err != nil {
		t.Fatal(err)
	}
	if d.systems, err = coding.Stored(t.Context(), d.dataset, c, coding.PlacesOf(d.sample.Set, keys, c), book, string(target.ID)); err != nil {
		t.Fatal(err)
	}
	return d
}

// plan is what anna will find: what the codebook found, but for one frame, where
// she disagrees in every third text. Of every fifth she says that it is about
// something else.
func (d drawn) plan(disputed string) []map[string]bool {
	var out []map[string]bool
	for i, u := range d.sample.Set.Units {
		if i%5 == 4 {
			out = append(out, nil)
			continue
		}
		found := map[string]bool{}
		for _, f := range d.settings.Codebooks[0].Frames {
			found[f.ID] = d.systems[0].ByUnit[u.ID][f.ID] != (f.ID == disputed && i%3 == 0)
		}
		out = append(out, found)
	}
	return out
}

// TestCodingByKeyboard codes a sample of the demo with nothing but keys, and holds
// what codebook score makes of the file against what the codes must give.
func TestCodingByKeyboard(t *testing.T) {
	d := drawDemo(t)
	ctx, asked := tab(t, nil)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	const disputed = "hong_kong_hub"
	plan := d.plan(disputed)
	press(t, ctx, chromedp.Navigate(d.address), loads("g"))
	keyOf, err := chromedp.Run(ctx, chromedp.Evaluate[map[string]string](`Object.fromEntries([...document.querySelectorAll('fieldset[data-key]')].map(f => [f.querySelector('input').name.replace('frame:', ''), f.dataset.key.replace('Shift+', 'S')]))`))
	if err != nil {
		t.Fatal(err)
	}
	if len(keyOf) != len(d.settings.Codebooks[0].Frames)+2 {
		t.Fatalf("%d questions have keys: %v", len(keyOf), keyOf)
	}
	for i, found := range plan {
		code(t, ctx, keyOf, found, i)
		if i == 0 {
			inTree(t, ctx)
		}
		press(t, ctx, loads([]string{"j", "g"}[i%2]))
	}
	if place, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.getElementById('finished').textContent`)); err != nil || place != "All texts are coded" {
		t.Errorf("after the last text: %q, %v", place, err)
	}
	d.score(t, plan, disputed)
	for _, u := range asked() {
		if !strings.HasPrefix(u, d.address+"/") && !strings.HasPrefix(u, "data:") {
			t.Errorf("the page asks for %s", u)
		}
	}
}

// strike presses keys that the page takes for itself: a keyboard then types no
// character, which chromedp.KeyEvent would send all the same.
func strike(keys string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		for _, r := range keys {
			for _, event := range kb.Encode(r) {
				if event.Type == kb.KeyChar {
					continue
				}
				if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, *event); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// loads presses a key and waits for the page that it leads to.
func loads(key string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.WaitEvent(cdppage.LoadEventFired, nil, strike(key))(ctx, t)
		return chromedp.Void{}, err
	}
}

func press(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) { //nolint:revive // t comes first in tests
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// code presses the keys of one text: about and stance, what is there, and r for the
// rest; the note is written and left.
func code(t *testing.T, ctx context.Context, keyOf map[string]string, found map[string]bool, i int) { //nolint:revive // t comes first in tests
	t.Helper()
	if found == nil {
		press(t, ctx, strike("aaa")) // mainly, in passing, no
		return
	}
	press(t, ctx, strike("a"+strings.Repeat("s", 1+i%3)))
	for f, there := range found {
		key := keyOf[f]
		if upper, shift := strings.CutPrefix(key, "S"); shift {
			key = strings.ToUpper(upper)
		}
		if there {
			press(t, ctx, strike(key))
		} else if i == 0 && f == "bri_linkage" {
			press(t, ctx, strike(key+key+key)) // there, not there, not coded again
		}
	}
	if i < 2 {
		press(t, ctx, strike("n"), chromedp.KeyEvent("jagr调解\x1b")) // letters are letters in a note
	}
	press(t, ctx, loads("r"))
}

// inTree holds that what acts has a role and a name for those who hear the page.
func inTree(t *testing.T, ctx context.Context) { //nolint:revive // t comes first in tests
	t.Helper()
	tree, err := chromedp.Run(ctx, func(ctx context.Context, _ *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	var groups []string
	for _, n := range tree.Nodes {
		if n.Ignored || n.Role == nil {
			continue
		}
		role, name := strings.Trim(string(n.Role.Value), `"`), ""
		if n.Name != nil {
			name = strings.Trim(string(n.Name.Value), `" `)
		}
		switch role {
		case "group": // those without a name are what a triangle opens
			if name != "" {
				count[role]++
				groups = append(groups, name)
			}
		case "button", "radio", "textbox", "link", "article", "DisclosureTriangle", "main", "navigation":
			if count[role]++; name == "" && role != "main" {
				t.Errorf("a %s has no name", role)
			}
		}
	}
	for role, least := range map[string]int{"button": 6, "radio": 33*3 + 8, "textbox": 1, "link": 4, "article": 1, "group": 36, "DisclosureTriangle": 33, "main": 1} {
		if count[role] < least {
			t.Errorf("%d of role %s: %d act; groups %q", count[role], role, least, groups)
		}
	}
}

// score reads the file as codebook score does.
func (d drawn) score(t *testing.T, plan []map[string]bool, disputed string) {
	t.Helper()
	f, err := os.Open(d.path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var ids []string
	for _, f := range d.settings.Codebooks[0].Frames {
		ids = append(ids, f.ID)
	}
	set, err := codes.Read(d.path, f, codes.Options{Frames: ids})
	if err != nil {
		t.Fatal(err)
	}
	for i, u := range set.Units {
		c := u.Codes[0]
		wantStance := []int{1, 0, -1}[i%3]
		if plan[i] == nil && (c.About != codes.AboutNo || len(c.Present) > 0 || c.Coded == nil || len(c.Coded) > 0 || c.Stance != nil) ||
			plan[i] != nil && (c.About != codes.AboutMain || c.Stance == nil || *c.Stance != wantStance) {
			t.Errorf("text %d: %+v", i+1, c)
		}
		if note := map[bool]string{true: "jagr调解"}[i < 2]; c.Note != note {
			t.Errorf("text %d: note %q", i+1, c.Note)
		}
	}
	if _, err := coding.Identify(set, d.sample.Keys, "key"); err != nil {
		t.Fatal(err)
	}
	scores, err := coding.Score(set, d.systems[:1], coding.ScoreSpec{Frames: ids, Resampling: stats.Resampling{B: 20, Seed: 1, Confidence: .95}})
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ N, Present, Predicted, Correct int }
	want, got := map[string]row{}, map[string]row{}
	for i, u := range d.sample.Set.Units {
		for _, id := range ids {
			predicted, known := d.systems[0].ByUnit[u.ID][id]
			if plan[i] == nil || !known {
				continue
			}
			for _, item := range []string{id, coding.ItemAll} {
				r := want[item]
				r.N++
				r.Present += one(plan[i][id])
				r.Predicted += one(predicted)
				r.Correct += one(plan[i][id] && predicted)
				want[item] = r
			}
		}
	}
	for _, r := range scores.Accuracy {
		got[r.Item] = row{r.N, r.Present, r.Predicted, r.Correct}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("scores: %s", diff)
	}
	if r := got[disputed]; r.N < 12 || r.Present == r.Correct && r.Predicted == r.Correct || got[coding.ItemAll].Present < 20 {
		t.Errorf("little was coded: %+v of %s, %+v of all", r, disputed, got[coding.ItemAll])
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
