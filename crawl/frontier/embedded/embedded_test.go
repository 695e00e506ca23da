package embedded_test

import (
	"testing"

	"framewatch/crawl/frontier"
	"framewatch/crawl/frontier/embedded"
	"framewatch/crawl/frontier/frontiertest"
)

func TestConforms(t *testing.T) {
	frontiertest.Test(t, func(dir string) (frontier.Store, error) { return embedded.Open(dir) })
}
