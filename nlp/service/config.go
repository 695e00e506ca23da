package service

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"framewatch/internal/invalid"
)

// The layers that a service may give.
const (
	Sentences = "sentences"
	Tokens    = "tokens"
	Entities  = "entities"
	Quotes    = "quotes"
	Frames    = "frames"
)

var layers = []string{Sentences, Tokens, Entities, Quotes, Frames}

// Config says which service is asked for what.
type Config struct {
	// URL is the address that documents are posted to; empty for no service.
	URL string `mapstructure:"url" yaml:"url" json:"url"`
	// Layers are what the service's answer takes the place of: sentences, tokens,
	// entities, quotes, frames.
	Layers []string `mapstructure:"layers" yaml:"layers" json:"layers"`
	// Langs are the languages in which it does, as BCP 47 tags; none for all.
	Langs []string `mapstructure:"langs" yaml:"langs" json:"langs"`
	// Timeout is how long the answer for one document may take.
	Timeout time.Duration `mapstructure:"timeout" yaml:"timeout" json:"timeout"`
	// Retries is how often a service that refuses connections or says that it is
	// busy (503) is asked again, with a gap that doubles from a quarter of a
	// second.
	Retries int `mapstructure:"retries" yaml:"retries" json:"retries"`
}

// Default is no service; with an address alone, it gives the entities.
func Default() Config {
	return Config{Layers: []string{Entities}, Timeout: time.Minute, Retries: 5}
}

// On reports whether there is a service to ask.
func (c Config) On() bool { return c.URL != "" }

// maxRetries keeps the last gap under a few minutes.
const maxRetries = 10

// Validate reports every mistake as *invalid.Field.
func (c Config) Validate() error {
	var errs []error
	if u, err := url.Parse(c.URL); c.On() && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		errs = append(errs, invalid.Errorf("url", c.URL, "is no address; write one such as http://127.0.0.1:8080/"))
	}
	if len(c.Layers) == 0 {
		errs = append(errs, invalid.Errorf("layers", "", "is empty; name what the service gives, such as entities"))
	}
	for i, l := range c.Layers {
		if !slices.Contains(layers, l) {
			errs = append(errs, invalid.Errorf(fmt.Sprintf("layers[%d]", i), l, "is no layer%s", invalid.Suggest(l, layers)))
		}
	}
	if c.Timeout <= 0 {
		errs = append(errs, invalid.Errorf("timeout", c.Timeout.String(), "must be more than nothing"))
	}
	if c.Retries < 0 || c.Retries > maxRetries {
		errs = append(errs, invalid.Errorf("retries", strconv.Itoa(c.Retries), "must be from 0 to %d", maxRetries))
	}
	return errors.Join(errs...)
}
