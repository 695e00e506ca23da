// Package configs carries the YAML files that editors write, so that the binary
// works without them: run settings, source lists, codebooks, gazetteers,
// registers of facts, blocs and events. A settings file names one of them as "builtin:gazetteers/iomed.yaml".
package configs

import "embed"

// FS holds the files of this folder.
//
//go:embed *.yaml sources/*.yaml codebooks/*.yaml codebooks/*.model codebooks/*.card.md gazetteers/*.yaml registers/*.yaml blocs/*.yaml events/*.yaml schema/*.json
var FS embed.FS
