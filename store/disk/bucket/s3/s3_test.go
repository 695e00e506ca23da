package s3_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/driver"
	"gocloud.dev/blob/drivertest"
	"gocloud.dev/gcerrors"

	"framewatch/store/disk/bucket/s3"
	"framewatch/store/disk/bucket/s3test"
)

type harness struct{ c s3.Config }

func (h harness) MakeDriver(context.Context) (driver.Bucket, error) { return s3.Driver(h.c), nil }
func (h harness) MakeDriverForNonexistentBucket(context.Context) (driver.Bucket, error) {
	c := h.c
	c.Bucket = "no-such-bucket"
	return s3.Driver(c), nil
}
func (harness) HTTPClient() *http.Client { return nil }
func (harness) SupportsCopy() bool       { return true }

// SupportsNonSlashDelimiters is false of the test server, whose pages repeat
// themselves; the driver hands delimiters on.
func (harness) SupportsNonSlashDelimiters() bool { return false }
func (harness) SkipDownloadAt() bool             { return true }
func (harness) Close()                           {}

func config(t *testing.T, s *s3test.Server) s3.Config {
	t.Helper()
	c, err := s.Config()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDriver runs gocloud's own conformance tests.
func TestDriver(t *testing.T) {
	lacks := map[string]string{
		"TestDriver/TestListWeirdKeys": "the test server writes keys with control characters into its XML",
		"TestDriver/TestAttributes":    "the test server forgets Cache-Control and Content-Language",
	}
	drivertest.RunConformanceTests(t, func(_ context.Context, t *testing.T) (drivertest.Harness, error) {
		if why := lacks[t.Name()]; why != "" {
			t.Skip(why)
		}
		return harness{config(t, s3test.New())}, nil
	}, nil)
}

// TestSignature holds signatures against the examples of Amazon's documentation.
func TestSignature(t *testing.T) {
	key := s3.Credentials{AccessKey: "AKIAIOSFODNN7EXAMPLE", SecretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
	at := time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC)
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	for name, c := range map[string]struct {
		method, url, sum, want string
		header                 map[string]string
	}{
		"get a range": {http.MethodGet, "https://examplebucket.s3.amazonaws.com/test.txt", empty,
			"f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", map[string]string{"Range": "bytes=0-9"}},
		"put": {http.MethodPut, "https://examplebucket.s3.amazonaws.com/test%24file.text", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
			"98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
			map[string]string{"Date": "Fri, 24 May 2013 00:00:00 GMT", "X-Amz-Storage-Class": "REDUCED_REDUNDANCY"}},
		"list": {http.MethodGet, "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J", empty,
			"34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", nil},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), c.method, c.url, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			for k, v := range c.header {
				r.Header.Set(k, v)
			}
			s3.Sign(r, key, "us-east-1", c.sum, at)
			_, got, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
			if got != c.want {
				t.Errorf("signature %s, want %s", got, c.want)
			}
		})
	}
}

func environment(values map[string]string) s3.Environment {
	return func(name string) string { return values[name] }
}

func TestAddresses(t *testing.T) {
	keys := environment(map[string]string{"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "eu-north-1"})
	for address, want := range map[string]string{
		"s3://b/p":                                        "https://b.s3.eu-north-1.amazonaws.com/k",
		"s3://b.c/p?region=ap-east-1":                     "https://s3.ap-east-1.amazonaws.com/b.c/k",
		"s3://b/p?endpoint=http://127.0.0.1:9000":         "http://127.0.0.1:9000/b/k",
		"s3://b/p?endpoint=minio.test&disable_https=true": "http://minio.test/b/k",
		"s3://b/p?use_path_style=true":                    "https://s3.eu-north-1.amazonaws.com/b/k",
		"s3://b/p?regoin=x":                               "error",
		"s3:///p":                                         "error",
		"s3://b/p?endpoint=ftp://x":                       "error",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		got := "error"
		if c, err := s3.FromURL(u, keys); err == nil {
			asked := ""
			c.Attempts = 1
			c.Client = &http.Client{Transport: trip(func(r *http.Request) (*http.Response, error) {
				asked = r.URL.String()
				return nil, errors.New("no network")
			})}
			_, _ = s3.Open(c).ReadAll(t.Context(), "k")
			got = asked
		}
		if got != want {
			t.Errorf("%s asks %s, want %s", address, got, want)
		}
	}
}

type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestCredentials(t *testing.T) {
	file := filepath.Join(t.TempDir(), "credentials")
	content := "[default]\naws_access_key_id = one\naws_secret_access_key=1\n# a note\n[other]\naws_access_key_id=two\naws_secret_access_key=2\naws_session_token=t\n"
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{"": "one", "?profile=other": "two", "?profile=none": "error", "?anonymous=true": ""} {
		u, _ := url.Parse("s3://b/p" + query)
		got := "error"
		if c, err := s3.FromURL(u, environment(map[string]string{"AWS_SHARED_CREDENTIALS_FILE": file})); err == nil {
			got = c.Key.AccessKey
		}
		if got != want {
			t.Errorf("%q uses key %q, want %q", query, got, want)
		}
	}
}

// TestALargeObjectIsSpooled: it waits in a file, which is gone afterwards.
func TestALargeObjectIsSpooled(t *testing.T) {
	c := config(t, s3test.New())
	dir := t.TempDir()
	spooled := 0
	c.Spool = func() (*os.File, error) { spooled++; return os.CreateTemp(dir, "") }
	b := s3.Open(c)
	data := bytes.Repeat([]byte("0123456789abcdef"), 1<<20)
	if err := b.WriteAll(t.Context(), "large", data, nil); err != nil {
		t.Fatal(err)
	}
	got, err := b.ReadAll(t.Context(), "large")
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes, %v; want what was written", len(got), err)
	}
	left, err := os.ReadDir(dir)
	if spooled != 1 || err != nil || len(left) != 0 {
		t.Errorf("%d files made, %d left", spooled, len(left))
	}
}

// TestALostAnswerIsNoConflict: a conditional put that took effect and whose
// answer was lost is sent again, and finds itself.
func TestALostAnswerIsNoConflict(t *testing.T) {
	s := s3test.New()
	s.Fail = func(call int64, _ *http.Request) (before, after error) {
		if call == 1 {
			return nil, errors.New("connection reset")
		}
		return nil, nil
	}
	b := s3.Open(config(t, s))
	once := &blob.WriterOptions{IfNotExist: true}
	if err := b.WriteAll(t.Context(), "k", []byte("mine"), once); err != nil {
		t.Errorf("put whose first answer was lost: %v", err)
	}
	if err := b.WriteAll(t.Context(), "k", []byte("other"), once); gcerrors.Code(err) != gcerrors.FailedPrecondition {
		t.Errorf("put in its place: %v, want a failed precondition", err)
	}
	if got, err := b.ReadAll(t.Context(), "k"); string(got) != "mine" {
		t.Errorf("object holds %q (%v)", got, err)
	}
}
