package extract

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"framewatch/internal/charset"
)

// TestFit fits the block model on every second page of the evaluation sets
// (those with an even place among the sorted names) and prints weights.go. It
// needs FRAMEWATCH_EVAL and FRAMEWATCH_FIT; it is within the package because
// the model is private.
func TestFit(t *testing.T) {
	eval := os.Getenv("FRAMEWATCH_EVAL")
	if eval == "" || os.Getenv("FRAMEWATCH_FIT") == "" {
		t.Skip("FRAMEWATCH_EVAL and FRAMEWATCH_FIT are not set")
	}
	var rows []row
	for _, set := range []string{"aeb", "zh", "meta"} {
		rows = append(rows, readRows(t, filepath.Join(eval, "extract", set), set)...)
	}
	w := fit(rows)
	var b strings.Builder
	b.WriteString("package extract\n\n// blockWeights are the block model's, fitted by TestFit on half of the\n// evaluation pages.\nvar blockWeights = vector{\n")
	for i := range w {
		fmt.Fprintf(&b, "\t%s: %.2f,\n", featureNames[i], w[i])
	}
	b.WriteString("}\n")
	if err := os.WriteFile("weights.go", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

type row struct {
	x         vector
	y, weight float64
}

// readRows labels the blocks of one set. Texts of aeb and zh label every block
// by the share of it that is in the gold text; segments of meta label the
// blocks that contain them.
func readRows(t *testing.T, dir, set string) []row {
	gold := readGold(t, dir, set)
	files, err := filepath.Glob(filepath.Join(dir, "html", "*.gz"))
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(files)
	var rows []row
	for i, f := range files {
		if i%2 == 1 {
			continue
		}
		file, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := readPage(file, 1<<30)
		if err := errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		header := ""
		if set == "aeb" {
			header = "text/html; charset=utf-8"
		}
		utf8, _ := charset.Decode(raw, header)
		p, err := parsePage(utf8, nil, Default().MaxTags)
		if err != nil {
			t.Fatal(err)
		}
		blocks := cutBlocks(p.root)
		poll(p, blocks)
		rows = append(rows, labelled(blocks, gold[strings.TrimSuffix(filepath.Base(f), ".html.gz")], set)...)
	}
	return rows
}

type goldText struct {
	ArticleBody   string
	With, Without []string
	File          string
}

func readGold(t *testing.T, dir, set string) map[string]goldText {
	name := "ground-truth.json"
	if set == "meta" {
		name = "evaldata.json"
	}
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	var in, out map[string]goldText = nil, map[string]goldText{}
	if err := json.Unmarshal(data, &in); err != nil {
		t.Fatal(err)
	}
	for k, g := range in {
		if set == "meta" {
			k = strings.TrimSuffix(filepath.Base(g.File), ".html.gz")
		}
		out[k] = g
	}
	return out
}

func labelled(blocks []*block, gold goldText, set string) []row {
	y := make([]float64, len(blocks))
	total := 1.0
	if set == "meta" {
		for i, b := range blocks {
			y[i] = -1
			for _, s := range gold.With {
				if strings.Contains(b.text, squeeze(s)) {
					y[i], total = 1, total+float64(b.letters)
				}
			}
			for _, s := range gold.Without {
				if strings.Contains(b.text, squeeze(s)) {
					y[i] = 0
				}
			}
		}
	} else {
		copy(y, newBallot(gold.ArticleBody).support(blocks))
		for i, b := range blocks {
			total += y[i] * float64(b.letters)
		}
	}
	scale := 10.0
	if set == "meta" {
		scale = 5
	}
	var rows []row
	for i, v := range vectors(blocks) {
		if y[i] >= 0 {
			rows = append(rows, row{v, y[i], scale * math.Sqrt(float64(blocks[i].letters)/total)})
		}
	}
	return rows
}

// prior is what a weight is before any page is seen: surroundings and phrases
// that name clutter count against a block even where no page of the half shows
// one.
func prior(f feature) float64 {
	switch f {
	case fComment, fRelated, fShare, fNotice, fTags, fAd, fNav, fFooter, fAside, fForm, fCaption, fFigure, fByline, fNote,
		fPhraseRelated, fPhraseShare, fPhraseNotice, fPhraseComment:
		return -0.8
	case fPhraseNote, fPhraseCaption, fPhraseByline:
		return -0.5
	default:
		return 0
	}
}

// bound keeps a weight's sign where we know it.
func bound(f feature, w float64) float64 {
	if prior(f) < 0 || f == fLinks || f == fKindLinks || f == fHidden || f == fHeader || f == fAfter || f == fBefore {
		return min(w, 0)
	}
	if f == fTraf || f == fRead || f == fBoth || f == fPara || f == fKindTraf {
		return max(w, 0)
	}
	return w
}

// fit minimises weighted log loss with a Gaussian prior by projected Adam.
func fit(rows []row) vector {
	const lambda, rate, steps = 0.4, 0.02, 4000
	var w, m, s vector
	for f := range w {
		w[f] = prior(feature(f))
	}
	for step := 1; step <= steps; step++ {
		var g vector
		for i := range rows {
			d := (rows[i].x.chance(&w) - rows[i].y) * rows[i].weight
			for f, x := range rows[i].x {
				g[f] += d * x
			}
		}
		for f := range w {
			if feature(f) != fBias {
				g[f] += lambda * (w[f] - prior(feature(f)))
			}
			m[f] = 0.9*m[f] + 0.1*g[f]
			s[f] = 0.999*s[f] + 0.001*g[f]*g[f]
			mh, sh := m[f]/(1-math.Pow(0.9, float64(step))), s[f]/(1-math.Pow(0.999, float64(step)))
			w[f] = bound(feature(f), w[f]-rate*mh/(math.Sqrt(sh)+1e-9))
		}
	}
	return w
}

var featureNames = [featureCount]string{
	fBias:          "fBias",
	fTraf:          "fTraf",
	fRead:          "fRead",
	fBoth:          "fBoth",
	fLinks:         "fLinks",
	fLength:        "fLength",
	fShort:         "fShort",
	fEnds:          "fEnds",
	fStops:         "fStops",
	fHeading:       "fHeading",
	fH1:            "fH1",
	fP:             "fP",
	fItem:          "fItem",
	fGroupTraf:     "fGroupTraf",
	fGroupRead:     "fGroupRead",
	fPrev:          "fPrev",
	fNext:          "fNext",
	fNear:          "fNear",
	fBefore:        "fBefore",
	fAfter:         "fAfter",
	fLinksRead:     "fLinksRead",
	fKindTraf:      "fKindTraf",
	fKindLinks:     "fKindLinks",
	fPara:          "fPara",
	fParaTraf:      "fParaTraf",
	fParaRead:      "fParaRead",
	fTrafAlone:     "fTrafAlone",
	fTrafMissed:    "fTrafMissed",
	fReadAlone:     "fReadAlone",
	fReadMissed:    "fReadMissed",
	fParaTrafOnly:  "fParaTrafOnly",
	fParaReadOnly:  "fParaReadOnly",
	fCaption:       "fCaption",
	fComment:       "fComment",
	fRelated:       "fRelated",
	fShare:         "fShare",
	fNotice:        "fNotice",
	fByline:        "fByline",
	fTags:          "fTags",
	fAd:            "fAd",
	fNote:          "fNote",
	fHidden:        "fHidden",
	fNav:           "fNav",
	fFigure:        "fFigure",
	fList:          "fList",
	fQuote:         "fQuote",
	fForm:          "fForm",
	fFooter:        "fFooter",
	fAside:         "fAside",
	fHeader:        "fHeader",
	fMain:          "fMain",
	fPhraseRelated: "fPhraseRelated",
	fPhraseShare:   "fPhraseShare",
	fPhraseNotice:  "fPhraseNotice",
	fPhraseComment: "fPhraseComment",
	fPhraseNote:    "fPhraseNote",
	fPhraseCaption: "fPhraseCaption",
	fPhraseByline:  "fPhraseByline",
}
