package clause_test

import (
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/nlp/clause"
	"framewatch/nlp/en"
)

// reading reads one sentence and gives polarity and mood of the part that stands
// between brackets: "neg", "asked", "supposed", or nothing.
func reading(t *testing.T, tagger *en.Tagger, lang, marked string, headline bool) string {
	t.Helper()
	from := strings.Index(marked, "[")
	to := strings.Index(marked, "]") - 1
	text := strings.NewReplacer("[", "", "]", "").Replace(marked)
	doc := &corpus.Document{Text: text}
	a := &corpus.Annotations{Sentences: []corpus.Sentence{{Span: corpus.Span{End: len(text)}, Lang: lang, Headline: headline}}}
	if headline {
		doc.Title, doc.Text = text, ""
	}
	if lang == "en" {
		for _, w := range tagger.Tag(text) {
			a.Tokens = append(a.Tokens, corpus.Token{Span: w.Span, POS: w.POS, Word: w.Word})
		}
	}
	a.Clauses = clause.Read(doc, a)
	c := clause.NewIndex(a).At(0, corpus.Span{Start: from, End: to})
	if c == nil {
		t.Fatalf("%q: no clause around it", marked)
	}
	var out []string
	if c.Polarity == corpus.Negated {
		out = append(out, "neg")
	}
	switch c.Mood { //nolint:exhaustive // asserted is told by nothing
	case corpus.Asked:
		out = append(out, "asked")
	case corpus.Hypothetical:
		out = append(out, "supposed")
	}
	return strings.Join(out, " ")
}

