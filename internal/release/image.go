package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// nobody is the user of the image: one without a name or rights.
const nobody = "65532:65532"

// certificates is where the image's users find the authorities that sign outlets'
// certificates; they are copied from the machine that makes the release, where it
// has them.
const certificates = "/etc/ssl/certs/ca-certificates.crt"

// image writes an OCI image layout (OCI image specification 1.1), one image a Linux
// platform, from nothing but the static binary and certificates.
func (r *release) image(binaries []binary) error {
	var index v1.ImageIndex = empty.Index
	for _, b := range binaries {
		if b.goos != "linux" {
			continue
		}
		img, err := r.imageOf(b)
		if err != nil {
			return fmt.Errorf("image of %s: %w", b.path, err)
		}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: img, Descriptor: v1.Descriptor{
			Platform:    &v1.Platform{OS: b.goos, Architecture: b.goarch},
			Annotations: map[string]string{"org.opencontainers.image.ref.name": r.version}}})
	}
	index = mutate.IndexMediaType(index, types.OCIImageIndex)
	if _, err := layout.Write(r.file("oci"), index); err != nil {
		return fmt.Errorf("write image layout: %w", err)
	}
	return nil
}

func (r *release) imageOf(b binary) (v1.Image, error) {
	bin, err := os.ReadFile(b.path)
	if err != nil {
		return nil, err
	}
	files := []entry{{"usr/bin/framewatch", 0o755, bin}}
	if roots, err := os.ReadFile(certificates); err == nil {
		files = append(files, entry{certificates[1:], 0o644, roots})
	}
	var layer bytes.Buffer
	if err := r.tar(&layer, "", files); err != nil {
		return nil, err
	}
	img := mutate.MediaType(empty.Image, types.OCIManifestSchema1)
	img = mutate.ConfigMediaType(img, types.OCIConfigJSON)
	packed, err := partial.UncompressedToLayer(layerOf(layer.Bytes()))
	if err != nil {
		return nil, err
	}
	img, err = mutate.Append(img, mutate.Addendum{Layer: packed, MediaType: types.OCILayer,
		History: v1.History{Created: v1.Time{Time: r.at}, CreatedBy: "go run ./internal/release"}})
	if err != nil {
		return nil, err
	}
	file, err := img.ConfigFile()
	if err != nil {
		return nil, err
	}
	file = file.DeepCopy()
	file.OS, file.Architecture, file.Created = b.goos, b.goarch, v1.Time{Time: r.at}
	file.Config = v1.Config{User: nobody, WorkingDir: "/data", Entrypoint: []string{"/usr/bin/framewatch"}, Volumes: map[string]struct{}{"/data": {}},
		Labels: map[string]string{"org.opencontainers.image.title": "framewatch", "org.opencontainers.image.version": r.version,
			"org.opencontainers.image.revision": r.commit, "org.opencontainers.image.created": r.at.Format(time.RFC3339), "org.opencontainers.image.licenses": "Apache-2.0"}}
	return mutate.ConfigFile(img, file)
}

// layerOf is a layer as a tar file.
type layerOf []byte

// DiffID is the digest of the tar file.
func (l layerOf) DiffID() (v1.Hash, error) {
	h, _, err := v1.SHA256(bytes.NewReader(l))
	return h, err
}

// Uncompressed is the tar file.
func (l layerOf) Uncompressed() (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(l)), nil
}

// MediaType is that of the layer once it is compressed.
func (l layerOf) MediaType() (types.MediaType, error) { return types.OCILayer, nil }
