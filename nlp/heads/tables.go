package heads

import (
	"embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/*.tsv
var data embed.FS

// noun is a line of nouns.tsv for one noun.
type noun struct {
	text      string
	class     Class
	sure      float64 // 0: in no name
	sense     bool    // another sense of a noun of the class
	suffix    bool    // also as the end of a longer word
	set       string  // determiners; empty: stands for nothing
	notBefore []string
}

// determiners are a line of determiners.tsv.
type determiners struct {
	phrases, notBefore []string
}

// tables are all of data.
type tables struct {
	languages  map[string]*Language
	confusions map[Class][]Class
}

// world is the reach that names of any body may have.
const world = "world"

// load reads the tables, with the first that asks.
var load = sync.OnceValue(func() *tables {
	t := &tables{languages: map[string]*Language{}, confusions: map[Class][]Class{}}
	of := func(lang string) *Language {
		l, ok := t.languages[lang]
		if !ok {
			l = &Language{nouns: map[string][]noun{}, sets: map[string]determiners{}, reaches: map[string]string{}}
			t.languages[lang] = l
		}
		return l
	}
	for _, f := range lines("nouns") {
		l := of(f[0])
		for _, text := range strings.Fields(f[4]) {
			n := noun{class: Class(f[1]), sense: f[2] == "sense", notBefore: strings.Fields(f[5])}
			n.sure, _ = strconv.ParseFloat(f[2], 64) // of - and sense nothing is left
			n.text, n.suffix = strings.CutPrefix(text, "~")
			if f[3] != "-" {
				n.set = f[3]
			}
			key := strings.ToLower(n.text)
			l.nouns[key] = append(l.nouns[key], n)
			l.order = append(l.order, n)
		}
	}
	for _, f := range lines("determiners") {
		of(f[0]).sets[f[1]] = determiners{strings.Split(f[2], "|"), strings.Fields(f[3])}
	}
	for _, f := range lines("descriptions") {
		l := of(f[0])
		if f[1] == "seat" {
			l.bySeat = strings.Split(f[2], "|")
		} else {
			l.byField = strings.Split(f[2], "|")
		}
	}
	for _, f := range lines("reaches") {
		for _, w := range strings.Fields(f[2]) {
			of(f[0]).reaches[w] = f[1]
		}
	}
	for _, f := range lines("confusions") {
		for _, c := range strings.Fields(f[1]) {
			t.confusions[Class(f[0])] = append(t.confusions[Class(f[0])], Class(c))
		}
	}
	return t
})

// columns is the most that a table has.
const columns = 6

// lines are the lines of a table in their columns, short ones filled up.
func lines(table string) [][]string {
	raw, err := data.ReadFile("data/" + table + ".tsv")
	if err != nil { // cannot happen: it is embedded
		panic(err)
	}
	var out [][]string
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		for len(f) < columns {
			f = append(f, "")
		}
		out = append(out, f)
	}
	return out
}
