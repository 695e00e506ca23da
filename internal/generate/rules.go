package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/invopop/jsonschema"

	"framewatch/compare"
	"framewatch/corpus"
	"framewatch/internal/config"
	"framewatch/internal/country"
	"framewatch/nlp"
	"framewatch/nlp/claim"
	"framewatch/nlp/link"
)

// rule is what a schema says of a key beyond its Go type, as far as JSON Schema can
// say what the Validate methods ask: internal/config's tests hold them together.
type rule struct {
	key         string // type and key, such as link.Entity.label
	description string // where the comment of the field says nothing
	pattern     string
	enum        []string
	least       int  // of a number; of a list, how many
	natural     bool // a number that is not below 0
}

const (
	dayPattern    = `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`
	openPattern   = `^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?$` // empty where a time has no end
	sincePattern  = `^([0-9]{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?)?$`
	urlPattern    = `^https?://[^/]`
	idPattern     = `^[a-z0-9][a-z0-9-]*$`
	entityPattern = `^[a-z][a-z0-9_]*(\.[\p{L}\p{M}\p{N}_-]+)+$`
	framePattern  = `^[a-z][a-z0-9_]*$`
	tagPattern    = `^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`
	hostPattern   = `^[^/: ]+$`
	textPattern   = `\S`
)

// required are the keys without which an entry is a mistake, by type.
var required = map[string][]string{
	"config.SourceList": {"list", "sources"}, "config.ListHead": {"id"}, "config.SourceEntry": {"id", "name", "country", "owner_type", "langs"},
	"link.Gazetteer": {"gazetteer", "entities"}, "link.Header": {"id", "version"}, "link.Entity": {"id"}, "link.Name": {"text", "lang", "variant"}, "link.Hold": {"office"}, "link.Reference": {"kind", "lang"},
	"frame.File": {"codebook"}, "frame.Codebook": {"id", "version", "frames"}, "frame.Set": {"id"}, "frame.Frame": {"id"}, "frame.Group": {"id", "terms"}, "frame.Requirement": {"set"}, "frame.Exclusion": {"frame", "within"},
	"claim.File": {"register"}, "claim.Register": {"id", "about"}, "claim.Kind": {"id", "unit"}, "claim.Fact": {"kind", "value"},
	"config.BlocFile": {"blocs"}, "config.Bloc": {"id", "name", "members"}, "config.Member": {"country", "status"}, "config.Territory": {"country", "parent"},
	"config.EventFile": {"events"}, "config.Event": {"id", "date", "label", "source"},
	"config.CorrectionFile": {"corrections"}, "config.Correction": {"url", "editor", "day", "reason"}, "config.LinkCorrection": {"surface", "entity"},
	"compare.Sides": {"a", "b"},
}

// texts are strings of another type.
func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// apply puts rules, required keys and defaults into a schema. A rule for a key that
// its type does not have any more is an error.
func apply(s *jsonschema.Schema, name string) error {
	for of, keys := range required {
		if def := s.Definitions[of]; def != nil {
			def.Required = keys
		}
	}
	for _, r := range slices.Concat(listRules(), bookRules(), factRules(), settingRules()) {
		at := strings.LastIndexByte(r.key, '.')
		def := s.Definitions[r.key[:at]]
		if def == nil {
			continue // of another file
		}
		p, ok := def.Properties.Get(r.key[at+1:])
		if !ok {
			return fmt.Errorf("rule for %s, which no type has", r.key)
		}
		r.apply(p)
	}
	if e := s.Definitions["link.Entity"]; e != nil { // what extends another adds to it only
		extends := jsonschema.NewProperties()
		extends.Set("extends", &jsonschema.Schema{Const: true})
		e.If = &jsonschema.Schema{Properties: extends, Required: []string{"extends"}}
		e.Else = &jsonschema.Schema{Required: []string{"label", "names"}}
	}
	if name == "settings" {
		return applyDefaults(s)
	}
	return nil
}

func (r rule) apply(p *jsonschema.Schema) {
	if r.description != "" {
		p.Description = r.description
	}
	value := p // of a list its items, of a table its values
	switch {
	case p.Items != nil:
		value = p.Items
		if r.least > 0 {
			least := uint64(r.least)
			p.MinItems = &least
		}
	case p.AdditionalProperties != nil && p.Type == "object":
		value = p.AdditionalProperties
		if value.Items != nil {
			value = value.Items
		}
	case r.least > 0 || r.natural:
		value.Minimum = json.Number(strconv.Itoa(r.least))
	}
	if r.pattern != "" {
		value.Pattern = r.pattern
	}
	if r.enum != nil {
		value.Enum = nil
		for _, e := range r.enum {
			value.Enum = append(value.Enum, e)
		}
	}
}

