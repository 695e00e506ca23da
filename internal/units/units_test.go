package units_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/robfig/cron/v3"
	"go.yaml.in/yaml/v3"

	"framewatch/internal/units"
)

// odd is a name that each form has to quote in its own way.
const odd = `a b%n $HOME "q" it's \x 国际`

// spec is a program that prints its arguments, in a folder with a name that is
// awkward, or plain.
func spec(t *testing.T, folder string) units.Spec {
	t.Helper()
	dir := filepath.Join(t.TempDir(), folder)
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "..", strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"'\`, r) {
			return '_' // with which systemd starts nothing
		}
		return r
	}, folder)+" bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(bin, "framewatch")
	if err := os.WriteFile(binary, []byte("#!/bin/sh\nprintf '%s\\n' \"$@\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return units.Spec{Name: "framewatch", Binary: binary, Settings: filepath.Join(dir, "framewatch.yaml"), Data: filepath.Join(dir, "data"), Writes: filepath.Join(dir, "data"),
		At: 3*60 + 17, Every: 24, Listen: "127.0.0.1:9464", Image: "registry.example/framewatch:1"}
}

// variants are units over plain and odd paths, that stay and that do not.
func variants(t *testing.T) map[string]units.Spec {
	t.Helper()
	out := map[string]units.Spec{"plain": spec(t, "plain"), "odd": spec(t, odd)}
	out["every 6h"], out["stay"], out["odd that stays"], out["browser"] = out["plain"], out["plain"], out["odd"], out["plain"]
	for name, change := range map[string]func(*units.Spec){
		"every 6h": func(s *units.Spec) { s.Every = 6 }, "stay": func(s *units.Spec) { s.Stay = true }, "odd that stays": func(s *units.Spec) { s.Stay = true },
		"browser": func(s *units.Spec) { s.Browser, s.User = true, "root" },
	} {
		s := out[name]
		change(&s)
		out[name] = s
	}
	return out
}

