package s3

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"gocloud.dev/blob"

	"framewatch/internal/patient"
)

// Config says where a bucket is and how it is reached.
type Config struct {
	Bucket   string
	Region   string
	Endpoint string // base URL of a server that is not Amazon's; empty for Amazon's
	// PathStyle puts the bucket's name into the path, not the host.
	PathStyle bool
	Key       Credentials // empty for a bucket that anybody may use

	Client   *http.Client
	Attempts int                                // requests that are tried before one counts as failed
	Wait     func(attempt int)                  // between two of them
	Now      func() time.Time                   // for signatures
	Spool    func() (spool *os.File, err error) // a temporary file for a large object
}

// Credentials sign requests.
type Credentials struct{ AccessKey, SecretKey, SessionToken string }

// Environment looks up a variable of the environment, as os.Getenv does.
type Environment func(name string) string

// parameters of a bucket's URL.
var parameters = []string{"region", "endpoint", "profile", "anonymous", "use_path_style", "s3ForcePathStyle", "disable_https"}

// FromURL reads s3://BUCKET/...?region=R&endpoint=E; what the URL does not say is
// taken from the variables that Amazon's own tools know.
func FromURL(u *url.URL, env Environment) (Config, error) {
	c := Config{Bucket: u.Host, Attempts: 5, Client: client(), Now: time.Now, Wait: backOff, Spool: spoolFile}
	q := u.Query()
	for name := range q {
		if !slices.Contains(parameters, name) {
			return c, fmt.Errorf("parameter %q is not one of %s", name, strings.Join(parameters, ", "))
		}
	}
	if c.Bucket == "" {
		return c, errors.New("the URL names no bucket")
	}
	flag := func(name string) bool {
		on, err := strconv.ParseBool(q.Get(name))
		return err == nil && on
	}
	c.Region = first(q.Get("region"), env("AWS_REGION"), env("AWS_DEFAULT_REGION"), "us-east-1")
	c.Endpoint = first(q.Get("endpoint"), env("AWS_ENDPOINT_URL_S3"), env("AWS_ENDPOINT_URL"))
	c.PathStyle = c.Endpoint != "" || flag("use_path_style") || flag("s3ForcePathStyle") || strings.Contains(c.Bucket, ".")
	scheme := "https://"
	if flag("disable_https") {
		scheme = "http://"
	}
	switch {
	case c.Endpoint == "":
		c.Endpoint = scheme + "s3." + c.Region + ".amazonaws.com"
	case !strings.Contains(c.Endpoint, "://"):
		c.Endpoint = scheme + c.Endpoint
	}
	if e, err := url.Parse(c.Endpoint); err != nil || e.Host == "" || e.Scheme != "http" && e.Scheme != "https" {
		return c, fmt.Errorf("endpoint %q is no http or https URL", c.Endpoint)
	}
	if flag("anonymous") {
		return c, nil
	}
	var err error
	c.Key, err = credentials(first(q.Get("profile"), env("AWS_PROFILE")), env)
	return c, err
}

// Open opens the bucket. No request is made before it is used.
func Open(c Config) *blob.Bucket { return blob.NewBucket(&bucket{c: c}) }

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// patience is how long a server may say nothing, before its answer and within it, or
// take nothing of an object that it is sent.
var patience = patient.Limits{First: 2 * time.Minute, Pause: 2 * time.Minute}

// client gives up on a server that says nothing, and on none that sends or takes.
func client() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 16
	return &http.Client{Transport: &patient.Transport{Next: t, Limits: patience}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func backOff(attempt int) { time.Sleep(100 * time.Millisecond << attempt) }

func spoolFile() (*os.File, error) { return os.CreateTemp("", "framewatch-*") }

// credentials come from the environment, else from a profile of the shared file.
// A profile that was asked for goes before the environment.
func credentials(profile string, env Environment) (Credentials, error) {
	key := Credentials{env("AWS_ACCESS_KEY_ID"), env("AWS_SECRET_ACCESS_KEY"), env("AWS_SESSION_TOKEN")}
	if profile == "" && key.AccessKey != "" && key.SecretKey != "" {
		return key, nil
	}
	file := env("AWS_SHARED_CREDENTIALS_FILE")
	if file == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return Credentials{}, errNoCredentials
		}
		file = filepath.Join(home, ".aws", "credentials")
	}
	if profile == "" {
		profile = "default"
	}
	key, err := readProfile(file, profile)
	if err != nil {
		return Credentials{}, fmt.Errorf("%w (%w)", errNoCredentials, err)
	}
	return key, nil
}

var errNoCredentials = errors.New("no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile in ~/.aws/credentials, or anonymous=true in the URL")

func readProfile(file, profile string) (Credentials, error) {
	f, err := os.Open(file)
	if err != nil {
		return Credentials{}, err
	}
	defer f.Close()
	values, section := map[string]string{}, ""
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			section = strings.TrimSpace(line[1 : len(line)-1])
			continue
		}
		if k, v, ok := strings.Cut(line, "="); ok && section == profile && !strings.HasPrefix(line, "#") {
			values[strings.ToLower(strings.TrimSpace(k))] = strings.TrimSpace(v)
		}
	}
	key := Credentials{values["aws_access_key_id"], values["aws_secret_access_key"], values["aws_session_token"]}
	if err := lines.Err(); err != nil {
		return Credentials{}, err
	}
	if key.AccessKey == "" || key.SecretKey == "" {
		return Credentials{}, fmt.Errorf("%s has no keys for profile %q", file, profile)
	}
	return key, nil
}
