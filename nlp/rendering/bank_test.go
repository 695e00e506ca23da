package rendering_test

import (
	"log/slog"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/internal/bilingual"
	"framewatch/nlp"
	"framewatch/nlp/link"

	"go.yaml.in/yaml/v3"
)

// bankAnnotator knows the bank of package bilingual by its right names, and the
// project's other bodies and states.
func bankAnnotator(t testing.TB) *nlp.Annotator {
	t.Helper()
	data, err := bilingual.Gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	var bank link.Gazetteer
	if err := yaml.Unmarshal(data, &bank); err != nil {
		t.Fatal(err)
	}
	cfg := nlp.Default()
	cfg.Targets = []corpus.EntityID{bank.Entities[0].ID}
	a, err := nlp.New(cfg, nlp.Resources{Gazetteers: append(gazetteers(t, full)[1:], bank)}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestBank measures the pages about the second subject: what is missed and what is
// taken for it is told of dev alone, for rules are tuned on it.
func TestBank(t *testing.T) {
	a := bankAnnotator(t)
	for _, half := range []string{"dev", "held"} {
		pages, err := bilingual.Pages(half)
		if err != nil {
			t.Fatal(err)
		}
		var sums [2]tally
		for i, p := range pages {
			sums[2*i/len(pages)].add(score(t, a, p, half == "dev" && os.Getenv("VERBOSE") != ""))
		}
		t.Logf("%s, into Chinese: %s", half, sums[0])
		t.Logf("%s, into English: %s", half, sums[1])
	}
}

// The parts of invented wrong names of the bank.
var (
	bankReaches = strings.Fields("亚洲 亚洲 亚洲 亚细亚 泛亚 国际 亚裔 -")
	bankMiddles = strings.Fields("基础设施投资 基建投资 基础投资 设施投放 底层设施 基底工程 道路投资 结构投资 公共设施融资 基层建设 地基投入 基础架构资本 内部构造 建设信贷 资本投放 基石 设备投资 桥梁 下层结构 设施注资")
	bankHeads   = strings.Fields("银行 银行 银行 库 岸 河岸 堤坝 机构 组织 基金 公司 行 钱庄 贷款行 金库 储蓄所 仓库 -")
)

// TestInventedNamesOfTheBank puts invented names in the place of the wrong ones.
func TestInventedNamesOfTheBank(t *testing.T) {
	a := bankAnnotator(t)
	r := rand.New(rand.NewPCG(5, 6))
	pages, err := bilingual.Pages("dev")
	if err != nil {
		t.Fatal(err)
	}
	var sum tally
	for _, p := range pages[:len(pages)/2] {
		sum.add(score(t, a, rename(p, func() string { return inventOf(r, bankReaches, bankMiddles, bankHeads) }), os.Getenv("VERBOSE") != ""))
	}
	t.Logf("invented names of the bank: %s", sum)
}

// rename puts other names in the place of the wrong ones of a page.
func rename(p bilingual.Page, name func() string) bilingual.Page {
	var b strings.Builder
	at := 0
	for _, m := range p.Marks {
		text := m.Text
		if m.Kind == string(corpus.VariantMistranslation) {
			text = name()
		}
		b.WriteString(p.Text[at:m.Start] + "{" + m.Kind + "|" + text + "}")
		at = m.End
	}
	return bilingual.Unmark(p.Name, b.String()+p.Text[at:])
}
