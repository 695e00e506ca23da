package modelcoder

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"framewatch/internal/invalid"
)

// Parts of a unit that may be sent.
const (
	PartText      = "text"
	PartTitle     = "title"
	PartLang      = "lang"
	PartPublished = "published"
	PartCountry   = "country"
	PartOutlet    = "outlet"
)

var parts = []string{PartText, PartTitle, PartLang, PartPublished, PartCountry, PartOutlet}

// Config says which model is asked, with what, and for how much.
type Config struct {
	// URL is the address of the API, such as https://api.example/v1; empty for no
	// model. To it /chat/completions is added.
	URL string `mapstructure:"url" yaml:"url" json:"url"`
	// Model is the model's name, as the API knows it.
	Model string `mapstructure:"model" yaml:"model" json:"model"`
	// KeyEnv names the environment variable that holds the key; empty for none.
	KeyEnv string `mapstructure:"key_env" yaml:"key_env" json:"key_env"`
	// Release lists what of a text may leave this machine: text, title, lang,
	// published, country, outlet. Nothing is released by default.
	Release []string `mapstructure:"release" yaml:"release" json:"release"`
	// PriceIn and PriceOut are what a million tokens of question and answer cost, in
	// any currency; 0 for a model of one's own. -1 is not known, and nothing is asked.
	PriceIn  float64 `mapstructure:"price_in" yaml:"price_in" json:"price_in"`
	PriceOut float64 `mapstructure:"price_out" yaml:"price_out" json:"price_out"`
	// MaxCost is the most that one run may cost.
	MaxCost float64 `mapstructure:"max_cost" yaml:"max_cost" json:"max_cost"`
	// MaxAnswer is the longest answer, in tokens.
	MaxAnswer int `mapstructure:"max_answer" yaml:"max_answer" json:"max_answer"`
	// Timeout is how long one answer may take.
	Timeout time.Duration `mapstructure:"timeout" yaml:"timeout" json:"timeout"`
	// Retries is how often a model that is busy is asked again.
	Retries int `mapstructure:"retries" yaml:"retries" json:"retries"`
}

// Default asks no model and releases nothing.
func Default() Config {
	return Config{Release: []string{}, PriceIn: -1, PriceOut: -1, MaxCost: 1, MaxAnswer: 1500, Timeout: 2 * time.Minute, Retries: 4}
}

// On reports whether there is a model to ask.
func (c Config) On() bool { return c.URL != "" }

const (
	maxRetries = 10
	maxTokens  = 100_000
)

// Validate reports every mistake as *invalid.Field.
func (c Config) Validate() error {
	var errs []error
	bad := func(path, value, remedy string, args ...any) {
		errs = append(errs, invalid.Errorf(path, value, remedy, args...))
	}
	for i, p := range c.Release {
		if !slices.Contains(parts, p) {
			bad(fmt.Sprintf("release[%d]", i), p, "is no part of a text%s", invalid.Suggest(p, parts))
		}
	}
	if c.MaxCost < 0 {
		bad("max_cost", fmt.Sprint(c.MaxCost), "is below 0")
	}
	if c.MaxAnswer < 1 || c.MaxAnswer > maxTokens {
		bad("max_answer", strconv.Itoa(c.MaxAnswer), "must be from 1 to %d", maxTokens)
	}
	if c.Timeout <= 0 {
		bad("timeout", c.Timeout.String(), "must be more than nothing")
	}
	if c.Retries < 0 || c.Retries > maxRetries {
		bad("retries", strconv.Itoa(c.Retries), "must be from 0 to %d", maxRetries)
	}
	if !c.On() {
		return errors.Join(errs...)
	}
	if u, err := url.Parse(c.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		bad("url", c.URL, "is no address of an API; write one such as http://127.0.0.1:8080/v1, and the key in the variable that key_env names")
	}
	if c.Model == "" {
		bad("model", "", "is missing: name the model, as the API knows it")
	}
	if !slices.Contains(c.Release, PartText) {
		bad("release", fmt.Sprint(c.Release), "does not release the text: a model that may not read it cannot code it; list text, and what else may leave this machine")
	}
	for path, price := range map[string]float64{"price_in": c.PriceIn, "price_out": c.PriceOut} {
		if price < 0 {
			bad(path, fmt.Sprint(price), "is not known: write what a million tokens cost, 0 for a model of your own")
		}
	}
	return errors.Join(errs...)
}
