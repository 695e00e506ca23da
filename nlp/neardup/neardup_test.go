package neardup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/jsonlines"
	"framewatch/nlp/neardup"
)

// story invents a text of n words that no other seed gives.
func story(seed int64, n int) []string {
	r := rand.New(rand.NewSource(seed))
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("w%d", r.Intn(3000))
	}
	return words
}

// groups gives the clusters of more than one text as lists of IDs.
func groups(x *neardup.Index) []string {
	var out []string
	for _, c := range x.Clusters() {
		if len(c.Members) < 2 {
			continue
		}
		var ids []string
		for _, m := range c.Members {
			ids = append(ids, m.ID)
		}
		out = append(out, strings.Join(ids, " "))
	}
	return out
}

func TestClusters(t *testing.T) {
	a, b := story(1, 300), story(2, 300)
	notice := story(3, 60)
	edited := slices.Clone(a)
	for i := 0; i < len(edited); i += 4 {
		edited[i] = fmt.Sprint("new", i)
	}
	tests := []struct {
		name  string
		texts [][]string
		want  []string
	}{
		{"exact", [][]string{a, b, a}, []string{"0 2"}},
		{"cut", [][]string{a, b, a[:120]}, []string{"0 2"}},
		{"one word in four rewritten", [][]string{a, b, edited}, []string{"0 2"}},
		{"reordered", [][]string{a, append(slices.Clone(a[150:]), a[:150]...)}, []string{"0 1"}},
		{"with a notice", [][]string{a, append(slices.Clone(a), notice...)}, []string{"0 1"}},
		{"only a notice in common", [][]string{append(slices.Clone(a[:100]), notice...), append(slices.Clone(b[:100]), notice...)}, nil},
		{"a quotation", [][]string{a, append(slices.Clone(b[:150]), a[100:160]...)}, nil},
		{"no words", [][]string{nil, nil, {"!"}}, nil},
		{"equal headlines", [][]string{a[:6], a[:6], b[:6]}, []string{"0 1"}},
		{"a headline in its article", [][]string{a, a[:6]}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			x := neardup.New(neardup.Default())
			for i, words := range test.texts {
				x.Add(fmt.Sprint(i), strings.Join(words, " "))
			}
			if diff := cmp.Diff(test.want, groups(x)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestManyCopies: the shingles of a story that more outlets print than
// MaxSharing must still count.
func TestManyCopies(t *testing.T) {
	x := neardup.New(neardup.Default())
	a := story(1, 300)
	var want []string
	for i := range 60 {
		text := slices.Clone(a)
		text[i*3] = "changed"
		x.Add(fmt.Sprint(i), strings.Join(text, " "))
		want = append(want, fmt.Sprint(i))
	}
	if diff := cmp.Diff([]string{strings.Join(want, " ")}, groups(x)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestChinese(t *testing.T) {
	x := neardup.New(neardup.Default())
	x.Add("hans", "新的调解机构星期一上午在海港城市举行开幕仪式，二十多个国家的代表出席了会议。")
	x.Add("hant", "新的調解機構星期一上午在海港城市舉行開幕儀式，二十多個國家的代表出席了會議。")
	x.Add("other", "由于三角洲地区提前收割，大米价格连续第三周下跌，贸易商说。")
	if diff := cmp.Diff([]string{"hans hant"}, groups(x)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// script is a way of writing in which stories are invented.
type script struct {
	name, space string
	story       func(seed int64, n int) []string
}

func scripts() []script {
	han := func(seed int64, n int) []string {
		r := rand.New(rand.NewSource(seed))
		out := make([]string, n)
		for i := range out {
			out[i] = string(rune(0x4e00 + r.Intn(4000)))
		}
		return out
	}
	return []script{{"spaced", " ", story}, {"chinese", "", han}}
}

// TestDigests holds that what holds several stories joins none of them, in any
// order, and that shared background and footers join no reports; in words with
// spaces and in Chinese characters.
func TestDigests(t *testing.T) {
	for _, script := range scripts() {
		a, b, c, d := script.story(1, 120), script.story(2, 120), script.story(3, 120), script.story(4, 120)
		tests := []struct {
			name  string
			texts [][]string
			want  []string
		}{
			{"a digest of three", [][]string{a, b, c, slices.Concat(a, b, c)}, nil},
			{"the digest first", [][]string{slices.Concat(a, b, c), a, b, c}, nil},
			{"a digest beside a copy", [][]string{a, b, slices.Concat(a, b, c), a}, []string{"0 3"}},
			{"a digest of openings", [][]string{a, b, c, slices.Concat(a[:70], b[:70], c[:70])}, nil},
			{"an update", [][]string{a, slices.Concat(a, d[:60])}, []string{"0 1"}},
			{"an ending of its own", [][]string{a, slices.Concat(a[:70], d[:50])}, []string{"0 1"}},
			{"pieces between a preface and a note", [][]string{a, slices.Concat(b[:15], a[:50], a[75:100], d[:15])}, []string{"0 1"}},
			{"an earlier opening as background", [][]string{a, slices.Concat(b[:50], a[:65])}, nil},
			{"a comment that opens with what it quotes", [][]string{a, slices.Concat(a[40:75], d[:30], a[90:110])}, nil},
			{"shared background", [][]string{slices.Concat(a[:50], d[:60]), slices.Concat(b[:50], d[:60])}, nil},
			{"a footer longer than the news", [][]string{slices.Concat(a[:30], d[:45]), slices.Concat(b[:30], d[:45])}, nil},
		}
		for _, test := range tests {
			t.Run(script.name+"/"+test.name, func(t *testing.T) {
				x := neardup.New(neardup.Default())
				for i, words := range test.texts {
					x.Add(fmt.Sprint(i), strings.Join(words, script.space))
				}
				if diff := cmp.Diff(test.want, groups(x)); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

// TestPartsOfDigests holds that what stands in a digest is told, and nothing is
// of copies, of updates and of background that two texts share.
func TestPartsOfDigests(t *testing.T) {
	for _, script := range scripts() {
		a, b, c, d := script.story(1, 120), script.story(2, 120), script.story(3, 120), script.story(4, 120)
		changed := append(slices.Clone(a), "x", "y")
		tests := []struct {
			name  string
			texts [][]string
			want  []string
		}{
			{"a digest", [][]string{a, b, slices.Concat(a, b, c)}, []string{"2>0", "2>1"}},
			{"the digest first", [][]string{slices.Concat(a, b, c), b, c}, []string{"0>1", "0>2"}},
			{"a story with a copy", [][]string{a, b, slices.Concat(a, b, c), changed}, []string{"2>1", "2>3"}},
			{"a last item", [][]string{a, slices.Concat(b, c, a)}, []string{"1>0"}},
			{"a copy", [][]string{a, changed}, nil},
			{"an update", [][]string{a, slices.Concat(a, d[:60])}, nil},
			{"shared background", [][]string{slices.Concat(a, d[:60]), slices.Concat(b[:50], d[:60])}, nil},
			{"a quotation", [][]string{a, slices.Concat(b, c, a[40:60])}, nil},
		}
		for _, test := range tests {
			t.Run(script.name+"/"+test.name, func(t *testing.T) {
				x := neardup.New(neardup.Default())
				for i, words := range test.texts {
					x.Add(fmt.Sprint(i), strings.Join(words, script.space))
				}
				var got []string
				_, parts := x.Stories()
				for _, p := range parts {
					if got = append(got, p.Host+">"+p.ID); p.Share < .9 || p.Share > 1 {
						t.Errorf("%s: a share of %g", got[len(got)-1], p.Share)
					}
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestJSONL(t *testing.T) {
	text := strings.Join(story(1, 50), " ")
	in := `{"id":"a","text":"` + text + `"}

{"id":7,"text":"` + text + `!"}
{"id":"b","text":"something else"}
{"id":"c"}
{"text":"x"}
{broken`
	want := `{"id":"a","cluster":"a"}
{"id":7,"cluster":"a"}
{"id":"b","cluster":"b"}
{"id":"c","error":"line 5: the line has no \"text\"; it has id"}
{"id":null,"error":"line 6: the line has no \"id\"; it has text"}
{"id":null,"error":"line 7: is no JSON from byte 2 on"}
`
	var out bytes.Buffer
	var unread *jsonlines.Unread
	if err := neardup.New(neardup.Default()).JSONL(t.Context(), strings.NewReader(in), &out); !errors.As(err, &unread) || unread.Lines != 3 || unread.Of != 6 {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// endless is a line without an end.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return copy(p, "\n{\"id\":\"a\",\"text\":\"b\"}\n"), errors.New("cable cut")
	}
	n := min(len(p), e.left)
	for i := range n {
		p[i] = 'x'
	}
	e.left -= n
	return n, nil
}

func TestJSONLFailures(t *testing.T) {
	var out bytes.Buffer
	x := neardup.New(neardup.Default())
	err := x.JSONL(t.Context(), &endless{left: neardup.MaxLine + 100}, &out)
	if err == nil || !strings.Contains(err.Error(), "cable cut") {
		t.Errorf("a broken input gave %v", err)
	}
	if x.Len() != 1 {
		t.Errorf("%d texts were read after the long line, want 1", x.Len())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := x.JSONL(ctx, strings.NewReader("{}"), &out); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gave %v", err)
	}
}

func TestValidate(t *testing.T) {
	if err := neardup.Default().Validate(); err != nil {
		t.Errorf("the default settings: %v", err)
	}
	err := neardup.Config{MinShare: 2, MaxSharing: 1}.Validate()
	want := `min_share: "2" must be above 0 and at most 1
min_spread: "0" must be above 0 and at most 1
max_sharing: "1" must be 2 to 255`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func FuzzClusters(f *testing.F) {
	f.Add("a b c d e f g h i j", "a b c d e f g h i j k")
	f.Add("\xff国", "é é é")
	f.Fuzz(func(t *testing.T, a, b string) {
		x := neardup.New(neardup.Default())
		for i, text := range []string{a, b, a} {
			x.Add(fmt.Sprint(i), text)
		}
		n := 0
		for _, c := range x.Clusters() {
			for _, m := range c.Members {
				n++
				if m.Similarity < 0 || m.Similarity > 1 {
					t.Errorf("similarity %g", m.Similarity)
				}
			}
		}
		if n != 3 {
			t.Errorf("%d members of 3 texts", n)
		}
	})
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte("{\"id\":\"a\",\"text\":\"b\"}\n"))
	f.Add([]byte("{\"id\":[1],\"text\":null}\n\n\x00"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		if err := neardup.New(neardup.Default()).JSONL(t.Context(), bytes.NewReader(in), &out); err != nil && !errors.As(err, new(*jsonlines.Unread)) {
			t.Error(err)
		}
	})
}
