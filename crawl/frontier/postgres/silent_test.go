package postgres_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"framewatch/crawl/frontier/postgres"
	"framewatch/internal/patient/pipenet"
)

// TestASilentServerIsGivenUp: one that takes connections and says nothing, and one that
// is not there, are waited for as long as one that is restarted, and no longer.
func TestASilentServerIsGivenUp(t *testing.T) {
	for name, listens := range map[string]bool{"takes connections": true, "answers nothing": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var n pipenet.Net
				if listens {
					l := n.Listen("127.0.0.1:5432")
					defer func() { _ = l.Close() }()
					go func() {
						for c, err := l.Accept(); err == nil; c, err = l.Accept() {
							go func(c net.Conn) { _, _ = io.Copy(io.Discard, c); _ = c.Close() }(c)
						}
					}()
				}
				began := time.Now()
				err := postgres.Reach(t.Context(), "postgres://u@127.0.0.1:5432/d?sslmode=disable", n.DialContext)
				if took := time.Since(began); err == nil || took > postgres.Patience+10*time.Second || strings.Contains(err.Error(), "password") {
					t.Errorf("given up after %s: %v", took, err)
				}
				time.Sleep(time.Minute) // until what was begun has noticed
			})
		})
	}
}