// TestRead holds what is denied, asked and supposed in English and Chinese, in
// kinds that have both.
func TestRead(t *testing.T) {
	tagger, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	kinds := []struct {
		kind string
		en   map[string]string
		zh   map[string]string
	}{
		{"plain", map[string]string{
			"The centre [complements] the court.":                         "",
			"The centre, which opened in May, [rivals] the court.":        "",
			"The harbour centre has [complemented] the court since June.": "",
		}, map[string]string{"这个中心[补充]了法院的工作。": "", "中心于五月成立，[补充]法院。": ""}},
		{"simple negation", map[string]string{
			"The centre does not [rival] the court.":                         "neg",
			"The centre will never be a [rival] of the court.":               "neg",
			"The centre won't [replace] the court.":                          "neg",
			"The centre is no [rival] to the court.":                         "neg",
			"The centre is no longer a [rival] to the court.":                "neg",
			"No mediator wants to [replace] the court.":                      "neg",
			"Neither envoy asked it to [replace] the court.":                 "neg",
			"Nobody in the hall expects it to [replace] the court.":          "neg",
			"The centre hardly [rivals] the court.":                          "neg",
			"It is by no means a [rival].":                                   "neg",
			"The centre cannot and must not [replace] the court.":            "neg",
			"The centre does not, and never will, [replace] the court.":      "neg",
			"The centre has neither the staff nor the wish to [replace] it.": "neg",
			"There is no sign that the centre [rivals] the court.":           "neg",
			"The centre is unlikely to [replace] the court.":                 "neg",
			"The centre has yet to [replace] anybody.":                       "neg",
			"None of its lawyers want to [replace] the court.":               "neg",
		}, map[string]string{
			"中心不会[取代]法院。": "neg", "中心并不[取代]法院。": "neg", "中心从未[取代]法院。": "neg", "中心没有[取代]法院。": "neg", "中心不再是法院的[对手]。": "neg",
			"没有一个调解员想[取代]法院。": "neg", "中心绝不是法院的[对手]。": "neg", "中心无意[取代]法院。": "neg", "中心难以[取代]法院。": "neg",
			"中心不会、也不应[取代]法院。": "neg", "中心既不会也不愿[取代]法院。": "neg", "中心谈不上[取代]法院。": "neg", "毫无迹象显示中心[取代]法院。": "neg", "中心未曾[取代]谁。": "neg",
		}},
		{"scope ends", map[string]string{
			"The centre does not judge, but it [complements] the court.":            "",
			"The centre is not a court but a [complement] to one.":                  "",
			"The centre will not wait, and Ama Owusu [complements] it.":             "",
			"The centre, which is not a court, [complements] one.":                  "",
			"While the hall is not new, the centre [complements] the court.":        "",
			"The envoys who did not sign [praised] the court.":                      "",
			"No, the centre [complements] the court.":                               "",
			"Instead of waiting, the centre [complements] the court.":               "",
			"Without a budget of its own, the centre [complements] the court.":      "",
			"It was “without precedent in the region” and [helps] the court.":       "",
			"The centre is no court and [helps] one.":                               "",
			"The centre does not judge; it [complements].":                          "",
			"Because it does not judge, the centre [complements] the court.":        "",
			"The centre will not replace the courts, [complementing] them instead.": "",
		}, map[string]string{
			"中心不是法院，而是法院的[补充]。": "", "中心不是法院而是[补充]。": "", "中心并不审判，它[补充]法院。": "", "虽然大楼不新，中心却[补充]法院。": "",
			"不，中心[补充]法院。": "", "没有签字的使节[称赞]法院。": "", "中心没有预算，但[补充]了法院。": "", "由于不审判，中心[补充]法院。": "", "中心是“没有先例”的[帮手]。": "",
		}},
		{"over an insertion", map[string]string{
			"The centre is not, whatever its neighbours may say over lunch, a [rival].": "neg",
			"The centre will not, Ama Owusu insists, [replace] the court.":              "neg",
			"The centre does not (as some fear) [replace] the court.":                   "neg",
			"The centre would not, in the end, [replace] the court.":                    "neg",
			"The centre is not — its staff say — a [rival].":                            "neg",
		}, map[string]string{"中心不会，她强调，[取代]法院。": "neg", "中心并不（如有人担心的）[取代]法院。": "neg"}},
		{"pairs", map[string]string{
			"The centre is less a [rival] than a helper.":          "neg",
			"The centre is less a rival than a [helper].":          "",
			"The centre is more a helper than a [rival].":          "neg",
			"It is not so much a [rival] as a helper.":             "neg",
			"It is not so much a rival as a [helper].":             "",
			"The centre helps rather than [replaces] the court.":   "neg",
			"The centre is anything but a [rival].":                "neg",
			"Far from [rivalling] the court, the centre helps it.": "neg",
			"Far from rivalling the court, the centre [helps] it.": "",
			"The centre helps instead of [replacing] the court.":   "neg",
			"The centre is a helper, not a [rival].":               "neg",
		}, map[string]string{
			"与其说中心是[对手]，不如说是帮手。": "neg", "与其说中心是对手，不如说是[帮手]。": "", "与其说中心是[对手]，毋宁说是帮手。": "neg",
			"中心是帮手而不是[对手]。": "neg", "中心是帮手，而非[对手]。": "neg", "中心远非[对手]。": "neg",
		}},
		{"look-alikes", map[string]string{
			"The centre is not only a [rival] but a danger.":        "",
			"No doubt the centre [rivals] the court.":               "",
			"There is no doubt that the centre [rivals] the court.": "",
			"It is nothing but a [rival].":                          "",
			"It is nothing less than a [rival].":                    "",
			"The centre cannot but [rival] the court.":              "",
			"No wonder the centre [rivals] the court.":              "",
			"It isn't just a [rival].":                              "",
			"The centre never ceases to [help] the court.":          "",
			"The centre was all but a [rival].":                     "",
		}, map[string]string{
			"中心不仅是[对手]。": "", "中心不失为[帮手]。": "", "中心毫无疑问是[对手]。": "", "中心坚定不移地[帮助]法院。": "", "中心不断[帮助]法院。": "", "中心不得不[取代]法院。": "",
			"中心无疑是[对手]。": "", "中心不愧是[帮手]。": "", "不管怎样中心是[对手]。": "", "中心非但没有垮，反而[帮助]了法院。": "", "毋庸置疑，中心是[帮手]。": "", "中心未来[帮助]法院。": "",
		}},
		{"denial", map[string]string{
			"Ama Owusu denied that the centre [rivals] the court.":                     "neg",
			"Ama Owusu denied and rejected claims that the centre [rivals] the court.": "neg",
			"Its staff dismissed talk of a [rival].":                                   "neg",
			"Ministers refuted the idea that the centre is a [rival].":                 "neg",
			"The centre refuses to [rival] the court.":                                 "neg",
			"The centre lacks [independence].":                                         "neg",
			"The minister ruled out [replacing] the court.":                            "neg",
			"Critics dismissed the centre as a [tool].":                                "",
			"The lawyer rejected it as a [rival] of the court.":                        "",
			"The centre is devoid of [independence].":                                  "neg",
			"The centre declined to [replace] anybody.":                                "neg",
		}, map[string]string{
			"王平否认中心[取代]法院。": "neg", "王平驳斥了中心[取代]法院的说法。": "neg", "王平否认，中心[取代]法院。": "neg", "中心缺乏[独立]。": "neg", "中心拒绝[取代]法院。": "neg",
			"王平排除了中心[取代]法院的可能。": "neg", "王平反驳道：“中心是[帮手]。”": "", "王平批驳了中心是[工具]的论调。": "neg",
		}},
		{"denying predicate", map[string]string{
			"The claim that the centre [rivals] the court is false.":               "neg",
			"The idea that it [rivals] the court is simply absurd.":                "neg",
			"It is nonsense that the centre [rivals] the court.":                   "neg",
			"It would be a mistake to call it a [rival].":                          "neg supposed",
			"Calling the centre a [rival] is misleading.":                          "neg",
			"Claims that the centre [rivals] the court were rejected.":             "neg",
			"The myth that the centre [rivals] the court lives on.":                "neg",
			"Reports that it [rivals] the court are not true.":                     "neg",
			"It is not true that it [rivals] the court.":                           "neg",
			"The claim that the centre [rivals] the court is not false.":           "",
			"The claim that the centre [rivals] the court is true.":                "",
			"The false alarm [rivals] the fire.":                                   "",
			"Contrary to reports that it [rivals] the court, the centre is small.": "neg",
		}, map[string]string{
			"中心[取代]法院的说法毫无根据。": "neg", "所谓中心是[工具]的论调，纯属无稽之谈。": "neg", "把中心说成[对手]是错误的。": "neg", "称中心是[工具]是荒谬的。": "neg",
			"有关中心[取代]法院的传言不实。": "neg", "中心[取代]法院的说法是真的。": "", "中心[取代]法院的说法并非谣言。": "", "有人说中心是[工具]，这是谣言。": "neg",
			"中心[取代]法院是不可能的。": "neg",
		}},
		{"two negations", map[string]string{
			"The centre does not fail to [help] the court.":      "",
			"Nobody denies that the centre [helps] the court.":   "",
			"It cannot be ruled out that it [rivals] the court.": "",
			"The centre never refused to [help] the court.":      "",
			"The centre is not without [independence].":          "",
		}, map[string]string{"中心并非不[帮助]法院。": "", "没有人否认中心[帮助]法院。": "", "中心不会不[帮助]法院。": "", "不能否认中心是[帮手]。": "", "难道中心不[帮助]法院吗？": "asked"}},
		{"question", map[string]string{
			"Will the centre [replace] the court?":                   "asked",
			"Ministers asked whether the centre would [replace] it.": "asked",
			"It is unclear whether the centre [rivals] the court.":   "asked",
			"How can the centre [replace] the court?":                "neg asked",
		}, map[string]string{
			"中心会[取代]法院吗？": "asked", "中心会不会[取代]法院，没有人知道。": "asked", "中心是否[取代]法院，尚不清楚。": "asked", "中心岂能[取代]法院？": "neg asked", "中心怎么可能[取代]法院？": "neg asked", "他问：“中心是[对手]吗？”": "asked",
			"谁会[取代]法院呢？": "asked",
		}},
		{"supposition", map[string]string{
			"The centre could one day [replace] the court.":          "supposed",
			"Were it a [rival], few would come.":                     "supposed",
			"Perhaps the centre [rivals] the court.":                 "supposed",
			"If the centre [replaces] the court, judges will leave.": "supposed",
			"In May it [rivalled] the court.":                        "",
			"Even if it falters, the centre [helps] the court.":      "",
		}, map[string]string{
			"中心可能[取代]法院。": "supposed", "如果中心[取代]法院，法官会走。": "supposed", "中心或将[取代]法院。": "supposed", "即使困难，中心[帮助]法院。": "", "郑若骅[帮助]法院。": "",
		}},
	}
	for _, k := range kinds {
		t.Run(k.kind, func(t *testing.T) {
			for text, want := range k.en {
				if got := reading(t, tagger, "en", text, false); got != want {
					t.Errorf("%s: %q, want %q", text, got, want)
				}
			}
			for text, want := range k.zh {
				if got := reading(t, tagger, "zh-Hans", text, false); got != want {
					t.Errorf("%s: %q, want %q", text, got, want)
				}
			}
		})
	}
}

