package main

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"io"
	"runtime"
	"strings"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"

	"framewatch/internal/linked"
)

// materials writes the bill of materials (CycloneDX 1.6, JSON): every module that is
// linked, with its version, licences and what go.sum says of its tree.
func (r *release) materials(ctx context.Context) error {
	modules, err := linked.Modules(ctx, r.root, "./cmd/framewatch")
	if err != nil {
		return err
	}
	bill := cdx.NewBOM()
	program := purl("framewatch", r.version)
	bill.Metadata = &cdx.Metadata{Timestamp: r.at.Format(time.RFC3339), Component: &cdx.Component{BOMRef: program, Type: cdx.ComponentTypeApplication,
		Name: "framewatch", Version: r.version, PackageURL: program, Licenses: licences([]string{"Apache-2.0"})}}
	components := []cdx.Component{{BOMRef: purl("std", runtime.Version()), Type: cdx.ComponentTypeLibrary, Name: "std", Version: runtime.Version(),
		PackageURL: purl("std", runtime.Version()), Licenses: licences([]string{"BSD-3-Clause"})}}
	for _, m := range modules {
		found, err := m.Licences()
		if err != nil {
			return err
		}
		c := cdx.Component{BOMRef: purl(m.Path, m.Version), Type: cdx.ComponentTypeLibrary, Name: m.Path, Version: m.Version, Scope: cdx.ScopeRequired,
			PackageURL: purl(m.Path, m.Version), Licenses: licences(found)}
		if sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.Sum, "h1:")); err == nil && len(sum) > 0 {
			c.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: hex.EncodeToString(sum)}}
		}
		components = append(components, c)
	}
	bill.Components = &components
	return r.create("framewatch_"+r.version+".cdx.json", func(w io.Writer) error {
		return cdx.NewBOMEncoder(w, cdx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(bill, cdx.SpecVersion1_6)
	})
}

// purl names a Go module (package URL specification, type golang).
func purl(path, version string) string { return "pkg:golang/" + path + "@" + version }

// licences are the names of licences, those without an SPDX name as they are.
func licences(names []string) *cdx.Licenses {
	var out cdx.Licenses
	for _, n := range names {
		if strings.HasPrefix(n, "LicenseRef-") {
			out = append(out, cdx.LicenseChoice{License: &cdx.License{Name: n}})
		} else {
			out = append(out, cdx.LicenseChoice{License: &cdx.License{ID: n}})
		}
	}
	return &out
}