// TestSystemdTakesTheUnits without a word.
func TestSystemdTakesTheUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not there: units are not checked by systemd itself")
	}
	for name, s := range variants(t) {
		files, err := units.Systemd(s)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		args := []string{"verify"}
		for _, f := range files {
			path := filepath.Join(dir, f.Name)
			if err := os.WriteFile(path, []byte(f.Text), 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, path)
		}
		cmd := exec.CommandContext(t.Context(), analyze, args...)
		cmd.Env = append(os.Environ(), "SYSTEMD_UNIT_PATH="+dir+":")
		out, err := cmd.CombinedOutput()
		said := string(out)
		if err != nil || strings.Contains(said, dir) || strings.Contains(said, "framewatch") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// TestServices: exit code 3 is no failure, what is written is where it may be, and
// what was missed is made up for.
func TestServices(t *testing.T) {
	for name, s := range variants(t) {
		files, err := units.Systemd(s)
		if err != nil {
			t.Fatal(err)
		}
		service := strings.Split(files[0].Text, "\n")
		want := []string{"SuccessExitStatus=3 6 130", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "KillMode=mixed"}
		if s.Stay {
			want = append(want, "Type=exec", "Restart=on-failure", "RestartPreventExitStatus=2", "WantedBy=multi-user.target")
		} else {
			want = append(want, "Type=oneshot")
		}
		for _, w := range want {
			if !slices.Contains(service, w) {
				t.Errorf("%s: the service lacks %s", name, w)
			}
		}
		if len(files) != map[bool]int{true: 1, false: 2}[s.Stay] {
			t.Errorf("%s: %d files", name, len(files))
		}
		if strings.Contains(files[0].Text, "RestrictNamespaces") == s.Browser {
			t.Errorf("%s: a browser cannot make its sandbox, or may without one", name)
		}
		if len(files) == 2 && !strings.Contains(files[1].Text, "\nPersistent=true\nRandomizedDelaySec=") {
			t.Errorf("%s: %s", name, files[1].Text)
		}
	}
	files, err := units.Systemd(variants(t)["every 6h"])
	if err != nil || !strings.Contains(files[1].Text, "\nOnCalendar=*-*-* 03,09,15,21:17:00\n") {
		t.Errorf("%v %v", files, err)
	}
}

// TestCronRunsWhatIsMeant reads the line as cron does, and runs it as cron would.
func TestCronRunsWhatIsMeant(t *testing.T) {
	for name, s := range variants(t) {
		f, err := units.Cron(s)
		if s.Stay {
			if err == nil {
				t.Errorf("%s: cron would start it again and again", name)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(f.Text, "\n"), "\n")
		fields := strings.SplitN(lines[len(lines)-1], " ", 6)
		at, err := cron.ParseStandard(strings.Join(fields[:5], " "))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		next := at.Next(time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC))
		want := time.Date(2026, 3, 3, 3, 17, 0, 0, time.UTC)
		if s.Every == 6 {
			want = time.Date(2026, 3, 2, 9, 17, 0, 0, time.UTC)
		}
		if !next.Equal(want) {
			t.Errorf("%s: next at %s, want %s", name, next, want)
		}
		command := fields[5]
		if s.User != "" {
			command = strings.TrimPrefix(command, s.User+" ")
		}
		command = strings.TrimSuffix(command, " 2>&1 | logger -t framewatch")
		if strings.Contains(strings.ReplaceAll(command, `\%`, ""), "%") {
			t.Errorf("%s: cron ends the command at its %%: %s", name, command)
		}
		out, err := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(command, `\%`, "%")).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v %s", name, err, out)
		}
		if diff := cmp.Diff(strings.Join([]string{"run", "--config", s.Settings, "--data", s.Data, ""}, "\n"), string(out)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// at follows keys and places through a document.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

func TestKubernetesObjects(t *testing.T) {
	for name, s := range variants(t) {
		f, err := units.Kubernetes(s)
		if err != nil {
			t.Fatal(err)
		}
		var docs []any
		d := yaml.NewDecoder(strings.NewReader(f.Text))
		for {
			var doc any
			if err := d.Decode(&doc); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, f.Text)
			}
			docs = append(docs, doc)
		}
		if len(docs) != 2 || at(docs[0], "kind") != "PersistentVolumeClaim" {
			t.Fatalf("%s: %d objects", name, len(docs))
		}
		job := docs[1]
		pod := at(job, "spec", "jobTemplate", "spec", "template", "spec")
		verb := "run"
		check := func(what string, got, wanted any) {
			if diff := cmp.Diff(wanted, got); diff != "" {
				t.Errorf("%s: %s: %s", name, what, diff)
			}
		}
		if s.Stay {
			pod, verb = at(job, "spec", "template", "spec"), "schedule"
			check("kind", at(job, "kind"), "Deployment")
			check("two at once", at(job, "spec", "strategy", "type"), "Recreate")
			check("replicas", at(job, "spec", "replicas"), 1)
			check("selector", at(job, "spec", "selector", "matchLabels"), at(job, "spec", "template", "metadata", "labels"))
			check("probe", at(pod, "containers", 0, "livenessProbe", "httpGet", "path"), "/healthz")
			check("port", at(pod, "containers", 0, "ports", 0, "containerPort"), 9464)
		} else {
			check("kind", at(job, "kind"), "CronJob")
			check("two at once", at(job, "spec", "concurrencyPolicy"), "Forbid")
			check("exit codes", at(job, "spec", "jobTemplate", "spec", "podFailurePolicy", "rules", 0, "onExitCodes", "values"), []any{2, 3, 4, 6})
			check("restart", at(pod, "restartPolicy"), "Never")
			if _, err := cron.ParseStandard(at(job, "spec", "schedule").(string)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		args := []any{verb, "--config", "/etc/framewatch/framewatch.yaml", "--data", "/data/dataset"}
		if s.Stay {
			args = append(args, "--listen", "0.0.0.0:9464")
		}
		check("arguments", at(pod, "containers", 0, "args"), args)
		check("root", at(pod, "securityContext", "runAsNonRoot"), true)
		check("file system", at(pod, "containers", 0, "securityContext", "readOnlyRootFilesystem"), true)
		check("rights", at(pod, "containers", 0, "securityContext", "capabilities", "drop"), []any{"ALL"})
		check("claim", at(pod, "volumes", 0, "persistentVolumeClaim", "claimName"), at(docs[0], "metadata", "name"))
		check("image", at(pod, "containers", 0, "image"), "registry.example/framewatch:1")
	}
}

// TestBucketInKubernetes has its working folder on the volume.
func TestBucketInKubernetes(t *testing.T) {
	s := spec(t, "plain")
	s.Data, s.Settings = "s3://b/p?region=r&state=/var/lib/x", "builtin:demo.yaml"
	f, err := units.Kubernetes(s)
	if err != nil || !strings.Contains(f.Text, "s3://b/p?region=r&state=%2Fdata%2Fstate") || strings.Contains(f.Text, "configMap") {
		t.Errorf("%v\n%s", err, f.Text)
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	for want, change := range map[string]func(*units.Spec){
		"a line end":    func(s *units.Spec) { s.Settings = "/a\nExecStartPre=/bin/x" },
		"small letters": func(s *units.Spec) { s.Name = "../x" },
		"an account":    func(s *units.Spec) { s.User = "a b" },
		"divide a day":  func(s *units.Spec) { s.Every = 5 },
		"time of a day": func(s *units.Spec) { s.At = 24 * 60 },
		"be absolute":   func(s *units.Spec) { s.Binary = "framewatch" },
	} {
		s := spec(t, "plain")
		change(&s)
		_, systemd := units.Systemd(s)
		_, cronErr := units.Cron(s)
		_, kubernetes := units.Kubernetes(s)
		if s.Binary == "framewatch" {
			s.Binary = `/a"b/framewatch`
			if _, err := units.Systemd(s); err == nil || !strings.Contains(err.Error(), "whose path holds quotes") {
				t.Errorf("%v", err)
			}
		}
		for _, err := range []error{systemd, cronErr, kubernetes} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v, want %q", err, want)
			}
		}
	}
}
