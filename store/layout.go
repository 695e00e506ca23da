package store

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"framewatch/corpus"
	"framewatch/internal/lazyregexp"
)

// Names in a dataset's folder. See the package's documentation for what they
// hold.
const (
	markerName     = "framewatch-dataset.json"
	manifestDir    = "_manifest"
	generationsDir = "generations"
	currentName    = "current"
	stagingDir     = "_staging"
	stateDir       = "_state"
	trashDir       = "_trash"
	warcDir        = "warc"
	commitsName    = stateDir + "/commits.json"
	lockName       = stateDir + "/lock"
)

// partName is the name of a Parquet file: the run that wrote it and a number.
var partName = lazyregexp.New(`^([0-9]{8}T[0-9]{6}Z-[0-9a-f]{4})-[0-9]{4,9}\.parquet$`)

// archiveName is the path of a WARC file: what wrote it if not the crawler, the
// run, whose series it is where a run has several (see crawl), and a number.
var archiveName = lazyregexp.New(`^` + warcDir + `/(?:[a-z]+-)?([0-9]{8}T[0-9]{6}Z-[0-9a-f]{4})(?:-[fw][0-9]{1,9})?-[0-9]{5}\.warc\.gz$`)

// IsArchive reports whether a path, relative to the dataset, is that of a WARC file
// of a run.
func IsArchive(name string) bool { return archiveName.MatchString(name) }

var monthName = lazyregexp.New(`^month=([0-9]{4}-[0-9]{2})$`)

// place is where a file of a table lies.
type place struct {
	table, month string // month is empty in a table without partitions
	run          corpus.RunID
}

// parsePath reads the path of a file of a table. No other path is opened,
// moved or removed, whatever a manifest says.
func parsePath(name string) (place, error) {
	parts := strings.Split(name, "/")
	bad := fmt.Errorf("path %q is not TABLE/month=YYYY-MM/RUN-NNNN.parquet", name)
	if !fs.ValidPath(name) || len(parts) < 2 || len(parts) > 3 || !slices.Contains(TableNames(), parts[0]) {
		return place{}, bad
	}
	p := place{table: parts[0]}
	if len(parts) == 3 {
		m := monthName.FindStringSubmatch(parts[1])
		if m == nil {
			return place{}, bad
		}
		p.month = m[1]
	}
	m := partName.FindStringSubmatch(path.Base(name))
	if m == nil {
		return place{}, bad
	}
	p.run = corpus.RunID(m[1])
	return p, nil
}

// folderOf is the folder of a table's month.
func folderOf(table, month string) string {
	if month == "" {
		return table
	}
	return path.Join(table, "month="+month)
}

// generationName is the folder of links of a run, and the prefix that its links
// have: a path that was listed in one generation is in no other, so that a
// listing across a commit ends in an error and never in a mixture.
func generationName(m Manifest) string { return fmt.Sprintf("%06d-%s", m.Seq, m.RunID) }

func generationDir(m Manifest) string { return path.Join(generationsDir, generationName(m)) }

// linkOf is the name of a file in the generation of m.
func linkOf(m Manifest, file string) string {
	return path.Join(generationDir(m), path.Dir(file), fmt.Sprintf("%06d.%s", m.Seq, path.Base(file)))
}

var generationPattern = lazyregexp.New(`^[0-9]{6,9}-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}$`)

var linkPattern = lazyregexp.New(`^[0-9]{6,9}\.[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}-[0-9]{4,9}\.parquet$`)

// copyName is a second copy of the manifest, which lies with the links: what
// takes the folders with an underscore away leaves it.
const copyName = "manifest.json"

func copyOf(m Manifest) string { return path.Join(generationDir(m), copyName) }
