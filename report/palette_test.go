package report_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"framewatch/report/svg"
)

// rgb is a colour with parts from 0 to 1.
type rgb [3]float64

// linear undoes the gamma of sRGB (IEC 61966-2-1).
func (c rgb) linear() rgb {
	for i, v := range c {
		if v <= .04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+.055)/1.055, 2.4)
		}
	}
	return c
}

// over is the colour at an opacity over a ground.
func (c rgb) over(ground rgb, opacity float64) rgb {
	for i := range c {
		c[i] = c[i]*opacity + ground[i]*(1-opacity)
	}
	return c
}

// contrast is the ratio of WCAG 2.1, from 1 to 21.
func contrast(a, b rgb) float64 {
	luminance := func(c rgb) float64 {
		c = c.linear()
		return .2126*c[0] + .7152*c[1] + .0722*c[2]
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + .05) / (min(la, lb) + .05)
}

// dichromacies are the matrices of Machado, Oliveira & Fernandes (2009) for
// severity 1.0, on linear RGB.
var dichromacies = map[string][3][3]float64{
	"all colours":  {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{.152286, 1.052583, -.204868}, {.114503, .786281, .099216}, {-.003882, -.048116, 1.051998}},
	"deuteranopia": {{.367322, .860646, -.227968}, {.280085, .672501, .047413}, {-.011820, .042940, .968881}},
	"tritanopia":   {{1.255528, -.076749, -.178779}, {-.078411, .930809, .147602}, {.004733, .691367, .303900}},
}

