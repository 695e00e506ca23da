package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"framewatch/store/disk"
)

// verifiedName is the note of the months whose tables were found sound. What the
// check of a month finds follows from the bytes of its files alone, so that a
// month whose files have the same digests, which are always checked, needs no
// second reading: the cost of verifying follows what is new.
const verifiedName = stateDir + "/verified.json"

// checkVersion changes with what the check of a month looks for.
const checkVersion = 3

const maxVerified = 16 << 20

type verified struct {
	Check  int      `json:"check"`
	Months []string `json:"months"` // digests of the digests of a month's files
	Whole  string   `json:"whole"`  // and of all files, when nothing was wrong with any table

	Ended time.Time `json:"ended,omitzero"` // when a check of everything last ended and nothing was wrong
}

// digestOfAll names all files of a generation.
func (d *Dataset) digestOfAll() string {
	h := sha256.New()
	for _, f := range d.live {
		fmt.Fprintf(h, "%s %s %d\n", f.Path, f.SHA256, f.Rows)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// soundBefore reports whether all tables, as they are, were found sound before.
// Where no manifest lists the archive files, captures have to be asked for them.
func (v *verifier) soundBefore() bool {
	listed := len(v.d.newest().WARC) > 0 || v.d.Rows((CaptureRow{}).Table()) == 0
	return listed && len(v.unreadable) == 0 && readVerified(v.d.fsys).Whole == v.d.digestOfAll()
}

// noteSound notes that nothing is wrong with any table.
func (v *verifier) noteSound() {
	now := readVerified(v.d.fsys)
	if whole := v.d.digestOfAll(); now.Whole != whole {
		now.Whole = whole
		now.write(v.d.fsys)
	}
}

// readVerified reads the note. One that cannot be read is none.
func readVerified(fsys disk.FS) verified {
	var v verified
	data, err := disk.ReadFile(fsys, verifiedName, maxVerified)
	if err != nil || json.Unmarshal(data, &v) != nil || v.Check != checkVersion {
		return verified{Check: checkVersion}
	}
	return v
}

// NoteVerified keeps when a check of everything has ended and found nothing wrong.
func (d *Dataset) NoteVerified(at time.Time) {
	v := readVerified(d.fsys)
	v.Ended = at.UTC()
	v.write(d.fsys)
}

// LastVerify is when a check of everything last ended and found nothing wrong, nil
// where none has, or where it is not known any more.
func (d *Dataset) LastVerify() *time.Time {
	if v := readVerified(d.fsys); !v.Ended.IsZero() {
		return &v.Ended
	}
	return nil
}

// write keeps the note; where it cannot be written the next check takes longer.
func (v verified) write(fsys disk.FS) {
	slices.Sort(v.Months)
	if data, err := json.Marshal(v); err == nil {
		_ = disk.PutFile(fsys, verifiedName, append(data, '\n'))
	}
}

// digestOfMonth names the files of a month, in the order in which they count.
func (m *month) digestOfMonth() string {
	h := sha256.New()
	note := func(files []File) {
		for _, f := range files {
			fmt.Fprintf(h, "%s %s %d\n", f.Path, f.SHA256, f.Rows)
		}
	}
	for _, table := range append([]string{"documents"}, byMonth...) {
		note(m.files(table))
	}
	// Its rows are held against these, too.
	note(m.d.Files((FrameRow{}).Table()))
	note(m.d.Files((EntityRow{}).Table()))
	return hex.EncodeToString(h.Sum(nil))
}
