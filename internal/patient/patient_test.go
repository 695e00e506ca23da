package patient_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"framewatch/internal/patient"
	"framewatch/internal/patient/pipenet"
)

// limits are far apart, so that the time says which of them was met.
var limits = patient.Limits{First: 7 * time.Second, Pause: 20 * time.Second, Whole: 300 * time.Second}

// exchange asks a server that behaves as told, once, in a time of its own, and says
// what came and after how long it was given up.
func exchange(t *testing.T, l patient.Limits, sent io.Reader, serve func(net.Conn)) (body string, took time.Duration, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		var n pipenet.Net
		at := n.Listen("a.test:80")
		served := make(chan struct{})
		go func() {
			defer close(served)
			if c, err := at.Accept(); err == nil {
				serve(c)
			}
		}()
		next := &http.Transport{DialContext: n.DialContext}
		began := time.Now()
		var r *http.Request
		if r, err = http.NewRequestWithContext(t.Context(), http.MethodPut, "http://a.test/", sent); err != nil {
			t.Fatal(err)
		}
		var resp *http.Response
		if resp, err = (&patient.Transport{Next: next, Limits: l}).RoundTrip(r); err == nil {
			var data []byte
			data, err = io.ReadAll(resp.Body)
			body = string(data)
			_ = resp.Body.Close()
		}
		took = time.Since(began)
		_ = at.Close()
		next.CloseIdleConnections()
		<-served
	})
	return body, took, err
}

// untilClosed reads what comes until the other side has gone.
func untilClosed(c net.Conn) { _, _ = io.Copy(io.Discard, c); _ = c.Close() }

// takeHead reads a request without its body.
func takeHead(c net.Conn) *bufio.Reader {
	in := bufio.NewReader(c)
	for {
		if line, err := in.ReadString('\n'); err != nil || strings.TrimSpace(line) == "" {
			return in
		}
	}
}

const head = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n"

// TestSilence: wherever in an exchange a server falls silent, it is given up in the
// time that is set for that place, as a timeout, with what came until then.
func TestSilence(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for name, c := range map[string]struct {
		serve func(net.Conn)
		sent  string
		want  error
		body  string
		after time.Duration
	}{
		"reads nothing":           {func(c net.Conn) { time.Sleep(time.Hour); _ = c.Close() }, "", patient.ErrNoAnswer, "", limits.First},
		"says nothing":            {untilClosed, "", patient.ErrNoAnswer, "", limits.First},
		"a header without an end": {func(c net.Conn) { takeHead(c); drip(c, "HTTP/1.1 200 OK\r\nX: ", time.Second) }, "", patient.ErrNoAnswer, "", limits.First},
		"stops in the body": {func(c net.Conn) { takeHead(c); _, _ = io.WriteString(c, head+"half"); untilClosed(c) },
			"", patient.ErrStalled, "half", limits.Pause},
		"a body byte by byte": {func(c net.Conn) {
			takeHead(c)
			drip(c, strings.Replace(head, "40", "4000", 1), 19*time.Second)
		}, "", patient.ErrTooSlow, strings.Repeat(".", 15), limits.Whole},
		"takes half of what is sent": {func(c net.Conn) { _, _ = io.CopyN(io.Discard, c, 300<<10); time.Sleep(time.Hour); _ = c.Close() }, long, patient.ErrNoAnswer, "", limits.Pause},
		"takes all and says nothing": {untilClosed, long, patient.ErrNoAnswer, "", limits.Pause},
	} {
		t.Run(name, func(t *testing.T) {
			var sent io.Reader
			if c.sent != "" {
				sent = strings.NewReader(c.sent)
			}
			body, took, err := exchange(t, limits, sent, c.serve)
			var timeout net.Error
			if !errors.Is(err, c.want) || !errors.As(err, &timeout) || !timeout.Timeout() || body != c.body || took != c.after {
				t.Errorf("%q after %s, %v; want %q after %s, %v", body, took, err, c.body, c.after, c.want)
			}
		})
	}
}

// drip sends a byte now and then, for ever.
func drip(c net.Conn, first string, every time.Duration) {
	_, err := io.WriteString(c, first)
	for err == nil {
		time.Sleep(every)
		_, err = io.WriteString(c, ".")
	}
}

// TestPatience: who is slow and never silent is waited for, and who reads slowly is not
// the server's fault.
func TestPatience(t *testing.T) {
	l := patient.Limits{First: limits.First, Pause: limits.Pause}
	body, took, err := exchange(t, l, nil, func(c net.Conn) {
		takeHead(c)
		time.Sleep(6 * time.Second)
		_, _ = io.WriteString(c, head)
		for range 40 {
			time.Sleep(19 * time.Second)
			_, _ = io.WriteString(c, ".")
		}
		_ = c.Close()
	})
	if want := 6*time.Second + 40*19*time.Second; err != nil || body != strings.Repeat(".", 40) || took != want {
		t.Errorf("%q after %s, %v", body, took, err)
	}
	synctest.Test(t, func(t *testing.T) {
		var n pipenet.Net
		at := n.Listen("a.test:80")
		go func() {
			if c, err := at.Accept(); err == nil {
				takeHead(c)
				_, _ = io.WriteString(c, head+strings.Repeat("y", 20))
				_, _ = io.WriteString(c, strings.Repeat("z", 20))
				_ = c.Close()
			}
		}()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://a.test/", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := patient.RoundTrip(&http.Transport{DialContext: n.DialContext}, r, l)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var got []byte
		for err == nil {
			time.Sleep(time.Hour)
			var b [7]byte
			var k int
			k, err = resp.Body.Read(b[:])
			got = append(got, b[:k]...)
		}
		if len(got) != 40 || !errors.Is(err, io.EOF) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		_ = at.Close()
	})
}

// TestOtherErrorsAreThemselves.
func TestOtherErrorsAreThemselves(t *testing.T) {
	_, _, err := exchange(t, limits, nil, func(c net.Conn) { takeHead(c); _, _ = io.WriteString(c, head+"half"); _ = c.Close() })
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v", err)
	}
	if _, _, err = exchange(t, patient.Limits{}, nil, func(c net.Conn) {
		takeHead(c)
		time.Sleep(100 * time.Hour)
		_, _ = fmt.Fprint(c, "HTTP/1.1 204 No Content\r\n\r\n")
		_ = c.Close()
	}); err != nil {
		t.Errorf("without limits: %v", err)
	}
}