// TestOtherLanguages holds the cues of the languages that are read without tags.
func TestOtherLanguages(t *testing.T) {
	for _, test := range []struct{ lang, text, want string }{
		{"fr", "Le centre ne veut pas être un [rival].", "neg"},
		{"fr", "Le ministre dément que le centre soit un [rival].", "neg"},
		{"fr", "Le centre n'est pas seulement un [rival].", ""},
		{"fr", "L'idée que le centre soit un [rival] est absurde.", "neg"},
		{"fr", "Rien n'empêche d'exclure que ce soit un [rival].", "neg"},
		{"fr", "Le centre, sans moyens, est un [rival].", ""},
		{"es", "El centro no busca ser un [rival].", "neg"},
		{"es", "El ministro negó que el centro sea un [rival].", "neg"},
		{"es", "El centro no solo es un [rival].", ""},
		{"es", "Nadie niega que sea un [rival].", ""},
		{"pt", "O centro não é um [rival].", "neg"},
		{"pt", "O ministro rejeitou a ideia de um [rival].", "neg"},
		{"it", "Il centro non è un [rivale].", "neg"},
		{"it", "Il ministro ha smentito che sia un [rivale].", "neg"},
		{"de", "Das Zentrum ist kein [Rivale].", "neg"},
		{"de", "Der Minister bestritt, dass das Zentrum ein [Rivale] ist.", "neg"},
		{"de", "Das Zentrum ist nicht nur ein [Rivale].", ""},
		{"nl", "Het centrum is geen [rivaal].", "neg"},
		{"ru", "Центр не является [соперником].", "neg"},
		{"ru", "Министр опроверг, что центр стал [соперником].", "neg"},
		{"id", "Pusat itu bukan [pesaing].", "neg"},
		{"id", "Menteri membantah bahwa pusat itu [pesaing].", "neg"},
		{"ar", "المركز ليس [منافسا] للمحكمة.", "neg"},
		{"ar", "نفى الوزير أن المركز [منافس] للمحكمة.", "neg"},
		{"zh-Hant", "中心並不[取代]法院。", "neg"},
		{"zh-Hant", "王平否認中心[取代]法院。", "neg"},
		{"ja", "センターは[競争相手]ではない。", ""}, // not read
		{"und", "not [rival]", ""},
	} {
		if got := reading(t, nil, test.lang, test.text, false); got != test.want {
			t.Errorf("%s %s: %q, want %q", test.lang, test.text, got, test.want)
		}
	}
}

