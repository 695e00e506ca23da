package ordered_test

import (
	"context"
	"errors"
	"iter"
	"sync/atomic"
	"testing"

	"framewatch/internal/ordered"
)

func numbers(n int, fail error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
		if fail != nil {
			yield(0, fail)
		}
	}
}

func square(_ context.Context, i int) (int, error) { return i * i, nil }

func TestMapKeepsTheOrder(t *testing.T) {
	for _, workers := range []int{0, 1, 7} {
		next := 0
		err := ordered.Map(t.Context(), workers, numbers(1000, nil), square, func(sq int) error {
			if sq != next*next {
				t.Fatalf("%d workers: got %d, want %d", workers, sq, next*next)
			}
			next++
			return nil
		})
		if err != nil || next != 1000 {
			t.Errorf("%d workers: %d results, error %v", workers, next, err)
		}
	}
}

func TestMapStopsAtTheFirstError(t *testing.T) {
	broken := errors.New("broken")
	ok := func(int) error { return nil }
	failing := func(_ context.Context, i int) (int, error) {
		if i == 50 {
			return 0, broken
		}
		return i, nil
	}
	for name, run := range map[string]func() error{
		"input": func() error { return ordered.Map(t.Context(), 4, numbers(20, broken), square, ok) },
		"work":  func() error { return ordered.Map(t.Context(), 4, numbers(1000, nil), failing, ok) },
		"sink": func() error {
			return ordered.Map(t.Context(), 4, numbers(1000, nil), square, func(int) error { return broken })
		},
	} {
		if err := run(); !errors.Is(err, broken) {
			t.Errorf("%s: error %v, want %v", name, err, broken)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := ordered.Map(ctx, 4, numbers(1000, nil), square, func(i int) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

// TestMapBoundsWhatIsUnderWay holds the promise of constant memory.
func TestMapBoundsWhatIsUnderWay(t *testing.T) {
	const workers = 3
	var started, sunk atomic.Int64
	err := ordered.Map(t.Context(), workers, numbers(500, nil), func(_ context.Context, i int) (int, error) {
		if ahead := started.Add(1) - sunk.Load(); ahead > 3*workers+2 {
			t.Errorf("%d items under way", ahead)
		}
		return i, nil
	}, func(int) error { sunk.Add(1); return nil })
	if err != nil {
		t.Fatal(err)
	}
}
