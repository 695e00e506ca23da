// Package config turns files, environment and flags into one checked [Loaded]
// configuration, and reports every mistake at once with file, line and remedy.
//
// Run settings (framewatch.yaml) are read through viper: flags over environment
// (FRAMEWATCH_CRAWL_WORKERS) over file over defaults. What editors write
// (source lists, codebooks, gazetteers, blocs, events) is decoded strictly and
// never passes through viper, which lower-cases keys. Both go through the same
// check of the YAML tree first, because viper and the YAML decoder stop at the
// first fault and one of them knows no lines.
//
// The package fetches nothing and writes nothing.
package config
