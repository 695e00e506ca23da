package coding

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"framewatch/compare/sample"
	"framewatch/internal/invalid"
	"framewatch/nlp/codes"
)

// keyColumn is a column of the key file: its value of a key, and how it is read.
type keyColumn struct {
	name string
	get  func(*Key) string
	set  func(*Key, string) error
}

// keyColumns are the columns of the key file.
func keyColumns() []keyColumn {
	text := func(name string, of func(*Key) *string) keyColumn {
		return keyColumn{name, func(k *Key) string { return *of(k) }, func(k *Key, v string) error { *of(k) = v; return nil }}
	}
	share := func(name string, of func(*Key) *float64) keyColumn {
		return keyColumn{name, func(k *Key) string { return strconv.FormatFloat(*of(k), 'g', -1, 64) }, func(k *Key, v string) (err error) {
			if *of(k), err = strconv.ParseFloat(v, 64); err != nil {
				return errors.New("is no number")
			}
			return nil
		}}
	}
	return []keyColumn{
		text("id", func(k *Key) *string { return &k.ID }),
		text("doc_id", func(k *Key) *string { return &k.Doc }),
		text("sentence_id", func(k *Key) *string { return &k.Sentence }),
		text("outlet", func(k *Key) *string { return &k.Outlet }),
		text("country", func(k *Key) *string { return &k.Country }),
		text("url", func(k *Key) *string { return &k.URL }),
		text("lang", func(k *Key) *string { return &k.Lang }),
		text("side", func(k *Key) *string { return &k.Side }),
		text("published", func(k *Key) *string { return &k.Published }),
		text("story", func(k *Key) *string { return &k.Story }),
		{"documents", func(k *Key) string { return strconv.Itoa(k.Documents) }, func(k *Key, v string) (err error) {
			k.Documents, err = strconv.Atoi(v)
			return err
		}},
		text("predicted", func(k *Key) *string { return &k.Label }),
		text("stratum", func(k *Key) *string { return &k.Stratum }),
		{"design", func(k *Key) string { return string(k.Design) }, func(k *Key, v string) error { k.Design = sample.Design(v); return nil }},
		{"seed", func(k *Key) string { return strconv.FormatInt(k.Seed, 10) }, func(k *Key, v string) (err error) {
			k.Seed, err = strconv.ParseInt(v, 10, 64)
			return err
		}},
		share("inclusion_probability", func(k *Key) *float64 { return &k.Probability }),
		share("within_story", func(k *Key) *float64 { return &k.WithinStory }),
		share("information", func(k *Key) *float64 { return &k.Information }),
	}
}

// WriteKeys writes the key of a sample as CSV.
func WriteKeys(w io.Writer, keys []Key) error {
	columns := keyColumns()
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = c.name
	}
	out := csv.NewWriter(w)
	if err := out.Write(cells); err != nil {
		return fmt.Errorf("write key: %w", err)
	}
	for i := range keys {
		for j, c := range columns {
			cells[j] = codes.Guarded(c.get(&keys[i]))
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write key: %w", err)
		}
	}
	if out.Flush(); out.Error() != nil {
		return fmt.Errorf("write key: %w", out.Error())
	}
	return nil
}

// ReadKeys reads what [WriteKeys] has written; name stands in messages. The error
// holds every mistake as *invalid.Field.
func ReadKeys(name string, r io.Reader) ([]Key, error) {
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return nil, invalid.Errorf(name, "", "is no key of a sample: %s", err)
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	columns := keyColumns()
	at := make([]int, len(columns))
	for i, c := range columns {
		if at[i] = slices.Index(head, c.name); at[i] < 0 {
			return nil, invalid.Errorf(name+":1", "", "has no column %q: is it the key that codebook sample wrote?", c.name)
		}
	}
	var keys []Key
	var wrong []error
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return keys, errors.Join(wrong...)
		}
		if err != nil {
			return nil, errors.Join(append(wrong, invalid.Errorf(name, "", "%s", err))...)
		}
		line, _ := in.FieldPos(0)
		var k Key
		for i, c := range columns {
			if err := c.set(&k, codes.Unguarded(cells[at[i]])); err != nil {
				wrong = append(wrong, invalid.Errorf(fmt.Sprintf("%s:%d: column %s", name, line, c.name), cells[at[i]], "is no number"))
			}
		}
		if k.Probability <= 0 || k.Probability > 1 {
			wrong = append(wrong, invalid.Errorf(fmt.Sprintf("%s:%d: column inclusion_probability", name, line), fmt.Sprint(k.Probability), "lies not above 0 and up to 1"))
		}
		keys = append(keys, k)
	}
}

// Identify puts what the key knows into the units of a set: story, outlet,
// country, publication and inclusion probability. It returns the keys of the
// units by ID, and an error where the key lacks one.
func Identify(set *codes.Set, keys []Key, name string) (map[string]Key, error) {
	byID := map[string]Key{}
	for _, k := range keys {
		byID[k.ID] = k
	}
	var missing []error
	for i := range set.Units {
		u := &set.Units[i]
		k, ok := byID[u.ID]
		if !ok {
			missing = append(missing, invalid.Errorf(name, u.ID, "is a unit of the codes and not in this key"))
			continue
		}
		u.Story, u.Outlet, u.Country, u.Published, u.Probability = k.Story, k.Outlet, k.Country, k.Published, k.Probability
	}
	return byID, errors.Join(missing...)
}
