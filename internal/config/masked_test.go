package config_test

import (
	"strings"
	"testing"

	"framewatch/internal/config"
)

func TestMasked(t *testing.T) {
	for _, c := range []struct{ key, value, want string }{
		{"annotate.service.url", "http://lab.test:8080/annotate", "http://lab.test:8080/annotate"},
		{"annotate.service.url", "http://ama:s3cret@lab.test/annotate?key=hidden&v=2", "http://***@lab.test/annotate?key=***&v=***"},
		{"annotate.service.url", "http://token@lab.test/", "http://***@lab.test/"},
		{"model_coder.url", "https://lab.test/v1/%E6%B9%96?api-key=hidden", "https://lab.test/v1/%E6%B9%96?api-key=***"},
		{"notify.webhook", "https://hooks.test/services/T0/B0/hidden", "https://hooks.test/***"},
		{"notify.webhook", "http://hooks.test/", "http://hooks.test/"},
		{"crawl.user_agent", "Framewatch/0.1 (+https://lake.test/bot)", "Framewatch/0.1 (+https://lake.test/bot)"},
		{"data", "s3://bay/framewatch?region=eu-west-1&endpoint=https://store.test", "s3://bay/framewatch?region=eu-west-1&endpoint=https://store.test"},
		{"data", "data", "data"},
		{"annotate.service.url", "http://ama:s3cret%zz@lab.test/", "***"},
		{"", "", ""},
	} {
		if got := config.Masked(c.key, c.value); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.key, c.value, got, c.want)
		}
	}
}

// TestShownSettingsHoldNoSecret writes a secret into every setting that takes an
// address, and looks for it in what is shown.
func TestShownSettingsHoldNoSecret(t *testing.T) {
	cfg, err := config.Load(config.Options{File: "builtin:framewatch.yaml", WithoutModel: true})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Annotate.Service.URL = "http://ama:opensesame@lab.test/?key=opensesame"
	cfg.ModelCoder.URL = "http://opensesame@lab.test/"
	cfg.Notify.Webhook = "https://hooks.test/opensesame"
	out, err := cfg.Show()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "opensesame") || strings.Count(string(out), "lab.test") != 2 || !strings.Contains(string(out), "hooks.test") {
		t.Errorf("shown:\n%s", out)
	}
}
