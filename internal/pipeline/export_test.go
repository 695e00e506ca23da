package pipeline

import (
	"context"
	"strings"
)

// Over runs the stages whose names begin with one of these alone, as one run.
func (p *Pipeline) Over(ctx context.Context, prefixes ...string) (*Result, error) {
	return p.do(ctx, func(r *run) error {
		return r.performAll(ctx, func(name string) bool {
			for _, prefix := range prefixes {
				if strings.HasPrefix(name, prefix) {
					return true
				}
			}
			return false
		})
	})
}