// lab is the colour in CIE L*a*b* (D65) as seen through a matrix.
func (c rgb) lab(seen [3][3]float64) [3]float64 {
	times := func(m [3][3]float64, v rgb) (out rgb) {
		for i := range m {
			out[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
		}
		return out
	}
	v := times(seen, c.linear())
	for i := range v {
		v[i] = max(0, min(1, v[i]))
	}
	xyz := times([3][3]float64{{.4124564, .3575761, .1804375}, {.2126729, .7151522, .0721750}, {.0193339, .1191920, .9503041}}, v)
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x, y, z := f(xyz[0]/.95047), f(xyz[1]), f(xyz[2]/1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// ciede2000 is the difference of two colours after Sharma, Wu & Dalal (2005).
func ciede2000(p, q [3]float64) float64 {
	const rad = math.Pi / 180
	pow7 := func(v float64) float64 { return math.Sqrt(math.Pow(v, 7) / (math.Pow(v, 7) + math.Pow(25, 7))) }
	g := .5 * (1 - pow7((math.Hypot(p[1], p[2])+math.Hypot(q[1], q[2]))/2))
	a1, a2 := p[1]*(1+g), q[1]*(1+g)
	c1, c2 := math.Hypot(a1, p[2]), math.Hypot(a2, q[2])
	hue := func(a, b float64) float64 { return math.Mod(math.Atan2(b, a)/rad+360, 360) }
	h1, h2 := hue(a1, p[2]), hue(a2, q[2])
	turn, mean := h2-h1, (h1+h2)/2
	switch {
	case c1*c2 == 0:
		turn, mean = 0, h1+h2
	case turn > 180:
		turn -= 360
	case turn < -180:
		turn += 360
	}
	if c1*c2 != 0 && math.Abs(h1-h2) > 180 {
		mean += 180
		if h1+h2 >= 360 {
			mean -= 360
		}
	}
	l, c := (p[0]+q[0])/2, (c1+c2)/2
	t := 1 - .17*math.Cos((mean-30)*rad) + .24*math.Cos(2*mean*rad) + .32*math.Cos((3*mean+6)*rad) - .2*math.Cos((4*mean-63)*rad)
	theta := 30 * math.Exp(-(mean-275)/25*(mean-275)/25)
	dl := (q[0] - p[0]) / (1 + .015*(l-50)*(l-50)/math.Sqrt(20+(l-50)*(l-50)))
	dc := (c2 - c1) / (1 + .045*c)
	dh := 2 * math.Sqrt(c1*c2) * math.Sin(turn/2*rad) / (1 + .015*c*t)
	return math.Sqrt(dl*dl + dc*dc + dh*dh - math.Sin(2*theta*rad)*2*pow7(c)*dc*dh)
}

// TestCIEDE2000 holds the formula to pairs of the authors' table 1.
func TestCIEDE2000(t *testing.T) {
	for _, c := range []struct {
		p, q [3]float64
		want float64
	}{
		{[3]float64{50, 2.6772, -79.7751}, [3]float64{50, 0, -82.7485}, 2.0425},
		{[3]float64{50, 2.5, 0}, [3]float64{50, 0, -2.5}, 4.3065},
		{[3]float64{50, 2.5, 0}, [3]float64{73, 25, -18}, 27.1492},
		{[3]float64{60.2574, -34.0099, 36.2677}, [3]float64{60.4626, -34.1751, 39.4387}, 1.2644},
		{[3]float64{22.7233, 20.0904, -46.6940}, [3]float64{23.0331, 14.9730, -42.5619}, 2.0373},
	} {
		if got := ciede2000(c.p, c.q); math.Abs(got-c.want) > 5e-5 {
			t.Errorf("%v %v: %.4f, want %.4f", c.p, c.q, got, c.want)
		}
	}
}

var (
	declaration = regexp.MustCompile(`--([a-z0-9-]+):\s*#([0-9a-f]{6}|[0-9a-f]{3})\s*;`)
	textColour  = regexp.MustCompile(`[;{\s]color:\s*var\(--([a-z0-9-]+)\)`)
	shadeFactor = regexp.MustCompile(`calc\(var\(--p\)\*(\.\d+)\)`)
)

// styles is the CSS of the page and of the charts.
func styles(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("template/*.css")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	all := ""
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all += string(b) + "\n"
	}
	return all + svg.Style
}

// root is a rule for :root and the media query around it.
type root struct{ query, body string }

func roots(css string) (out []root) {
	css = regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(css, "")
	var open []string // selectors and queries
	start := 0
	for i, r := range css {
		in := len(open) - 1
		switch {
		case r == '{':
			open = append(open, strings.TrimSpace(css[start:i]))
			start = i + 1
		case r == '}' && in >= 0:
			if open[in] == ":root" {
				out = append(out, root{strings.Join(open[:in], " "), css[start:i] + ";"})
			}
			open, start = open[:in], i+1
		case r == ';' && (in < 0 || open[in] != ":root"):
			start = i + 1
		}
	}
	return out
}

// palettes reads the colour variables of :root for each way of reading; later
// rules win, as in the cascade. Paper is also what a reader in the dark prints
// on.
func palettes(t *testing.T) map[string]map[string]rgb {
	t.Helper()
	out := map[string]map[string]rgb{}
	for way, media := range map[string]string{"light": "", "dark": "dark", "print": "print", "print from dark": "dark print"} {
		vars := map[string]rgb{}
		for _, r := range roots(styles(t)) {
			dark, print := strings.Contains(r.query, "prefers-color-scheme:dark"), strings.Contains(r.query, "print")
			if dark && !strings.Contains(media, "dark") || print && !strings.Contains(media, "print") || r.query != "" && !dark && !print {
				continue
			}
			for _, d := range declaration.FindAllStringSubmatch(r.body, -1) {
				vars[d[1]] = parseColour(t, d[2])
			}
		}
		for _, name := range append([]string{"paper", "wash", "ink", "muted", "link", "rule"}, series(svg.Series)...) {
			if _, ok := vars[name]; !ok {
				t.Fatalf("%s: no colour --%s", way, name)
			}
		}
		out[way] = vars
	}
	return out
}

// series are the variables of the first n series.
func series(n int) (names []string) {
	for i := range n {
		names = append(names, "s"+strconv.Itoa(i))
	}
	return names
}

func parseColour(t *testing.T, hex string) (c rgb) {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	for i := range c {
		v, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c[i] = float64(v) / 255
	}
	return c
}

// TestContrast holds texts and marks to the least contrast of WCAG 2.1: 4.5 for
// text (1.4.3), 3 for what else must be seen (1.4.11).
func TestContrast(t *testing.T) {
	css := styles(t)
	texts := map[string]bool{"ink": true, "muted": true, "link": true}
	for _, m := range textColour.FindAllStringSubmatch(css, -1) {
		texts[m[1]] = true
	}
	deepest := regexp.MustCompile(`fill-opacity="([\d.]+)"`).FindStringSubmatch(svg.Matrix{Heat: true, Columns: []string{"a"},
		Rows: []svg.MatrixRow{{Cells: []svg.Cell{{Value: 1, Known: true}}}}}.SVG())
	if deepest == nil {
		t.Fatal("no shade in a heat map")
	}
	shades := map[string]float64{"chart": number(t, deepest[1])}
	for _, m := range shadeFactor.FindAllStringSubmatch(css, -1) {
		shades["table "+m[1]] = 100 * number(t, m[1])
	}
	for way, vars := range palettes(t) {
		check := func(what string, mark, ground rgb, least float64) {
			t.Helper()
			if got := contrast(mark, ground); got < least {
				t.Errorf("%s: %s has a contrast of %.2f, want %v", way, what, got, least)
			}
		}
		for text := range texts {
			colour, ok := vars[text]
			if !ok {
				t.Errorf("%s: text is written in --%s, which is no colour", way, text)
			}
			check("text in --"+text+" on paper", colour, vars["paper"], 4.5)
			check("text in --"+text+" on --wash", colour, vars["wash"], 4.5)
		}
		for _, s := range series(svg.Series) {
			check("--"+s+" on paper", vars[s], vars["paper"], 3)
		}
		for where, opacity := range shades {
			check(fmt.Sprintf("a number on the deepest shade of the %s", where), vars["ink"], vars["s0"].over(vars["paper"], opacity), 4.5)
		}
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestColourBlind looks at the series with the eyes of the colour-blind. The
// first four, which are drawn together most, also differ in shape and dash
// (package svg), so that none goes by colour alone; the bound is some four times
// what is seen side by side (CIEDE2000 of 2.3).
func TestColourBlind(t *testing.T) {
	const bound = 10
	for way, vars := range palettes(t) {
		for eyes, seen := range dichromacies {
			least, pair := math.Inf(1), ""
			names := series(svg.Series)
			for i, a := range names {
				for j, b := range names[:i] {
					d := ciede2000(vars[a].lab(seen), vars[b].lab(seen))
					if d < least {
						least, pair = d, b+" and "+a
					}
					if d < bound {
						t.Errorf("%s, %s: --%s and --%s differ by %.1f, want %v", way, eyes, names[j], a, d, float64(bound))
					}
				}
			}
			t.Logf("%s, %s: least %.1f (%s)", way, eyes, least, pair)
		}
	}
}

// TestShapesDiffer draws the first four series: no two share a shape or a dash.
func TestShapesDiffer(t *testing.T) {
	shapes, dashes := map[string]int{}, map[string]int{}
	for i := range 4 {
		dot := svg.DotPlot{Rows: []svg.DotRow{{Dots: []svg.Dot{{Value: .5, Series: i}}}}}.SVG()
		mark := regexp.MustCompile(`<(circle|rect|path) class="mark s\d"[^>]*?(?: d="([^"]*)")?/>`).FindStringSubmatch(dot)
		if mark == nil {
			t.Fatalf("no mark of series %d: %s", i, dot)
		}
		shape := mark[1] + " " + strconv.Itoa(strings.Count(mark[2], "L"))
		dash := regexp.MustCompile(`\.line\.s` + strconv.Itoa(i) + `\{stroke-dasharray:([^}]*)\}`).FindStringSubmatch(svg.Style)
		dashes[strings.Join(dash, "")]++
		shapes[shape]++
	}
	if len(shapes) != 4 || len(dashes) != 4 {
		t.Errorf("shapes %v, dashes %v: want four of each", shapes, dashes)
	}
}
