package rendering_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"framewatch/internal/bilingual"
)

// The parts of invented wrong names.
var (
	scopes  = strings.Fields("国际 国际 国际 世界 全球 万国 -")
	middles = strings.Fields("冥想 医学 军事 调停 药物 媒体 中介 教育 和平 谈判 斡旋 移动 莫德 奥姆 医疗保健 媒体发展 军事互助 心理 调味 地中海 中世纪 勋章 调和 和解 仲裁 仲裁与调解 媒介 协商 温和 医药研究 解决 中间人 调节 干预 冥想与和平 经济 军医 数学 木兰")
	heads   = strings.Fields("组织 组织 组织 院 机构 中心 法院 法庭 协会 委员会 学会 所 署 会 联盟 医院 学院 局 研究所 -")
)

// wrongName is where the pages mark a wrong name.
var wrongName = regexp.MustCompile(`\{mistranslation\|[^}]*\}`)

func inventName(r *rand.Rand) string { return inventOf(r, scopes, middles, heads) }

func inventOf(r *rand.Rand, scopes, middles, heads []string) string {
	for {
		s, m, h := scopes[r.IntN(len(scopes))], middles[r.IntN(len(middles))], heads[r.IntN(len(heads))]
		if s == "-" && h == "-" {
			continue
		}
		return strings.ReplaceAll(s+m+h, "-", "")
	}
}

// TestInventedNames puts invented names in the place of the wrong ones of the
// pages and measures how many are found.
func TestInventedNames(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "dev", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	a := newAnnotator(t, official)
	r := rand.New(rand.NewPCG(1, 2))
	var sum tally
	for range 3 {
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(string(data), "source: zh") || strings.Contains(string(data), "國") {
				continue
			}
			text := wrongName.ReplaceAllStringFunc(string(data), func(string) string { return "{mistranslation|" + inventName(r) + "}" })
			sum.add(score(t, a, bilingual.LayOut(filepath.Base(f), text, ""), os.Getenv("VERBOSE") != ""))
		}
	}
	t.Logf("invented names: %s", sum)
}

// TestDropped leaves out and joins paragraphs of the translations.
func TestDropped(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "dev", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	a := newAnnotator(t, official)
	r := rand.New(rand.NewPCG(3, 4))
	var sum tally
	for range 2 {
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			var source, target []string
			for i, p := range strings.Split(strings.TrimSpace(string(data)), "\n\n") {
				switch {
				case i%2 == 0:
					source = append(source, p)
				case r.Float64() < .15:
				case r.Float64() < .2 && len(target) > 0:
					target[len(target)-1] += " " + p
				default:
					target = append(target, p)
				}
			}
			text := strings.Join(source, "\n\n") + "\n\n" + strings.Join(target, "\n\n")
			text = strings.TrimPrefix(strings.TrimPrefix(text, "layout: interleaved\n"), "source: zh\n")
			sum.add(score(t, a, bilingual.Unmark(filepath.Base(f), text), os.Getenv("VERBOSE") != ""))
		}
	}
	t.Logf("paragraphs dropped and joined: %s", sum)
}
