package trace

import (
	"fmt"
	"io"
	"strings"

	"framewatch/internal/foreign"
)

// Print writes a trace for people: a tree, each check on a line of its own.
func (t *Trace) Print(w io.Writer) {
	p := printer{w: w}
	p.node(t.Root, 0)
	if t.Documents > t.Shown {
		p.line(0, fmt.Sprintf("%d of %s behind it shown (--all shows all)", t.Shown, plural(t.Documents, "document", "documents")))
	}
	p.line(0, "")
	p.line(0, "Made by")
	for _, n := range t.Made {
		p.node(n, 1)
	}
	p.line(0, "Files")
	for _, l := range t.Files {
		p.link(l, 1)
	}
	p.line(0, "")
	p.line(0, t.Summary())
}

// Summary counts the links.
func (t *Trace) Summary() string {
	return fmt.Sprintf("%s checked: %d ok, %d broken; %d not checked", plural(t.OK+t.Broken, "link", "links"), t.OK, t.Broken, t.NotChecked)
}

type printer struct{ w io.Writer }

func (p printer) line(depth int, s string) {
	fmt.Fprintln(p.w, strings.TrimRight(strings.Repeat("  ", depth)+foreign.Line(s), " "))
}

func (p printer) node(n *Node, depth int) {
	if n == nil {
		return
	}
	head := n.Kind
	if n.ID != "" {
		head += " " + n.ID
	}
	if n.Says != "" {
		head += ": " + shortenedTo(n.Says, 160)
	}
	p.line(depth, head)
	for _, f := range n.Facts {
		p.line(depth+1, f.Name+": "+f.Value)
	}
	for _, l := range n.Links {
		p.link(l, depth+1)
	}
	for _, f := range n.From {
		p.node(f, depth+1)
	}
}

func (p printer) link(l Link, depth int) {
	verdict := map[Verdict]string{OK: "ok", Broken: "BROKEN", NotChecked: "not checked"}[l.Verdict]
	s := fmt.Sprintf("[%s] %s: %s", verdict, l.What, l.Why)
	if l.File != "" {
		s += " (" + l.File + ")"
	}
	p.line(depth, s)
	if l.Do != "" {
		p.line(depth+1, l.Do)
	}
}

// shortenedTo is the beginning of what is long.
func shortenedTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
