package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"

	"framewatch/report/svg"
	"framewatch/store"
)

// pageVersion changes when the same numbers make another page.
const pageVersion = "3"

// Key says what a page is made from: the study's key, the settings, and the
// other tables that are shown. The page carries it, so that a run that changes
// nothing can leave the page as it is; see [Current].
func Key(ds *store.Dataset, studyKey string, cfg Config) (string, error) {
	settings, err := json.Marshal(struct {
		Config
		Target Label
		Frames map[string]Label
		Blocs  map[string]Label
		Names  map[string]Label
		Bodies []string
		Valid  string
		Shown  string
		Traces string
		Others []Subject
	}{cfg, cfg.Target, cfg.Frames, cfg.Blocs, cfg.Entities, cfg.Bodies, cfg.Validation, cfg.Articles, cfg.Traces, cfg.Subjects})
	if err != nil {
		return "", fmt.Errorf("key of report: %w", err)
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%s %s %s %s", pageVersion, svg.Style, studyKey, settings)
	if err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := files.ReadFile(path)
		sum.Write(text)
		return err
	}); err != nil {
		return "", fmt.Errorf("key of report: %w", err)
	}
	for _, table := range []string{store.FailureRow{}.Table(), store.EventRow{}.Table(), store.NameRow{}.Table(), store.FrameHitRow{}.Table(), store.QuoteRow{}.Table(),
		store.ClauseRow{}.Table(), store.ClaimRow{}.Table(), store.StanceRow{}.Table()} {
		fmt.Fprintf(sum, " %s %s", table, store.Origin(ds.Files(table)))
	}
	return hex.EncodeToString(sum.Sum(nil)[:16]), nil
}

// Head is how much of a page is read to find its key, and Mark what stands before
// the key there, by which a page of this package is known.
const (
	Head = 8 << 10
	Mark = `<meta name="framewatch-key" content="`
)

// Current reports whether a page was made from what key says.
func Current(page io.Reader, key string) bool {
	data, err := io.ReadAll(io.LimitReader(page, Head))
	return err == nil && key != "" && bytes.Contains(data, []byte(Mark+key+`">`))
}
