package warc

import (
	"fmt"
	"io"
)

// Without copies a file of gzip members, one a record, without the records that
// drop holds for. The members that stay are copied as they are. It returns where
// each record that stays was and is now, and how many went. A file in which
// records share a member is an error.
func Without(dst io.Writer, src io.ReaderAt, size int64, drop func(*Record) bool) (moved map[int64]int64, dropped int, err error) {
	type part struct {
		at   int64
		gone bool
	}
	var parts []part
	for rec, err := range Records(io.NewSectionReader(src, 0, size), 0) {
		if err != nil {
			return nil, 0, err
		}
		if rec.Offset < 0 || len(parts) > 0 && rec.Offset <= parts[len(parts)-1].at {
			return nil, 0, fmt.Errorf("copy archive: the record of %s has no member of its own", rec.TargetURI())
		}
		parts = append(parts, part{rec.Offset, drop(rec)})
	}
	moved = map[int64]int64{}
	to := int64(0)
	for i, p := range parts {
		end := size
		if i+1 < len(parts) {
			end = parts[i+1].at
		}
		if p.gone {
			dropped++
			continue
		}
		moved[p.at] = to
		n, err := io.Copy(dst, io.NewSectionReader(src, p.at, end-p.at))
		if err != nil {
			return nil, 0, fmt.Errorf("copy archive: %w", err)
		}
		to += n
	}
	return moved, dropped, nil
}