// TestHeadlines holds that a headline asks by its order of words.
func TestHeadlines(t *testing.T) {
	tagger, err := en.New()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Will the centre [replace] the court":     "asked",
		"Owusu denies centre is [rival] to court": "neg",
		"Centre no [rival] to court":              "neg",
	} {
		if got := reading(t, tagger, "en", text, true); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestReports holds whose words a clause is, also where a unit is half a
// source's and half the author's.
func TestReports(t *testing.T) {
	text := `Owusu said it would rival "the old court", but nobody believes it would replace one.`
	at := func(s string) corpus.Span {
		k := strings.Index(text, s)
		return corpus.Span{Start: k, End: k + len(s)}
	}
	doc := &corpus.Document{Text: text}
	a := &corpus.Annotations{Sentences: []corpus.Sentence{{Span: corpus.Span{End: len(text)}, Lang: "en"}},
		Quotes: []corpus.Quote{{ID: "q", In: corpus.InText, Type: corpus.QuoteMixed, Speaker: "person.owusu", VerbClass: corpus.VerbNeutral,
			Source: []corpus.Span{at("Owusu")}, Cue: []corpus.Span{at("said")}, Content: []corpus.Span{at("it would rival"), at(`"the old court"`)}}}}
	a.Clauses = clause.Read(doc, a)
	index := clause.NewIndex(a)
	for _, test := range []struct {
		place    string
		voice    corpus.Voice
		speaker  corpus.EntityID
		polarity corpus.Polarity
		mood     corpus.Mood
	}{
		{"rival", corpus.VoiceIndirect, "person.owusu", corpus.Affirmed, corpus.Asserted}, // "would" behind "said"
		{"old court", corpus.VoiceDirect, "person.owusu", corpus.Affirmed, corpus.Asserted},
		{"replace one", corpus.VoiceAuthor, "", corpus.Negated, corpus.Hypothetical},
	} {
		c := index.At(0, at(test.place))
		if c.Voice != test.voice || c.Speaker != test.speaker || c.Polarity != test.polarity || c.Mood != test.mood {
			t.Errorf("%s: %+v", test.place, *c)
		}
		if inQuote := c.Quote == "q"; inQuote != (test.voice != corpus.VoiceAuthor) {
			t.Errorf("%s is of quote %q", test.place, c.Quote)
		}
	}
}

// sound tells what is wrong with the clauses of a document.
func sound(doc *corpus.Document, a *corpus.Annotations) string {
	ids := map[string]corpus.Clause{}
	for _, c := range a.Clauses {
		s := a.Sentences[c.Sentence]
		parent, ok := ids[c.Parent]
		switch {
		case !s.Span.Contains(c.Span) || c.Span.Len() == 0:
			return "a clause outside its sentence"
		case c.Kind != corpus.ClauseSentence && !ok:
			return "a clause without its parent before it"
		case c.Kind != corpus.ClauseSentence && !parent.Span.Contains(c.Span):
			return "a clause outside its parent"
		case ids[c.ID].ID != "":
			return "an ID that is there twice"
		}
		for _, part := range []corpus.Span{c.Subject, c.Cue} {
			if part.Start < 0 || part.End > len(doc.Text) || part.Len() < 0 {
				return "a subject or cue outside the text"
			}
		}
		ids[c.ID] = c
	}
	return ""
}

// FuzzRead holds that clauses of any text nest, lie in their sentences and have
// an ID of their own.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"It does not, he says, rival (or replace) it; nor will it — ever — be less a rival than a friend?", "The claim that it is not false is a myth, which is nonsense.",
		"与其说中心是对手，不如说是帮手；中心不会，她强调，取代法院（如此）吗？", "\xff no \xfe, not", "，，。不", "，。？", "否认，", "n't", "", "Is less a than", "如果若、(",
	} {
		for _, lang := range []string{"en", "zh-Hans", "fr"} {
			f.Add(seed, lang, 3, 9)
		}
	}
	tagger, err := en.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, lang string, from, to int) {
		doc := &corpus.Document{ID: "d", Text: text}
		a := &corpus.Annotations{Sentences: []corpus.Sentence{{Span: corpus.Span{End: len(text)}, Lang: lang}}}
		if lang == "en" {
			for _, w := range tagger.Tag(text) {
				a.Tokens = append(a.Tokens, corpus.Token{Span: w.Span, POS: w.POS, Word: w.Word})
			}
		}
		if 0 <= from && from < to && to <= len(text) {
			a.Quotes = []corpus.Quote{{ID: "q", In: corpus.InText, Type: corpus.QuoteIndirect, Content: []corpus.Span{{Start: from, End: to}}}}
		}
		a.Clauses = clause.Read(doc, a)
		if fault := sound(doc, a); fault != "" && text != "" {
			t.Fatalf("%q (%s): %s: %+v", text, lang, fault, a.Clauses)
		}
	})
}
