package notify_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"framewatch/internal/notify"
)

// receiver answers with the given statuses, one after the other, the last for ever,
// and keeps what it was sent.
func receiver(t *testing.T, statuses ...int) (address string, got *[]notify.Message, signatures *[]bool) {
	t.Helper()
	got, signatures = new([]notify.Message), new([]bool)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var m notify.Message
		if err != nil || json.Unmarshal(body, &m) != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %s: %v", r.Method, body, err)
		}
		if strings.ContainsAny(string(body), "<>\x1b\u2028") {
			t.Errorf("unescaped: %s", body)
		}
		*got, *signatures = append(*got, m), append(*signatures, r.Header.Get(notify.SignatureHeader) == notify.Sign("s3", body))
		status := statuses[min(len(*got), len(statuses))-1]
		if status == http.StatusFound {
			w.Header().Set("Location", "http://127.0.0.1:1/")
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/hook/token", got, signatures
}

func notifier(t *testing.T, address, outbox string) *notify.Notifier {
	t.Helper()
	cfg := notify.Default()
	cfg.Webhook, cfg.Timeout = address, 5*time.Second
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	return notify.WithoutWaiting(notify.New(cfg, outbox, "s3"))
}

var noticed = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func change(id, phase string) notify.Change {
	return notify.Change{ID: id, Source: "a", Code: "unreachable", Phase: phase, Message: "title </script><b>\x1b[31m \u2028 国际调解院",
		Noticed: noticed, Since: noticed}
}

func TestToldOnceAtBeginAndEnd(t *testing.T) {
	address, got, signed := receiver(t, http.StatusNoContent)
	outbox := filepath.Join(t.TempDir(), "outbox.json")
	n := notifier(t, address, outbox)
	want := []notify.Message{}
	for i, changes := range [][]notify.Change{nil, {change("1", notify.Began)}, nil, {change("2", notify.Ended)}, nil} {
		m := notify.Message{Version: "1", Data: "d", Run: "r", Changes: changes}
		if err := n.Tell(t.Context(), m, noticed); err != nil {
			t.Errorf("run %d: %v", i, err)
		}
		if m.Program = "framewatch"; changes != nil {
			want = append(want, m)
		}
	}
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Error(diff)
	}
	if fmt.Sprint(*signed) != "[true true]" {
		t.Errorf("signatures right: %v", *signed)
	}
	if since, err := n.Since(); err != nil || !since.Equal(noticed) {
		t.Errorf("knows changes until %s: %v", since, err)
	}
}

// TestWhatIsNotDeliveredIsKept until the receiver is back, and told once then.
func TestWhatIsNotDeliveredIsKept(t *testing.T) {
	for _, c := range []struct {
		name     string
		statuses []int
		requests int // of the first try
		says     string
	}{
		{"down", []int{503, 502, 500, 200}, 3, "500"},
		{"busy for a moment", []int{429, 200}, 2, ""},
		{"refuses", []int{403, 200}, 1, "403"},
		{"leads elsewhere", []int{302, 200}, 1, "302"},
	} {
		address, got, _ := receiver(t, c.statuses...)
		n := notifier(t, address, filepath.Join(t.TempDir(), "outbox.json"))
		err := n.Tell(t.Context(), notify.Message{Changes: []notify.Change{change("1", notify.Began)}}, noticed)
		if len(*got) != c.requests || (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %d requests, %v", c.name, len(*got), err)
		}
		if err != nil && strings.Contains(err.Error(), "token") {
			t.Errorf("%s: the address is in the error: %v", c.name, err)
		}
		// The next run notices an end, and meets what is on its way already.
		if err := n.Tell(t.Context(), notify.Message{Changes: []notify.Change{change("2", notify.Ended)}}, noticed); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var ids []string
		for _, each := range (*got)[len(*got)-1].Changes {
			ids = append(ids, each.ID)
		}
		want := "1 2"
		if c.says == "" {
			want = "2"
		}
		if strings.Join(ids, " ") != want {
			t.Errorf("%s: told of %v, want %s", c.name, ids, want)
		}
	}
}

func TestNobodyAnswers(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	n := notifier(t, server.URL+"/token", filepath.Join(t.TempDir(), "outbox.json"))
	err := n.Tell(t.Context(), notify.Message{Changes: []notify.Change{change("1", notify.Began)}}, noticed)
	if err == nil || strings.Contains(err.Error(), "token") || !strings.Contains(err.Error(), "after the next run") {
		t.Errorf("%v", err)
	}
}

func TestAddressesThatCannotWork(t *testing.T) {
	for address, want := range map[string]string{
		"": "", "https://host.example/hook?x=1": "", "http://127.0.0.1:9093/": "",
		"host.example/hook": "must be an address", "ftp://host.example/": "must be an address", "https:///hook": "must be an address",
		"https://u:secret@host.example/": "holds a password", "http://[::1": "must be an address",
	} {
		cfg := notify.Default()
		cfg.Webhook = address
		err := cfg.Validate()
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "u:secret")) {
			t.Errorf("%q: %v, want %q", address, err, want)
		}
	}
}
