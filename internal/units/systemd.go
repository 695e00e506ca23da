package units

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Systemd gives a service and its timer, or with Stay the service alone.
func Systemd(s Spec) ([]File, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	if strings.ContainsAny(s.Binary, "\"'\\") {
		return nil, fmt.Errorf("%s: systemd starts no program whose path holds quotes or \\; copy it elsewhere", s.Binary)
	}
	service := File{s.Name + ".service", s.service()}
	if s.Stay {
		return []File{service}, nil
	}
	return []File{service, {s.Name + ".timer", s.timer()}}, nil
}

func (s Spec) timer() string {
	hours := s.hours()
	for i, h := range hours {
		hours[i] = fmt.Sprintf("%02s", h)
	}
	return fmt.Sprintf(`# systemctl enable --now %[1]s.timer
[Unit]
Description=Framewatch: when %[1]s.service runs

[Timer]
OnCalendar=*-*-* %[2]s:%02[3]d:00
# What was missed while the machine was off is made up for once.
Persistent=true
RandomizedDelaySec=10min
AccuracySec=1min

[Install]
WantedBy=timers.target
`, s.Name, strings.Join(hours, ","), s.At%60)
}

func (s Spec) service() string {
	var b strings.Builder
	line := func(text string, args ...any) { fmt.Fprintf(&b, text+"\n", args...) }
	words := s.command()
	for i, w := range words {
		words[i] = quoteArg(w, i == 0)
	}
	if s.Stay {
		line("# systemctl enable --now %s.service", s.Name)
	} else {
		line("# %s.timer starts it.", s.Name)
	}
	owner := ""
	if s.User != "" {
		owner = " -o " + s.User
	}
	line("# The folder must be there: install -d%s %s", owner, shellWord(s.Writes))
	line("[Unit]\nDescription=Framewatch: how a subject is covered\nWants=network-online.target\nAfter=network-online.target\n\n[Service]")
	if s.Stay {
		line("Type=exec\nRestart=on-failure\nRestartSec=1min\n# Wrong settings do not become right by starting again.\nRestartPreventExitStatus=2")
	} else {
		line("Type=oneshot")
	}
	if s.User != "" {
		line("User=%s", s.User)
	}
	line("ExecStart=%s", strings.Join(words, " "))
	line("# 3: the work is done, and a source failed. 6: it was done for another run. 130: it was stopped, and kept what it had.")
	line("SuccessExitStatus=3 6 130")
	line("# Such as WEBHOOK_SECRET, or the keys of a bucket.")
	line("EnvironmentFile=-/etc/%s.env", s.Name)
	line("# A browser is ended by the program, not beside it.")
	line("KillMode=mixed\nTimeoutStopSec=2min")
	line("WorkingDirectory=%s", specifiers(s.Writes))
	line("Nice=10\nIOSchedulingClass=idle\nUMask=0027")
	s.harden(line)
	if s.Stay {
		line("\n[Install]\nWantedBy=multi-user.target")
	}
	return b.String()
}

// harden takes away what the program does not need. The folder that it writes must
// be there before.
func (s Spec) harden(line func(string, ...any)) {
	line("NoNewPrivileges=yes\nProtectSystem=strict\nReadWritePaths=%s", quotePath(s.Writes))
	if s.within("/home", "/root", "/run/user") {
		line("ProtectHome=read-only")
	} else {
		line("ProtectHome=yes")
	}
	if !s.within("/tmp", "/var/tmp") {
		line("PrivateTmp=yes")
	}
	line("PrivateDevices=yes\nProtectClock=yes\nProtectControlGroups=yes\nProtectHostname=yes\nProtectKernelLogs=yes\nProtectKernelModules=yes\nProtectKernelTunables=yes")
	line("RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX\nRestrictRealtime=yes\nRestrictSUIDSGID=yes\nLockPersonality=yes\nCapabilityBoundingSet=")
	if s.Browser {
		line("# The browser that renders pages makes a sandbox of its own, for which it needs namespaces.")
	} else {
		line("RestrictNamespaces=yes\nSystemCallArchitectures=native\nSystemCallFilter=@system-service\nSystemCallErrorNumber=EPERM")
	}
}

// within reports whether one of the paths lies in one of the folders.
func (s Spec) within(folders ...string) bool {
	for _, p := range []string{s.Binary, s.Settings, s.Writes} {
		for _, f := range folders {
			if p == f || strings.HasPrefix(p, f+string(filepath.Separator)) {
				return true
			}
		}
	}
	return false
}

// specifiers escapes what systemd would fill in (systemd.unit(5)).
func specifiers(text string) string { return strings.ReplaceAll(text, "%", "%%") }

// quotePath writes a path in a list of them.
func quotePath(text string) string {
	if plain.MatchString(text) {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "%", "%%", "\t", `\t`).Replace(text) + `"`
}

// quoteArg writes a word of a command line (systemd.service(5)). In words but the
// first, the path of the program, $ begins a variable.
func quoteArg(word string, first bool) string {
	if !first {
		word = strings.ReplaceAll(word, "$", "$$")
	}
	return quotePath(word)
}
