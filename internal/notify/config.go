package notify

import (
	"errors"
	"net/url"
	"strconv"
	"time"

	"framewatch/internal/invalid"
)

// Config says who is told of a change of health.
type Config struct {
	// Webhook is the address (http or https) that gets a POST of JSON when a fault of
	// a source begins and when it ends; empty for none. framewatch schedule --help says
	// what it is sent.
	Webhook string `mapstructure:"webhook" yaml:"webhook" json:"webhook"`
	// SecretEnv names the environment variable with the secret that signs what is
	// sent (HMAC-SHA256, header X-Framewatch-Signature); without a value nothing is
	// signed.
	SecretEnv string `mapstructure:"secret_env" yaml:"secret_env" json:"secret_env"`
	// Timeout is how long one answer may take.
	Timeout time.Duration `mapstructure:"timeout" yaml:"timeout" json:"timeout"`
	// Tries is how often a message is sent, where the address does not answer or
	// says that it cannot now; after that it waits for the next run.
	Tries int `mapstructure:"tries" yaml:"tries" json:"tries"`
}

// Default tells nobody.
func Default() Config {
	return Config{SecretEnv: "WEBHOOK_SECRET", Timeout: 10 * time.Second, Tries: 3}
}

// On reports whether somebody is to be told.
func (c Config) On() bool { return c.Webhook != "" }

// host is where the webhook is, without what in its address may be secret.
func (c Config) host() string {
	u, err := url.Parse(c.Webhook)
	if err != nil {
		return "the webhook"
	}
	return u.Host
}

// Validate reports every setting that cannot work, each as *invalid.Field.
func (c Config) Validate() error {
	var errs []error
	if c.Webhook != "" {
		u, err := url.Parse(c.Webhook)
		switch {
		case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
			errs = append(errs, invalid.Errorf("webhook", c.Webhook, "must be an address such as https://host.example/hook"))
		case u.User != nil:
			errs = append(errs, invalid.Errorf("webhook", u.Redacted(), "holds a password, which would stand in logs; sign with notify.secret_env"))
		}
	}
	if c.Timeout < time.Millisecond || c.Timeout > time.Minute {
		errs = append(errs, invalid.Errorf("timeout", c.Timeout.String(), "must be from 1ms to 1m"))
	}
	if c.Tries < 1 || c.Tries > 5 {
		errs = append(errs, invalid.Errorf("tries", strconv.Itoa(c.Tries), "must be from 1 to 5"))
	}
	return errors.Join(errs...)
}
