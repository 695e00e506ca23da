package extract

import "strings"

const (
	correctionMost  = 900 // letters of a notice of a correction
	correctionTitle = 40  // letters of a heading over one
	correctionNear  = 8   // blocks from the text at which it may stand
	correctionsMost = 8   // blocks that notices of one page have at most
)

// A label is a word that means a correction only where a mark follows it: an
// article may be about corrections. The other wordings speak of the text itself.
const (
	correctionLabels = `corrections?(?: and clarifications?)?|clarifications?|errat(?:um|a)|corrigend(?:um|a)|` +
		`korrekturhinweis|korrekturen|korrektur|berichtigung|richtigstellung|rectificatifs?|correctifs?|précisions?|` +
		`correcci[óo]n(?:es)?|fe de err(?:atas|ores)|rectificaci[óo]n|aclaraci[óo]n|correç(?:ão|ões)|rettifica|correzione|rectificatie|correctie|` +
		`исправлени[ея]|уточнени[ея]|поправка|виправлення|уточнення|تصحيح|تصويب|توضيح|استدراك|اصلاحیه|تصحیح|शुद्धि|भूल सुधार|स्पष्टीकरण|सुधार|ভুল সংশোধন|সংশোধনী|تصحیح نامہ|` +
		`düzeltme|koreksi|ralat|pembetulan|klarifikasi|đính chính|แก้ไขข่าว|masahihisho|更正(?:声明|聲明|启事|啟事|说明|說明)?|勘误|勘誤|订正|訂正|お詫びと訂正|訂正とお詫び|修正|정정(?:보도)?|바로잡습니다`
	correctionPhrases = `(?:an|the) (?:earlier|previous|original) (?:version|headline) (?:of|on|for|to) (?:this|the) (?:article|story|report|piece|post|page)|` +
		`this (?:article|story|report|piece|post|page|headline) (?:has been|was) (?:updated and )?(?:amended|corrected|edited to correct|updated to correct)|` +
		`in einer (?:früheren|ersten|vorherigen|älteren) (?:version|fassung)|(?:wir haben|dieser artikel wurde|der artikel wurde).{0,60}(?:korrigiert|berichtigt)|` +
		`une (?:première |précédente )?version (?:précédente |antérieure |initiale )?de (?:cet|ce|notre) (?:article|texte)|cet article a été (?:corrigé|modifié pour)|` +
		`una versi[óo]n (?:anterior|previa) de (?:este|esta)|este art[íi]culo (?:ha sido|fue) corregido|uma versão anterior (?:deste|desta)|una versione precedente di quest|` +
		`в (?:предыдущей|более ранней|первоначальной) версии|(?:في )?نسخة سابقة من هذ|bu haberin (?:önceki|ilk)|versi sebelumnya dari|` +
		`本文(?:已于.{0,20})?(?:已|曾)(?:作)?(?:出)?(?:更正|修正|订正|訂正)|本文(?:此前|早前|先前|之前|较早前|較早前)(?:的)?版本|(?:此前|早前|先前|较早前|較早前)(?:的)?(?:报道|報道|報導|版本).{0,30}(?:有误|有誤|错误|錯誤)|当初の記事|記事の?(?:一部|以前の).{0,20}(?:訂正|修正)|이전 (?:버전|기사)`
)

// correctionStart is how a notice begins: a label, what day it is of, and a
// mark; or words about an earlier text.
var correctionStart = anyOf(`^[^\pL]{0,4}(?:(?:` + correctionLabels + `)(?:\s*[(（\[【,–—-][^:：]{0,60}|[^\pL:：]{0,30}|\s` +
	`(?:on |vom |du |del |le |от |em )?(?:\d[^:：]{0,24}|\pL{3,10}\.? \d[^:：]{0,20}))?\s*[:：]|(?:` + correctionPhrases + `))`)

// correctionHeading is a heading or label that stands alone over one.
var correctionHeading = anyOf(`^[^\pL]*(?:` + correctionLabels + `)[^\pL]*$`)

// isCorrection reports whether a block is a notice that the article was
// corrected, and whether it is only the heading over one.
func (b *block) isCorrection() (notice, heading bool) {
	if b.letters == 0 || b.letters > correctionMost || b.where.has(inNav|isRelated|isComment) {
		return false, false
	}
	if b.letters <= correctionTitle && correctionHeading.MatchString(b.text) {
		return true, true
	}
	if b.linked*2 > b.letters {
		return false, false // a link to another article's
	}
	return correctionStart.MatchString(beginning(b.text, 240)), false
}

// takeCorrections keeps the outlet's notices of corrections out of the text, as
// they repeat what was wrong, and returns them; empty where there are none.
func (v *verdict) takeCorrections() string {
	var notices []string
	text := 0
	for _, b := range v.blocks {
		text += int(truth(b.keep && b.proseIn(scriptOf(b.text))))
	}
	first, last := v.span()
	// Further away stand the outlet's corrections of other articles.
	for i := max(0, first-correctionNear); i < min(len(v.blocks), last+correctionNear) && len(notices) < correctionsMost; i++ {
		b := v.blocks[i]
		notice, heading := b.isCorrection()
		if !notice || isHeading(b.tag) && !heading || b.keep && text < 2 {
			continue
		}
		if heading {
			if i+1 == len(v.blocks) {
				break
			}
			next := v.blocks[i+1]
			if next.letters > correctionMost || !endsSentence(next.text) || next.where.has(isHidden) {
				continue
			}
			b.phrase, b.keep = kindCorrection, false
			b = next
		}
		if b.where.has(isHidden) {
			continue
		}
		b.phrase, b.keep = kindCorrection, false
		notices = append(notices, b.text)
	}
	return strings.Join(notices, "\n\n")
}
