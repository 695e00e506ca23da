package store

// ClaimRow is one number or date that a text states about the target.
type ClaimRow struct {
	ClaimID    string `col:"claim_id,key" desc:"hash of document, place and kind"`
	DocID      string `col:"doc_id" desc:"document"`
	SentenceID string `col:"sentence_id" desc:"sentence"`
	ClauseID   string `col:"clause_id,null" desc:"smallest clause around it"`
	InTitle    bool   `col:"in_title" desc:"true when the span counts in the title"`
	Surface    string `col:"surface" desc:"the number with the words that qualify it"`
	Start      int64  `col:"start_char,was=start" desc:"code points"`
	End        int64  `col:"end_char,was=end" desc:"code points, exclusive"`
	StartByte  int64  `col:"start_byte" desc:"bytes of UTF-8"`
	EndByte    int64  `col:"end_byte" desc:"bytes, exclusive"`
	TargetID   string `col:"target_id" desc:"entity that the register is about"`
	Kind       string `col:"kind" desc:"kind of fact, as the register calls it"`
	Value      string `col:"value" desc:"plain number; YYYY-MM-DD, YYYY-MM or, without a year, --MM-DD"`
	Bound      string `col:"bound" desc:"exact, at_least or about"`
	Verdict    string `col:"verdict" desc:"as of the day of publication: supported, outdated, contradicted or unknown; not_asserted where its clause is negated, supposed or asked"`
	Fact       string `col:"fact,null" desc:"value of the fact that decided"`
	FactSource string `col:"fact_source,null" desc:"web address of that fact"`
	Register   string `col:"register" desc:"register@version"`
	Voice      string `col:"voice" desc:"author, direct_quote or indirect_quote"`
	Speaker    string `col:"speaker,null" desc:"speaker's name, empty for the author"`
	SpeakerID  string `col:"speaker_id,null" desc:"speaker as gazetteer entity"`
	RunID      string `col:"run_id,volatile" desc:"run that wrote the row"`
	Month      string
}

// Table and Partition of [ClaimRow].

func (ClaimRow) Table() string       { return "claims" }
func (r ClaimRow) Partition() string { return r.Month }
