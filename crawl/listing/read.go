package listing

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"framewatch/crawl/urlid"
)

// Item is a page that an answer names.
type Item struct {
	URL  string
	Date string // sorts as text within one answer; empty when not given
	Text string // title and content without markup, where the answer carries content; else empty
}

// Answer is what one answer says.
type Answer struct {
	Items []Item
	Next  []string // addresses to ask next
}

// ErrForm is the error of an answer that is in none of the known forms.
var ErrForm = errors.New("neither a CDX answer nor WordPress posts")

// Read reads the answer to a request for asked, decoded to UTF-8. collections
// bounds how many collections of Common Crawl are named to be asked next. What
// was read before a fault is kept.
func Read(asked string, body []byte, collections int) (Answer, error) {
	u, err := url.Parse(asked)
	if err != nil {
		return Answer{}, fmt.Errorf("read listing %s: %w", asked, err)
	}
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	var a Answer
	switch {
	case len(body) == 0:
	case body[0] == '{':
		a, err = lines(u, body)
	case body[0] != '[':
		err = ErrForm
	default:
		a, err = array(u, body, collections)
	}
	if err != nil {
		return a, fmt.Errorf("read listing %s: %w", asked, err)
	}
	return a, nil
}

// array reads an answer that is one JSON array: rows, posts or collections.
func array(u *url.URL, body []byte, collections int) (Answer, error) {
	rows, err := rowsOf(body)
	if err != nil {
		return Answer{}, err
	}
	if len(rows) == 0 {
		return Answer{}, nil
	}
	if rows[0][0] == '[' {
		return captures(u, rows)
	}
	var a Answer
	for _, raw := range rows {
		var o struct {
			CDX     string   `json:"cdx-api"`
			Link    string   `json:"link"`
			Date    string   `json:"date"`
			Title   rendered `json:"title"`
			Excerpt rendered `json:"excerpt"`
			Content rendered `json:"content"`
		}
		if err := json.Unmarshal(raw, &o); err != nil {
			return a, err
		}
		switch {
		case o.CDX != "":
			if next, err := urlid.Normalise(o.CDX, u.String()); err == nil && sameSite(next, u) && len(a.Next) < collections {
				a.Next = append(a.Next, collection(next, u.Query().Get("url")))
			}
		case o.Link != "":
			item := Item{URL: o.Link, Date: o.Date}
			if o.Content.Text != "" {
				item.Text = o.Title.Text + "\n" + o.Excerpt.Text + "\n" + o.Content.Text
			}
			a.Items = append(a.Items, item)
		default:
			return a, ErrForm
		}
	}
	if len(a.Items) >= postsPage && u.Query().Get("per_page") == strconv.Itoa(postsPage) {
		a.Next = append(a.Next, numbered(u, "page", 1))
	}
	return a, nil
}

// maxRows bounds an answer: a server may send more than it was asked for.
const maxRows = 50_000

// rowsOf parts an array into its elements, as many as are read at most.
func rowsOf(body []byte) (rows []json.RawMessage, err error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	for dec.More() && len(rows) < maxRows {
		var row json.RawMessage
		if err := dec.Decode(&row); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	if len(rows) < maxRows {
		if _, err := dec.Token(); err != nil { // the closing bracket
			return nil, err
		}
	}
	return rows, nil
}

// rendered is a text field of WordPress.
type rendered struct{ Text string }

// UnmarshalJSON takes {"rendered": "..."} and drops the markup.
func (r *rendered) UnmarshalJSON(b []byte) error {
	var o struct {
		Rendered string `json:"rendered"`
	}
	if err := json.Unmarshal(b, &o); err != nil {
		return err
	}
	var text strings.Builder
	inTag := false
	for _, c := range o.Rendered {
		switch {
		case c == '<':
			inTag = true
			text.WriteByte(' ')
		case c == '>':
			inTag = false
		case !inTag:
			text.WriteRune(c)
		}
	}
	r.Text = strings.TrimSpace(html.UnescapeString(text.String()))
	return nil
}

// captures reads the rows of a Wayback CDX server: the names of the fields, the
// captures, and where there is more an empty row and a key to go on with.
func captures(u *url.URL, rows []json.RawMessage) (Answer, error) {
	var a Answer
	var names []string
	if err := json.Unmarshal(rows[0], &names); err != nil {
		return a, err
	}
	original, timestamp := slices.Index(names, "original"), slices.Index(names, "timestamp")
	if original < 0 {
		return a, ErrForm
	}
	for i, raw := range rows[1:] {
		var row []string
		if err := json.Unmarshal(raw, &row); err != nil {
			return a, err
		}
		if len(row) == 0 {
			var key []string
			if i+2 < len(rows) && json.Unmarshal(rows[i+2], &key) == nil && len(key) == 1 && key[0] != u.Query().Get("resumeKey") {
				a.Next = append(a.Next, replaced(u, "resumeKey", key[0]))
			}
			break
		}
		if original >= len(row) {
			continue
		}
		item := Item{URL: row[original]}
		if timestamp >= 0 && timestamp < len(row) {
			item.Date = row[timestamp]
		}
		a.Items = append(a.Items, item)
	}
	return a, nil
}

// lines reads an answer of one JSON object a line: captures of a collection, or
// how many pages of them there are.
func lines(u *url.URL, body []byte) (Answer, error) {
	var a Answer
	dec := json.NewDecoder(bytes.NewReader(body))
	for dec.More() && len(a.Items) < maxRows {
		var o struct {
			URL       string `json:"url"`
			Timestamp string `json:"timestamp"`
			Pages     *int   `json:"pages"`
		}
		if err := dec.Decode(&o); err != nil {
			return a, err
		}
		switch {
		case o.URL != "":
			a.Items = append(a.Items, Item{URL: o.URL, Date: o.Timestamp})
		case o.Pages != nil && u.Query().Get("showNumPages") != "":
			if *o.Pages > 0 {
				q := u.Query()
				q.Del("showNumPages")
				q.Set("page", "0")
				q.Set("pages", strconv.Itoa(*o.Pages)) // for us: the server does not read it
				a.Next = append(a.Next, address(u, q))
			}
			return a, nil
		default:
			return a, ErrForm
		}
	}
	if total, err := strconv.Atoi(u.Query().Get("pages")); err == nil {
		if page, err := strconv.Atoi(u.Query().Get("page")); err == nil && page >= 0 && page+1 < total {
			a.Next = append(a.Next, numbered(u, "page", 0))
		}
	}
	return a, nil
}

// numbered is the address with a page number one higher; first is what its
// absence stands for.
func numbered(u *url.URL, name string, first int) string {
	n, err := strconv.Atoi(u.Query().Get(name))
	if err != nil {
		n = first
	}
	return replaced(u, name, strconv.Itoa(n+1))
}

func replaced(u *url.URL, name, value string) string {
	q := u.Query()
	q.Set(name, value)
	return address(u, q)
}

func address(u *url.URL, q url.Values) string {
	next := *u
	next.RawQuery, next.Fragment = q.Encode(), ""
	return next.String()
}

// sameSite keeps a list of collections from sending the crawler elsewhere.
func sameSite(next string, u *url.URL) bool {
	_, host, _ := urlid.Split(next)
	return urlid.Within(host, urlid.Site(u.Host))
}
