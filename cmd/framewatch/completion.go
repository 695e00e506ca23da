package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"framewatch/compare"
	"framewatch/internal/config"
)

// completes is what may stand behind a flag, by the flag's name, for shells that ask
// for it while a command is typed.
func (g *global) completes() map[string]func() []string {
	fromSettings := func(values func(*config.Loaded) []string) func() []string {
		return func() []string {
			cfg, err := g.load(nil)
			if err != nil {
				return nil // the command itself will say what is wrong
			}
			return values(cfg)
		}
	}
	return map[string]func() []string{
		"source": fromSettings(func(cfg *config.Loaded) (out []string) {
			for _, s := range cfg.Sources {
				out = append(out, string(s.ID)+"\t"+s.Name)
			}
			return out
		}),
		"frame": fromSettings(func(cfg *config.Loaded) (out []string) {
			for _, b := range cfg.Codebooks {
				for _, f := range b.Frames {
					out = append(out, f.ID)
				}
			}
			return out
		}),
		"target": fromSettings(func(cfg *config.Loaded) (out []string) {
			for _, t := range cfg.Targets() {
				out = append(out, string(t.ID))
			}
			return out
		}),
		"by":          compare.Dimensions,
		"voice":       func() []string { return []string{"all", "author", "quoted"} },
		"territories": compare.TerritoryRules,
		"log-format":  func() []string { return []string{"text", "json"} },
	}
}

// addCompletions gives every flag of every command its values.
func addCompletions(c *cobra.Command, completes map[string]func() []string) {
	if c.Name() == "stats" {
		return // there --by names a column of somebody's table
	}
	for name, values := range completes {
		if c.LocalFlags().Lookup(name) == nil {
			continue
		}
		cobra.CheckErr(c.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return listed(values(), typed), cobra.ShellCompDirectiveNoFileComp
		}))
	}
	for _, sub := range c.Commands() {
		addCompletions(sub, completes)
	}
}

// addCompletion adds the command that prints a shell's script.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	where := map[string]string{
		"bash":       "  framewatch completion bash > ~/.local/share/bash-completion/completions/framewatch",
		"zsh":        "  framewatch completion zsh > \"${fpath[1]}/_framewatch\"",
		"fish":       "  framewatch completion fish > ~/.config/fish/completions/framewatch.fish",
		"powershell": "  framewatch completion powershell | Out-String | Invoke-Expression",
	}
	for _, c := range root.Commands() {
		if c.Name() != "completion" {
			continue
		}
		c.Short = "Print the script by which a shell completes commands and flags"
		for _, shell := range c.Commands() {
			shell.Example = where[shell.Name()]
		}
	}
}

// listed offers values for the last of what is typed, which may be several with
// commas between them.
func listed(values []string, typed string) []string {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	chosen := strings.Split(before, ",")
	var out []string
	for _, v := range values {
		name, _, _ := strings.Cut(v, "\t")
		if !slices.Contains(chosen, name) {
			out = append(out, before+v)
		}
	}
	return out
}
