package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"framewatch/internal/export"
)

// writePlan writes a plan's tables as CSV into a new folder.
func writePlan(_ context.Context, p *export.Plan, dir string) error {
	if err := os.Mkdir(dir, 0o750); err != nil {
		return err
	}
	for _, t := range p.Tables {
		f, err := os.Create(filepath.Join(dir, t.Name+".csv"))
		if err != nil {
			return err
		}
		if err := errors.Join(writeTable(f, t), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

func writeTable(f *os.File, t export.Table) error {
	w := csv.NewWriter(f)
	head := make([]string, len(t.Fields))
	for i, field := range t.Fields {
		head[i] = field.Name
	}
	if err := w.Write(head); err != nil {
		return err
	}
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		line := make([]string, len(row))
		for i, v := range row {
			switch v := v.(type) {
			case nil:
			case string:
				line[i] = v
			case time.Time:
				line[i] = v.Format(time.RFC3339Nano)
			default:
				data, err := json.Marshal(v)
				if err != nil {
					return err
				}
				line[i] = string(data)
			}
		}
		if err := w.Write(line); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
