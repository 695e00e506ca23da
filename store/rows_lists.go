package store

// The tables that say what the lists of editors mean: what frames, entities and
// blocs the others name.

// FrameRow is a frame of a codebook.
type FrameRow struct {
	Codebook        string     `col:"codebook,key" desc:"codebook, as in frame_hits and document_frames"`
	Frame           string     `col:"frame,key" desc:"frame, likewise; estimates.item of questions about frames"`
	CodebookVersion string     `col:"codebook_version" desc:"version of the codebook"`
	CodebookStatus  string     `col:"codebook_status,null" desc:"such as draft or validated, as the codebook says"`
	LabelEN         string     `col:"label_en,null" desc:"name in English"`
	LabelZH         string     `col:"label_zh,null" desc:"name in simplified Chinese"`
	Labels          []LangText `col:"labels" desc:"names in all languages that the codebook gives"`
	Polarity        string     `col:"polarity,null" desc:"towards the target: positive, negative, neutral or mixed; null where the codebook says none. Groups of terms may have another, which is in frame_hits"`
	Definition      string     `col:"definition,null" desc:"what the frame is, for human coders; in English where there is an English one"`
	CodingRule      string     `col:"coding_rule,null" desc:"when it is assigned, likewise"`
	Residual        bool       `col:"residual" desc:"true of a frame that a document has only where it has no other frame of the codebook"`
	Excludes        []Excluded `col:"excludes" desc:"frames that its presence rules out, and within what: sentence or document"`
	Langs           []string   `col:"langs" desc:"languages in which it has terms, BCP 47"`
	Unvalidated     []string   `col:"unvalidated" desc:"those whose terms no native coder has read"`
	RunID           string     `col:"run_id,volatile" desc:"run that wrote the row"`
}

// EntityRow is an entity of a gazetteer.
type EntityRow struct {
	EntityID         string       `col:"entity_id,key" desc:"entity, as in mentions.entity_id, speaker_id and frame_hits.entity_id"`
	Name             string       `col:"name" desc:"main name: the first official one in English, else the first"`
	NameZH           string       `col:"name_zh,null" desc:"the same in simplified Chinese; null where it has none"`
	Names            []EntityName `col:"names" desc:"all names; variant as in mentions, lang mul for names of all languages"`
	Label            string       `col:"label" desc:"PER, ORG, LOC, NORP, FAC, EVENT or MISC"`
	Kind             string       `col:"kind,null" desc:"such as body, state, person or office"`
	Country          string       `col:"country,null" desc:"ISO 3166-1 alpha-2; null where it has none"`
	PartOf           string       `col:"part_of,null" desc:"entity that it is part of: what names the one is about the other"`
	TargetID         string       `col:"target_id,null" desc:"target of the run that it is, or is part of; null for others"`
	Offices          []OfficeHeld `col:"offices" desc:"offices that a person holds or held: entities, with the first and the last day (YYYY-MM-DD, empty when open)"`
	SourceURL        string       `col:"source_url,null" desc:"page that supports it"`
	Gazetteer        string       `col:"gazetteer" desc:"list that has it"`
	GazetteerVersion string       `col:"gazetteer_version" desc:"its version"`
	RunID            string       `col:"run_id,volatile" desc:"run that wrote the row"`
}

// BlocRow is a bloc; its members are in table memberships.
type BlocRow struct {
	BlocID    string     `col:"bloc_id,key" desc:"bloc, as in memberships and sources.bloc; estimates by bloc have it as the group"`
	NameEN    string     `col:"name_en,null" desc:"name in English"`
	NameZH    string     `col:"name_zh,null" desc:"name in simplified Chinese"`
	Names     []LangText `col:"names" desc:"names in all languages that the file gives"`
	Statuses  []string   `col:"statuses" desc:"values of memberships.status that put a country into it; with others (observer, partner, candidate) it stays outside"`
	SourceURL string     `col:"source_url,null" desc:"page that supports its memberships, where they name none of their own"`
	Note      string     `col:"note,null" desc:"caveat"`
	RunID     string     `col:"run_id,volatile" desc:"run that wrote the row"`
}

// LangText is a text in a language.
type LangText struct {
	Lang string `col:"lang"`
	Text string `col:"text"`
}

// Excluded is an element of frames.excludes.
type Excluded struct {
	Frame  string `col:"frame"`
	Within string `col:"within"`
}

// EntityName is an element of entities.names.
type EntityName struct {
	Name    string `col:"name"`
	Lang    string `col:"lang"`
	Variant string `col:"variant"`
}

// OfficeHeld is an element of entities.offices.
type OfficeHeld struct {
	OfficeID  string `col:"office_id"`
	ValidFrom string `col:"valid_from"`
	ValidTo   string `col:"valid_to"`
}

func (FrameRow) Table() string      { return "frames" }
func (FrameRow) Partition() string  { return "" }
func (EntityRow) Table() string     { return "entities" }
func (EntityRow) Partition() string { return "" }
func (BlocRow) Table() string       { return "blocs" }
func (BlocRow) Partition() string   { return "" }
