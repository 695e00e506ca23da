package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const said = ", editor: A, day: 2026-07-01, reason: seen"

// TestCorrectionsAreRead with addresses as the crawl stores them, and their
// places in the file.
func TestCorrectionsAreRead(t *testing.T) {
	cfg, wrong := load(t, map[string]string{"run.yaml": "corrections: c.yaml\n", "c.yaml": "corrections:\n" +
		"- {url: 'HTTP://Lake.test:80/a?utm_source=x#top', date: 2026-03-04" + said + "}\n" +
		"- {url: http://lake.test/b, authors: []" + said + "}\n" +
		"- {url: http://lake.test/c, same_story: 'http://lake.test/d?fbclid=1'" + said + "}\n" +
		"- {url: http://lake.test/c, link: {surface: 调解院, entity: org.iomed}" + said + "}\n"}, nil)
	if wrong != nil {
		t.Fatal(wrong)
	}
	var got []string
	for _, c := range cfg.Corrections {
		got = append(got, c.Place+" "+c.URL+" "+c.Kind()+" "+c.Subject()+" "+c.Value())
	}
	want := []string{"c.yaml:2 http://lake.test/a date  2026-03-04", "c.yaml:3 http://lake.test/b authors  ", "c.yaml:4 http://lake.test/c same_story http://lake.test/d ",
		"c.yaml:5 http://lake.test/c link 调解院 org.iomed"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d := cfg.Corrections[0].Published(); d.String() != "2026-03-04" || d.HasOffset {
		t.Errorf("%+v", d)
	}
}

// TestMistakesInCorrections come with file, line and the nearest name, all at
// once.
func TestMistakesInCorrections(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"typos": {"- {url: lake.test/a, dat: 2026-03-04" + said + "}\n- {url: http://lake.test/b, link: {surface: X, entity: org.iomde}" + said + "}\n" +
			"- {url: http://lake.test/c, date: 4 March" + said + "}\n- {url: http://lake.test/d, no_article: true, day: yesterday, editor: A, reason: ''}\n",
			[]string{`c.yaml:2: corrections[0].dat: unknown key (did you mean "date"?)`,
				`c.yaml:3: corrections[1].link.entity: "org.iomde" is in no gazetteer (did you mean "org.iomed"?)`,
				`c.yaml:4: corrections[2].date: "4 March" must be a day (YYYY-MM-DD), a time with its offset (2026-03-04T08:15:00+08:00) or none`,
				"c.yaml:5: corrections[3].reason: is missing; a correction says who made it and why",
				`c.yaml:5: corrections[3].day: "yesterday" must be the day of the correction, YYYY-MM-DD`}},
		"address": {"- {url: lake.test/a, no_article: true" + said + "}\n", []string{`c.yaml:2: corrections[0].url: "lake.test/a" is not a full http or https address, such as https://example.org/news/1`}},
		"names": {"- {url: http://lake.test/b, link: {surface: X, entity: org.iomde}" + said + "}\n- {url: http://lake.test/c, outlet: newz" + said + "}\n",
			[]string{`c.yaml:2: corrections[0].link.entity: "org.iomde" is in no gazetteer (did you mean "org.iomed"?)`,
				`c.yaml:3: corrections[1].outlet: "newz" is in no source list (did you mean "news"?)`}},
		"several things or none": {"- {url: http://lake.test/a, date: none, lang: en" + said + "}\n- {url: http://lake.test/b" + said + "}\n",
			[]string{"c.yaml:2: corrections[0].lang: stands beside date; write one correction for each",
				`c.yaml:3: corrections[1].url: "http://lake.test/b" says nothing; give link, date, authors, outlet, lang, no_article, same_story or not_same_story`}},
		"twice": {"- {url: http://lake.test/a, date: none" + said + "}\n- {url: 'http://lake.test/a#x', date: 2026-01-01" + said + "}\n",
			[]string{`c.yaml:3: corrections[1].url: "http://lake.test/a#x" has this correction in corrections[0] already; keep one`}},
		"stories that contradict": {"- {url: http://lake.test/a, same_story: http://lake.test/b" + said + "}\n- {url: http://lake.test/c, same_story: http://lake.test/b" + said + "}\n" +
			"- {url: http://lake.test/a, not_same_story: http://lake.test/c" + said + "}\n- {url: http://lake.test/a, not_same_story: http://lake.test/a" + said + "}\n",
			[]string{`c.yaml:4: corrections[2].not_same_story: "http://lake.test/c" is the same story by other lines; remove one`,
				`c.yaml:5: corrections[3].url: "http://lake.test/a" is also the other page; name two`}},
	} {
		t.Run(name, func(t *testing.T) {
			list := "list: {id: a, version: \"1\"}\nsources:\n- {id: news, name: A, domain: news.test, country: HK, owner_type: private_news, langs: [en], start: [\"http://news.test/\"]}\n"
			_, got := load(t, map[string]string{"run.yaml": "corrections: c.yaml\nsources: [a.yaml]\n", "a.yaml": list, "c.yaml": "corrections:\n" + c.file}, nil)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
