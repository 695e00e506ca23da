package nlp

import (
	"slices"

	"framewatch/corpus"
	"framewatch/nlp/claim"
	"framewatch/nlp/frame"
	"framewatch/nlp/service"
	"framewatch/nlp/stance"
)

// Layers that do not apply to every document. Of one to which they do not,
// [corpus.Annotations.Unmade] says why.
const (
	LayerEntities = "entities" // names beside those of the gazetteers
	LayerFrames   = "frames"
	LayerClaims   = "claims"
	LayerStance   = "stance"
)

// Layers lists them.
func Layers() []string { return []string{LayerEntities, LayerFrames, LayerClaims, LayerStance} }

// Why a layer does not apply.
const (
	CodeNoText   = "no_text"  // there is no sentence
	CodeOff      = "off"      // the settings have nothing that makes it
	CodeLanguage = "language" // nothing makes it in any of the document's languages
)

// unmade says which layers do not apply to the document.
func (a *Annotator) unmade(_ *corpus.Document, out *corpus.Annotations, given *supplied) error {
	for _, layer := range []struct {
		name, served string
		on           bool
		reads        func(lang string) bool
	}{
		{LayerEntities, service.Entities, a.cfg.NER != NERNone, a.recognises},
		{LayerFrames, service.Frames, len(a.coders) > 0, func(lang string) bool {
			for _, t := range a.trained {
				if t.Reads(lang) {
					return true
				}
			}
			return slices.ContainsFunc(a.coders, func(c *frame.Coder) bool { return c.Reads(lang) })
		}},
		{LayerClaims, "", len(a.claims) > 0, func(lang string) bool {
			return slices.ContainsFunc(a.claims, func(f *claim.Finder) bool { return f.Reads(lang) })
		}},
		{LayerStance, "", a.stance != nil, stance.Reads},
	} {
		made := func(s corpus.Sentence) bool {
			return layer.on && layer.reads(s.Lang) || layer.served != "" && given.covers(layer.served, s.Lang)
		}
		if slices.ContainsFunc(out.Sentences, made) {
			continue
		}
		code := CodeLanguage
		switch {
		case len(out.Sentences) == 0:
			code = CodeNoText
		case !layer.on:
			code = CodeOff
		}
		out.Unmade = append(out.Unmade, corpus.Unmade{Layer: layer.name, Code: code})
	}
	return nil
}

// recognises reports whether names are looked for in a language.
func (a *Annotator) recognises(tag string) bool {
	return corpus.BaseLang(tag) == "en" || corpus.BaseLang(tag) == "zh" && a.cfg.NER == NERTagger
}
