package lazyregexp_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/lazyregexp"
)

// TestMethodsAreThoseOfRegexp holds each method to the one that it stands for.
func TestMethodsAreThoseOfRegexp(t *testing.T) {
	double := func(s string) string { return s + s }
	for _, expr := range []string{`(\d+) ?(boats?|艘船)`, `[，,] *`, `^nothing$`} {
		lazy, eager := lazyregexp.New(expr), regexp.MustCompile(expr)
		for _, s := range []string{"", "12 boats, 3 boats", "港口有12艘船，其中3艘船离港。"} {
			got := []any{lazy.MatchString(s), lazy.FindString(s), lazy.FindStringIndex(s), lazy.FindStringSubmatch(s), lazy.FindStringSubmatchIndex(s),
				lazy.FindAllString(s, 1), lazy.FindAllStringIndex(s, -1), lazy.FindAllStringSubmatch(s, -1), lazy.FindAllStringSubmatchIndex(s, -1),
				lazy.ReplaceAllString(s, "<$1>"), lazy.ReplaceAllStringFunc(s, double), lazy.Split(s, 2)}
			want := []any{eager.MatchString(s), eager.FindString(s), eager.FindStringIndex(s), eager.FindStringSubmatch(s), eager.FindStringSubmatchIndex(s),
				eager.FindAllString(s, 1), eager.FindAllStringIndex(s, -1), eager.FindAllStringSubmatch(s, -1), eager.FindAllStringSubmatchIndex(s, -1),
				eager.ReplaceAllString(s, "<$1>"), eager.ReplaceAllStringFunc(s, double), eager.Split(s, 2)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s in %q: %s", expr, s, diff)
			}
		}
	}
}

// TestMistakesStopTests holds that tests meet a mistake in an expression that none
// of them uses.
func TestMistakesStopTests(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an expression with an open bracket was taken")
		}
	}()
	lazyregexp.New(`(open`)
}