// applyDefaults notes every setting's default.
func applyDefaults(s *jsonschema.Schema) error {
	for _, d := range config.Defaults() {
		at, last := s, resolve(s, s)
		for step := range strings.SplitSeq(d.Key, ".") {
			next, ok := last.Properties.Get(step)
			if !ok {
				return fmt.Errorf("setting %s is not in the schema", d.Key)
			}
			at, last = next, next
			if next.Ref != "" {
				last = resolve(s, next)
			}
		}
		at.Default = d.Value
		if v, ok := d.Value.(time.Duration); ok {
			at.Default = v.String()
		}
		if v := reflect.ValueOf(d.Value); v.Kind() == reflect.Slice && v.Len() == 0 {
			at.Default = []any{}
		}
	}
	return nil
}

// listRules are those of source lists and gazetteers.
func listRules() []rule {
	known := append([]string{country.Unknown}, country.Codes()...)
	return []rule{
		{key: "config.SourceList.sources", description: "the outlets"},
		{key: "config.ListHead.id", description: "name of the list, as in sources.list_id", pattern: textPattern},
		{key: "config.ListHead.version", description: "version of the list, in quotes"},
		{key: "config.ListHead.licence", description: "under which the list may be used"},
		{key: "config.SourceEntry.id", description: "small letters, digits and hyphens; unique over all lists", pattern: idPattern},
		{key: "config.SourceEntry.name", description: "as the outlet calls itself", pattern: textPattern},
		{key: "config.SourceEntry.domain", pattern: hostPattern},
		{key: "config.SourceEntry.domains", pattern: hostPattern},
		{key: "config.SourceEntry.country", enum: known},
		{key: "config.SourceEntry.owner_type", description: "what kind of outlet it is", enum: texts(corpus.OwnerTypes())},
		{key: "config.SourceEntry.langs", description: "languages it publishes in, as BCP 47 tags such as en or zh-Hans", pattern: `^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`, least: 1},
		{key: "config.SourceEntry.feeds", description: "RSS, Atom and JSON feeds"},
		{key: "config.SourceEntry.sitemaps", description: "XML and news sitemaps"},
		{key: "config.SourceEntry.start", description: "pages with links to articles, such as a section or the front page"},
		{key: "config.SourceEntry.archives", enum: []string{"wayback", "commoncrawl"}},
		{key: "config.SourceEntry.link_patterns", description: "regular expressions (RE2), one of which the path of an article's address matches; none takes every page of domain"},
		{key: "config.SourceEntry.query", description: "terms to search for; of listings, only entries with one of them are fetched"},
		{key: "config.SourceEntry.max_pages", description: "pages a run at most; 0 as crawl.max_pages", natural: true},
		{key: "config.SourceEntry.min_articles", description: "articles below which a run counts the source as failed; 0 for none", natural: true},
		{key: "config.SourceEntry.valid_from", description: "first day for which the entry holds, YYYY-MM-DD", pattern: openPattern},
		{key: "config.SourceEntry.valid_to", description: "last day for which the entry holds, YYYY-MM-DD", pattern: openPattern},
		{key: "config.SourceEntry.note", description: "for editors"},
		{key: "config.SelectorsEntry.title", description: "CSS selector of the headline"},
		{key: "config.SelectorsEntry.text", description: "CSS selector of the main text"},
		{key: "config.SelectorsEntry.author", description: "CSS selector of the authors"},
		{key: "config.SelectorsEntry.date", description: "CSS selector of the date of publication"},
		{key: "config.SelectorsEntry.remove", description: "CSS selectors of what is no part of the text", pattern: textPattern},

		{key: "link.Gazetteer.entities", description: "the entities"},
		{key: "link.Gazetteer.references", description: "phrases that stand for a body named before"},
		{key: "link.Header.id", description: "name of the list", pattern: textPattern},
		{key: "link.Header.version", description: "version of the list, in quotes", pattern: textPattern},
		{key: "link.Header.licence", description: "under which the list may be used"},
		{key: "link.Header.note", description: "for editors"},
		{key: "link.Entity.id", description: "class and name, such as org.who; unique over all lists", pattern: entityPattern},
		{key: "link.Entity.label", description: "what it is", enum: []string{"PER", "ORG", "LOC", "NORP", "FAC", "EVENT", "MISC"}},
		{key: "link.Entity.country", enum: country.Codes()},
		{key: "link.Entity.names", description: "its names"},
		{key: "link.Entity.holds", description: "offices that the person holds or held"},
		{key: "link.Hold.office", description: "the entity of the office", pattern: entityPattern},
		{key: "link.Hold.from", description: "first day, YYYY-MM-DD", pattern: openPattern},
		{key: "link.Hold.to", description: "last day, YYYY-MM-DD", pattern: openPattern},
		{key: "link.Hold.source", description: "address of a page that says so"},
		{key: "link.Name.text", description: "the name as texts have it", pattern: textPattern},
		{key: "link.Name.lang", pattern: tagPattern},
		{key: "link.Name.variant", description: "what kind of name it is", enum: texts([]corpus.Variant{corpus.VariantOfficial, corpus.VariantAlias, corpus.VariantAbbreviation, corpus.VariantMistranslation, corpus.VariantTypo, corpus.VariantDescription})},
		{key: "link.Name.case", enum: texts([]link.Case{link.CaseFold, link.CaseExact, link.CaseUpper})},
		{key: "link.Name.label", enum: []string{"PER", "ORG", "LOC", "NORP", "FAC", "EVENT", "MISC"}},
		{key: "link.Reference.lang", pattern: `^[a-z]{2,3}$`},
		{key: "link.Reference.phrases", description: "the phrases", pattern: textPattern},
	}
}

