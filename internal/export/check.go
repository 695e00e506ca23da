package export

import (
	"fmt"
)

// Exposed means that more of articles would leave than the limit allows.
type Exposed struct {
	Level    Level
	Context  int
	Limit    float64
	Over, Of int     // articles over the limit, of how many
	Most     float64 // greatest share
	DocID    string  // article with the greatest share
}

// Error says what would leave and what to do.
func (e *Exposed) Error() string {
	what := fmt.Sprintf("an export at %s", e.Level)
	if e.Level == L1 {
		what = fmt.Sprintf("an export at %s with %d words of context", e.Level, e.Context)
	}
	return fmt.Sprintf("%s would give away more than %s of %d of %d articles (up to %s, of %s): shorten and leave out what is too much with --fit, export codes and counts with --level L2, or raise the limit with --max-exposure where you have the right",
		what, Percent(e.Limit), e.Over, e.Of, Percent(e.Most), e.DocID)
}

// Percent writes a share.
func Percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

// Check refuses a plan of which an article would leave to a larger share than the
// limit, with an [*Exposed]. Full texts, which are private, have no limit.
func (p *Plan) Check() error {
	over := p.Meter.Over()
	if p.Level == L0 || len(over) == 0 {
		return nil
	}
	return &Exposed{Level: p.Level, Context: p.Context, Limit: p.Meter.Limit, Over: len(over), Of: len(p.Meter.Articles), Most: over[0].Share(), DocID: over[0].DocID}
}
