package crawl_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"

	"framewatch/corpus"
	"framewatch/crawl"
)

// TestContact holds which user agents name somebody to write to.
func TestContact(t *testing.T) {
	for agent, want := range map[string]string{
		"Framewatch/0.1 (+https://harbour.edu/bot)":              "https://harbour.edu/bot",
		"Framewatch/0.1 (+http://大学.中国/联系; bot@harbour.edu)":     "http://大学.中国/联系",
		"Watch/2.0 bot@harbour.edu":                              "bot@harbour.edu",
		"Watch/2.0 (mailto:bot@harbour.edu)":                     "mailto:bot@harbour.edu",
		"Watch/2.0 (https://framewatch.invalid/, a@harbour.edu)": "a@harbour.edu",
		"Watch (+HTTPS://Harbour.EDU)":                           "HTTPS://Harbour.EDU",

		"Framewatch/0.1": "",
		"Framewatch/0.1 (+https://framewatch.invalid/)": "",
		"Watch (+https://your.example.org/bot)":         "",
		"Watch (+https://Bot.Example/)":                 "",
		"Watch (+https://192.0.2.7/bot)":                "",
		"Watch (+https://[2001:db8::1]/bot)":            "",
		"Watch (+https://intranet/bot)":                 "",
		"Watch bot@localhost":                           "",
		"Watch @harbour.edu.invalid":                    "",
		"Watch ftp://harbour.edu/":                      "",
		"Watch harbour.edu":                             "",
		"Watch (+https://.edu)":                         "",
		"":                                              "",
	} {
		if got := crawl.Contact(agent); got != want {
			t.Errorf("Contact(%q) = %q, want %q", agent, got, want)
		}
	}
	for _, contact := range []string{"https://harbour.edu/bot", "bot@harbour.edu"} {
		if got := crawl.Contact(crawl.Agent(contact)); got != contact {
			t.Errorf("Contact(Agent(%q)) = %q", contact, got)
		}
	}
	for _, contact := range []string{"me", "https://your.example/", "a@harbour.edu) Mozilla/5.0", "a b@harbour.edu", "a@harbour.edu\r\nX: y"} {
		if crawl.Contact(crawl.Agent(contact)) == contact {
			t.Errorf("Contact(Agent(%q)) is it, and it is no contact", contact)
		}
	}
}

// TestNobodyAsks holds that a crawler that names nobody asks no public host: it does not
// begin where it may reach nothing else, and is refused as it dials elsewhere.
func TestNobodyAsks(t *testing.T) {
	source, err := crawl.URLSource("http://9.9.9.9/")
	if err != nil {
		t.Fatal(err)
	}
	c, err := crawl.New(crawl.Default(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Run(t.Context(), crawl.Job{Run: "20261101T080000Z-0000", Sources: []corpus.Source{source}, StateDir: t.TempDir()}); !errors.Is(err, crawl.ErrContact) {
		t.Errorf("Run: %v, want ErrContact", err)
	}
	if _, err := c.Prober().Visit(t.Context(), source, crawl.KindPage, "http://9.9.9.9/"); !errors.Is(err, crawl.ErrContact) {
		t.Errorf("Visit: %v, want ErrContact", err)
	}

	// An address inside is refused as such, whoever asks.
	for _, inside := range []string{"http://127.0.0.1:8080/", "http://10.1.2.3/", "http://[::1]/"} {
		source, err := crawl.URLSource(inside)
		if err != nil {
			t.Fatal(err)
		}
		v, err := c.Prober().Robots(t.Context(), source, inside)
		if err != nil || strings.Contains(v.Page.Message, "names no") || !strings.Contains(v.Page.Message, "address") {
			t.Errorf("%s: %v %q, want a refusal of the address", inside, err, v.Page.Message)
		}
	}

	cfg := crawl.Default()
	cfg.AllowNet = []string{"127.0.0.0/8"}
	// A name server that is none: addresses are given as numbers, public ones.
	for _, public := range []string{"http://9.9.9.9/", "http://[2620:fe::9]/"} {
		if c, err = crawl.New(cfg, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		if source, err = crawl.URLSource(public); err != nil {
			t.Fatal(err)
		}
		v, err := c.Prober().Robots(t.Context(), source, public)
		if err != nil || !strings.Contains(v.Page.Message, "names no") {
			t.Errorf("%s: %v %q, want a refusal that says who must be named", public, err, v.Page.Message)
		}
	}
}