// bookRules are those of codebooks and registers.
func bookRules() []rule {
	polarities := []string{"positive", "negative", "neutral", "mixed"}
	return []rule{
		{key: "frame.Codebook.id", description: "name of the codebook", pattern: textPattern},
		{key: "frame.Codebook.version", description: "version of the codebook, in quotes", pattern: textPattern},
		{key: "frame.Codebook.licence", description: "under which the codebook may be used"},
		{key: "frame.Codebook.sets", description: "groups of entities that requirements and terms name"},
		{key: "frame.Codebook.frames", description: "the frames"},
		{key: "frame.Crosswalk.id", description: "the other scheme"},
		{key: "frame.Crosswalk.label", description: "its name"},
		{key: "frame.Crosswalk.tone_codes", description: "its codes for tone"},
		{key: "frame.Examples.include", description: "texts that have the frame"},
		{key: "frame.Examples.exclude", description: "texts that do not"},
		{key: "frame.Exclusion.frame", description: "the other frame", pattern: framePattern},
		{key: "frame.Exclusion.within", enum: []string{"sentence", "document"}},
		{key: "frame.Frame.id", description: "small letters, digits and underscores", pattern: framePattern},
		{key: "frame.Frame.definition", description: "what the frame says, by language or in English"},
		{key: "frame.Frame.coding_rule", description: "when a coder codes it, by language or in English"},
		{key: "frame.Frame.polarity", enum: polarities},
		{key: "frame.Frame.unit", enum: []string{"sentence", "document"}},
		{key: "frame.Frame.excludes", description: "frames that do not count beside this one"},
		{key: "frame.Frame.terms", description: "terms by language (BCP 47); * and ? are wildcards, ~N a gap, {SET} a name", pattern: textPattern},
		{key: "frame.Frame.anti_terms", description: "terms that mask what they overlap, by language", pattern: textPattern},
		{key: "frame.Frame.groups", description: "terms with a direction of their own"},
		{key: "frame.Frame.notes", description: "for editors and coders"},
		{key: "frame.Group.id", description: "small letters, digits and underscores", pattern: framePattern},
		{key: "frame.Group.polarity", enum: polarities},
		{key: "frame.Group.terms", description: "terms by language", pattern: textPattern},
		{key: "frame.Requirement.set", description: "the set", pattern: textPattern},
		{key: "frame.Requirement.within_sentences", description: "how many sentences away at most", natural: true},
		{key: "frame.Set.id", description: "name of the set, such as TARGET", pattern: textPattern},

		{key: "claim.Register.id", description: "name of the register", pattern: textPattern},
		{key: "claim.Register.version", description: "version of the register, in quotes"},
		{key: "claim.Register.note", description: "for editors"},
		{key: "claim.Register.about", least: 1},
		{key: "claim.Register.kinds", description: "what numbers are stated of"},
		{key: "claim.Register.facts", description: "what was so, and when"},
		{key: "claim.Kind.id", description: "name of the kind", pattern: textPattern},
		{key: "claim.Kind.unit", enum: []string{claim.UnitCount, claim.UnitMoney, claim.UnitDate}},
		{key: "claim.Fact.kind", description: "what it is a fact of", pattern: textPattern},
		{key: "claim.Fact.source", description: "address of a page that says so"},
		{key: "claim.Fact.note", description: "for editors"},
	}
}

