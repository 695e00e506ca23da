package extract_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"framewatch/corpus"
)

// TestBilingual: both halves of every bilingual page of the demo are kept whole,
// and the shares of the languages say so.
func TestBilingual(t *testing.T) {
	e := newExtractor(t)
	pages := 0
	for _, p := range demoPages(t) {
		if p.article == nil || p.article.Second == nil {
			continue
		}
		pages++
		doc, err := e.Extract(t.Context(), p.Page, nil)
		if err != nil {
			t.Errorf("%s: %v", p.URL, err)
			continue
		}
		for _, want := range slices.Concat(p.article.Paragraphs, []string{p.article.Second.Title}, p.article.Second.Paragraphs) {
			if !strings.Contains(doc.Text, strings.TrimSpace(want)) {
				t.Errorf("%s: the text lacks %q", p.URL, want)
			}
		}
		sum := 0.0
		for _, want := range []string{p.article.Lang, p.article.Second.Lang} {
			i := slices.IndexFunc(doc.Langs, func(l corpus.LangShare) bool { return l.Lang == want })
			if i < 0 || doc.Langs[i].Share < 0.15 {
				t.Errorf("%s: languages %v, want a fair share of %s", p.URL, doc.Langs, want)
				continue
			}
			sum += doc.Langs[i].Share
		}
		checkPassages(t, p, doc)
		if sum < 0.95 {
			t.Errorf("%s: languages %v, want almost all in two", p.URL, doc.Langs)
		}
	}
	if pages < 3 {
		t.Errorf("the demo has %d bilingual pages, want at least 3", pages)
	}
}

// checkPassages: the passages cover the text in order, and each paragraph of a
// half lies in one of its language.
func checkPassages(t *testing.T, p demoPage, doc corpus.Document) {
	t.Helper()
	at := 0
	for i, passage := range doc.Passages {
		if passage.Span.Start != at || passage.Span.Len() == 0 || i > 0 && doc.Passages[i-1].Lang == passage.Lang {
			t.Errorf("%s: passages %+v", p.URL, doc.Passages)
		}
		at = passage.Span.End + len("\n\n")
	}
	if at != len(doc.Text)+len("\n\n") {
		t.Errorf("%s: passages end at %d of %d", p.URL, at, len(doc.Text))
	}
	for lang, paragraphs := range map[string][]string{p.article.Lang: p.article.Paragraphs, p.article.Second.Lang: p.article.Second.Paragraphs} {
		for _, want := range paragraphs {
			if len([]rune(want)) < 40 {
				continue // a line in the other language that points to its half
			}
			from := strings.Index(doc.Text, strings.TrimSpace(want))
			for _, passage := range doc.Passages {
				if from >= passage.Span.Start && from < passage.Span.End && passage.Lang != lang {
					t.Errorf("%s: %q stands in a passage in %s, want %s", p.URL, want, passage.Lang, lang)
				}
			}
		}
	}
}

// secondHalves are the second half of pages/bilingual.html in other languages,
// two of them in the script of the first.
var secondHalves = map[string][]string{
	"fr": {
		"Les discussions sur le bac entre la baie de la Lanterne et le Rocher froid se sont ouvertes mercredi sous l'égide d'une médiatrice que les deux conseils avaient choisie sur une liste de cinq.",
		"La médiatrice a écouté chaque partie pendant une heure, puis leur a demandé d'écrire ce que l'autre avait dit, une méthode apprise quand elle était juge dans le nord.",
		"Des observateurs de trois autres ports étaient assis au fond de la salle ; l'un d'eux a déclaré que sa ville pourrait suivre l'exemple si tout allait bien.",
	},
	"es": {
		"Las conversaciones sobre el transbordador entre la bahía del Farol y Roca Fría comenzaron el miércoles ante una mediadora elegida por ambos ayuntamientos de una lista de cinco.",
		"La mediadora escuchó a cada parte durante una hora y después pidió a ambas que escribieran lo que había dicho la otra, un método que aprendió como jueza en el norte.",
		"Observadores de otros tres puertos se sentaron al fondo de la sala; uno de ellos dijo que su pueblo podría seguir el ejemplo si todo iba bien.",
	},
	"ar": {
		"افتتحت يوم الأربعاء المحادثات بشأن العبّارة بين خليج الفانوس والصخرة الباردة برعاية وسيطة اختارها المجلسان من قائمة تضم خمسة أسماء.",
		"استمعت الوسيطة إلى كل طرف مدة ساعة ثم طلبت من الطرفين أن يكتبا ما قاله الآخر، وهي طريقة تعلمتها حين كانت قاضية في الشمال.",
		"جلس مراقبون من ثلاث مدن ساحلية أخرى في آخر القاعة، وقال أحدهم إن مدينته قد تحذو حذوها إذا سارت المحادثات على ما يرام.",
	},
	"ru": {
		"Переговоры о пароме между бухтой Фонаря и Холодной скалой открылись в среду при посреднике, которого оба совета выбрали из списка пяти имён.",
		"Посредница час слушала каждую сторону, а потом попросила обе записать слова другой: этому способу она научилась, когда была судьёй на севере.",
		"Наблюдатели из трёх других портов сидели в глубине зала; один из них сказал, что его город может последовать примеру, если всё пойдёт хорошо.",
	},
}

// TestBilingualOrders: whatever the second language, and whichever stands first,
// nothing is lost.
func TestBilingualOrders(t *testing.T) {
	e := newExtractor(t)
	page := string(readPage(t, "bilingual"))
	before, rest, _ := strings.Cut(page, `<div class="en-part">`)
	first, rest, _ := strings.Cut(rest, "</div>\n<div class=\"translation\"")
	_, footer, _ := strings.Cut(rest, "<footer>")
	first = `<div class="en-part">` + first
	for lang, paragraphs := range secondHalves {
		for _, swapped := range []bool{false, true} {
			t.Run(fmt.Sprint(lang, " first ", swapped), func(t *testing.T) {
				second := `<div class="translation"><p>` + strings.Join(paragraphs, "</p>\n<p>") + "</p></div>"
				halves := first + "</div>" + second
				if swapped {
					halves = second + "</div>" + first
				}
				body := before + halves + "<footer>" + footer
				doc, err := e.Extract(t.Context(), corpus.Page{Capture: corpus.Capture{URL: "https://quayforum.example/ferry-talks"}, Body: []byte(body)}, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, want := range append(paragraphs, "opened on Wednesday", "as a judge on the northern", "might follow if", "met their traders") {
					if !strings.Contains(doc.Text, want) {
						t.Errorf("the text lacks %q", want)
					}
				}
				if len(doc.Langs) < 2 || doc.Langs[1].Share < 0.2 {
					t.Errorf("languages %v, want two with a fair share each", doc.Langs)
				}
			})
		}
	}
}

// TestOneHalfDropped: a document that lost one language of its page has half
// the quality.
func TestOneHalfDropped(t *testing.T) {
	e := newExtractor(t)
	page := corpus.Page{Capture: corpus.Capture{URL: "https://quayforum.example/ferry-talks"}, Body: readPage(t, "bilingual")}
	both, err := e.Extract(t.Context(), page, nil)
	if err != nil {
		t.Fatal(err)
	}
	one, err := e.Extract(t.Context(), page, &corpus.Source{ID: "quay", Selectors: corpus.Selectors{Text: ".en-part"}})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(one.Text, "渡轮") || one.Quality > 0.6*both.Quality {
		t.Errorf("quality %v with one half, %v with both", one.Quality, both.Quality)
	}
}
