package config

import (
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"framewatch/corpus"
)

// targetsKey is the setting that says what a run is about.
const targetsKey = "annotate.targets"

// aboutSubject reports whether a run is about the default's subject: its settings,
// environment and flags name no target, or one of the default's among others.
func aboutSubject(c Config, root *yaml.Node, flags map[string]any) bool {
	named, ok := namedTargets(root, flags)
	return !ok || slices.ContainsFunc(named, func(t string) bool { return slices.Contains(c.Annotate.Targets, corpus.EntityID(t)) })
}

// namedTargets are the targets that a file names, or what comes before it.
func namedTargets(root *yaml.Node, flags map[string]any) (targets []string, ok bool) {
	if list, given := flags[targetsKey].([]string); given {
		return list, true
	}
	if one, _, given := olderValue(targetsKey, flags); given {
		return one, true
	}
	if _, given := os.LookupEnv(envName(targetsKey)); given || root == nil {
		return nil, false // a list in the environment is a mistake, and told
	}
	n := root
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	for step := range strings.SplitSeq(targetsKey, ".") {
		if n, _ = child(n, step); n == nil {
			return nil, false
		}
	}
	for _, each := range n.Content {
		targets = append(targets, each.Value)
	}
	return targets, true
}