// factRules are those of blocs, events and corrections.
func factRules() []rule {
	codes := country.Codes()
	return []rule{
		{key: "config.BlocFile.territories", description: "country codes of parts of a state"},
		{key: "config.BlocFile.blocs", description: "the blocs"},
		{key: "config.Bloc.id", description: "small letters, digits and hyphens", pattern: idPattern},
		{key: "config.Bloc.source", description: "address of a page with the members", pattern: urlPattern},
		{key: "config.Bloc.note", description: "for editors"},
		{key: "config.Bloc.members", description: "who belonged to it, from when until when", least: 1},
		{key: "config.Member.country", description: "ISO 3166-1 alpha-2", enum: codes},
		{key: "config.Member.status", description: "members, signatories and those that ratified count as in the bloc"},
		{key: "config.Member.from", description: "first day or year of that status, in quotes", pattern: sincePattern},
		{key: "config.Member.to", description: "first day or year in which it no longer held, in quotes", pattern: sincePattern},
		{key: "config.Member.source", description: "address of a page that says so, before the bloc's", pattern: urlPattern},
		{key: "config.Member.note", description: "for editors"},
		{key: "config.Territory.country", description: "ISO 3166-1 alpha-2 of the part", enum: codes},
		{key: "config.Territory.parent", description: "ISO 3166-1 alpha-2 of the state", enum: codes},
		{key: "config.Territory.note", description: "for editors"},
		{key: "config.EventFile.events", description: "the events"},
		{key: "config.Event.id", description: "unique name", pattern: textPattern},
		{key: "config.Event.date", description: "the day, YYYY-MM-DD", pattern: dayPattern},
		{key: "config.Event.label", description: "what time lines show, by language; en is needed"},
		{key: "config.Event.source", description: "address of a page that says so", pattern: urlPattern},
		{key: "config.Event.support", description: "how well it is supported, A best"},
		{key: "config.Event.note", description: "for editors"},
		{key: "config.CorrectionFile.corrections", description: "one entry for each thing that is corrected"},
		{key: "config.Correction.url", pattern: urlPattern},
		{key: "config.Correction.editor", pattern: textPattern},
		{key: "config.Correction.day", pattern: dayPattern},
		{key: "config.Correction.reason", pattern: textPattern},
	}
}

// settingRules are those of the settings.
func settingRules() []rule {
	dimension := "(" + strings.Join(append(compare.Dimensions(), "voice"), "|") + ")"
	return []rule{
		{key: "nlp.Config.ner", enum: []string{nlp.NERTagger, nlp.NERNone, nlp.NERProse}},
		{key: "nlp.Config.frames", enum: []string{nlp.FramesTrained, nlp.FramesRules}},
		{key: "nlp.Config.stance", enum: []string{nlp.StanceOn, nlp.StanceOff}},
		{key: "nlp.Config.align", enum: []string{nlp.AlignEncoder, nlp.AlignWords}},
		{key: "nlp.Config.targets", pattern: entityPattern, least: 1},
		{key: "compare.Config.by", pattern: "^" + dimension + "(/" + dimension + "){0,2}$"},
		{key: "compare.Config.key", description: "key files of the samples that codes are of, which have the probabilities of being drawn"},
		{key: "compare.Sides.a", description: "filter of the first side, such as bloc=eu", pattern: textPattern},
		{key: "compare.Sides.b", description: "filter of the second side", pattern: textPattern},
		{key: "compare.KeynessConfig.min_sources", description: "least number of outlets on the side that a word marks", least: 1},
		{key: "crawl.Config.max_time", description: "how long a run reads one source at most; 0 without end"},
		{key: "crawl.Config.stall_timeout", description: "how long an answer may pause"},
		{key: "crawl.Config.fetch_timeout", description: "how long an answer may take in all"},
		{key: "crawl.Config.tdm", description: "what a reservation of text and data mining (TDMRep) does: as noindex"},
		{key: "modelcoder.Config.price_out", description: "what a million tokens of answer cost; as price_in"},
		{key: "render.Config.longest", description: "how long a page may take in all, waits for answers among it"},
		{key: "crawl.Config.workers", least: 1},
		{key: "crawl.Config.retries", least: 1},
		{key: "crawl.Config.max_pages", least: 1},
		{key: "compare.Config.min_docs", least: 1},
	}
}
