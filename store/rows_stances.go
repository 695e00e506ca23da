package store

// StanceRow is how a document, or one mention in it, stands towards a target.
// It says little by itself: see docs/decisions/0017-stance.md.
type StanceRow struct {
	StanceID    string  `col:"stance_id,key" desc:"hash of document, mention, target and voice"`
	DocID       string  `col:"doc_id" desc:"document"`
	TargetID    string  `col:"target_id" desc:"entity that it is about, one of the run's targets"`
	MentionID   string  `col:"mention_id,null" desc:"mention that is judged; empty for the document"`
	Voice       string  `col:"voice" desc:"whose stance: all, author, or others who are quoted; mentions have no all"`
	Stance      string  `col:"stance" desc:"critical, neutral or supportive: the most probable one"`
	Score       float64 `col:"score" desc:"p_supportive less p_critical"`
	PCritical   float64 `col:"p_critical" desc:"probability, 0 to 1"`
	PNeutral    float64 `col:"p_neutral" desc:"probability, 0 to 1"`
	PSupportive float64 `col:"p_supportive" desc:"probability, 0 to 1"`
	SentenceID  string  `col:"sentence_id" desc:"sentence of the evidence"`
	InTitle     bool    `col:"in_title" desc:"true when the span counts in the title"`
	Start       int64   `col:"start_char,was=start" desc:"of the clause that shows it, in code points"`
	End         int64   `col:"end_char,was=end" desc:"code points, exclusive"`
	StartByte   int64   `col:"start_byte" desc:"bytes of UTF-8"`
	EndByte     int64   `col:"end_byte" desc:"bytes, exclusive"`
	Method      string  `col:"method" desc:"model@version"`
	RunID       string  `col:"run_id,volatile" desc:"run that wrote the row"`
	Month       string
}

// Table and Partition of [StanceRow].

func (StanceRow) Table() string       { return "stances" }
func (r StanceRow) Partition() string { return r.Month }
