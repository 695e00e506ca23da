package corpus

// StanceLabel is what a text, or somebody in it, says for or against a target.
type StanceLabel string

// The stances.
const (
	StanceCritical   StanceLabel = "critical"
	StanceNeutral    StanceLabel = "neutral"
	StanceSupportive StanceLabel = "supportive"
)

// StanceLabels are the stances in the order of [Stance].P.
func StanceLabels() []StanceLabel {
	return []StanceLabel{StanceCritical, StanceNeutral, StanceSupportive}
}

// StanceVoice says whose stance it is.
type StanceVoice string

// The voices of a stance.
const (
	StanceOfAll    StanceVoice = "all"
	StanceOfAuthor StanceVoice = "author"
	StanceOfOthers StanceVoice = "others" // of those who are quoted or reported
)

// Stance is how a document or a mention stands towards a target.
type Stance struct {
	Target   EntityID
	Mention  int // index into Annotations.Mentions; -1 for the document
	Voice    StanceVoice
	Label    StanceLabel // the most probable one
	Score    float64     // P of supportive less P of critical: -1 to 1
	P        [3]float64  // of critical, neutral and supportive
	Sentence int         // of the evidence: index into Annotations.Sentences
	Span     Span        // of the evidence: the clause that shows it best
	Method   string      // model@version
}

// Value is -1 for critical, 0 for neutral, 1 for supportive.
func (l StanceLabel) Value() int {
	switch l {
	case StanceCritical:
		return -1
	case StanceSupportive:
		return 1
	case StanceNeutral:
	}
	return 0
}
