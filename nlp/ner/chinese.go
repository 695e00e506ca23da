package ner

import (
	"slices"
	"strings"
	"unicode/utf8"

	"framewatch/corpus"
)

// sounds are the characters that spell foreign names and are hardly ever words
// by themselves.
const sounds = "托卡斯克尔夫姆德特拉罗洛莫娅蒂茨诺弗耶维兹瓦萨恩伊埃艾穆娜玛菲佩韦鲁贝勒迪泽扎沃亚莱坦图帕丁奥齐捷谢舍涅琳莎蕾妮珀翁凯赫哈" +
	"羅爾維茲薩瑪韋魯貝澤紮亞萊圖齊謝蓋凱"

// notNames are words newer than the texts that the model was learnt from, which
// it takes for people.
var notNames = []string{"施策", "赋能", "賦能", "双碳", "雙碳", "出圈", "破圈", "打卡", "团结协作", "共赢", "共贏", "向好", "提质", "提質", "增效", "走深", "走实", "走實"}

// plausible tidies the names of one Chinese sentence: none reaches over a mark
// that parts clauses or the items of a list, people are no abstractions, and a
// foreign name is not cut before its last character or behind its first.
func plausible(text string, tokens []corpus.Token, found []Entity) []Entity {
	out := slices.DeleteFunc(found, func(e Entity) bool {
		s := e.Span.Of(text)
		return strings.ContainsAny(s, "。；，、！？：;") || !balanced(s) || e.Label == corpus.PER && noPerson(s)
	})
	for i := range out {
		if out[i].Label != corpus.PER || !strings.ContainsAny(out[i].Span.Of(text), sounds) {
			continue
		}
		from, to := 0, len(text)
		if i > 0 {
			from = out[i-1].Span.End
		}
		if i+1 < len(out) {
			to = out[i+1].Span.Start
		}
		out[i].Span = whole(text, tokens, out[i].Span, from, to)
	}
	return out
}

// noPerson reports what a person is not called: words with particles, abstract
// nouns, words that are newer than the model.
func noPerson(s string) bool {
	if strings.Contains(s, "·") {
		return false
	}
	if strings.ContainsAny(s, "了的着這这們们") || slices.Contains(notNames, s) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return utf8.RuneCountInString(s) > 2 && strings.ContainsRune("感性率度化制", last)
}

// balanced reports whether every bracket of s has its other half in it.
func balanced(s string) bool {
	count := func(marks string) int {
		return strings.Count(s, marks[:len(marks)/2]) - strings.Count(s, marks[len(marks)/2:])
	}
	return count("（）") == 0 && count("()") == 0 && count("《》") == 0 && count("“”") == 0
}

// whole adds the single characters beside a foreign name that are a part of it,
// as far as from and to.
func whole(text string, tokens []corpus.Token, name corpus.Span, from, to int) corpus.Span {
	sound := func(t corpus.Token) bool {
		r, n := utf8.DecodeRuneInString(t.Span.Of(text))
		return n == t.Span.Len() && strings.ContainsRune(sounds, r)
	}
	first, last := edges(text, name)
	for i, t := range tokens {
		switch {
		case t.Span.End == name.Start && t.Span.Start >= from && sound(t) && first:
			name.Start = t.Span.Start
		case t.Span.Start == name.End && t.Span.End <= to && sound(t) && last:
			if i+1 < len(tokens) && tokens[i+1].Span.Of(text) == "·" {
				continue // the beginning of the next name
			}
			name.End = t.Span.End
		}
	}
	return name
}

// edges reports whether a name begins and ends in characters of foreign names,
// two of them.
func edges(text string, name corpus.Span) (first, last bool) {
	runes := []rune(name.Of(text))
	n := len(runes)
	if n < 2 {
		return false, false
	}
	foreign := func(r rune) bool { return strings.ContainsRune(sounds, r) }
	inner := 0
	for _, r := range runes {
		if foreign(r) {
			inner++
		}
	}
	most := 2*inner >= n && n >= 3 || strings.ContainsRune(string(runes), '·')
	return most && foreign(runes[0]), most
}
