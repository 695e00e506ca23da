package sent_test

import (
	"strings"
	"testing"

	"framewatch/nlp/sent"
)

// BenchmarkSplit measures running text with what is costly to judge.
func BenchmarkSplit(b *testing.B) {
	for lang, text := range map[string]string{
		"en":      `The U.S. Coast Office met Dr. J. K. Lind at 3 p.m. on Friday, i.e. late. “We agree,” she said. It was no. 5 of nine talks (the first was held in May). `,
		"de":      `Am 3. Mai traf Frau Dr. h. c. Lind z. B. die Fischer. „Wir kommen wieder.“ Dann ging sie, d. h. sie fuhr mit der Fähre nach Hause. `,
		"zh-Hans": `港务局星期五说，两个镇之间的渡轮恢复航行。“我们同意。”林女士说。增长３．２％……会议在五月举行！`,
	} {
		text = strings.Repeat(text, 200)
		b.Run(lang, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				sent.Split(text, lang)
			}
		})
	}
}
