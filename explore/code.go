package explore

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strconv"

	"framewatch/explore/coding"
	"framewatch/nlp/codes"
)

// codeRoutes binds the pages of hand coding.
func (e *Explorer) codeRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /code/{$}", e.codeOverview)
	mux.HandleFunc("GET /code/{n}", e.codeUnit)
	mux.HandleFunc("POST /code/{n}", e.codeRecord)
	mux.HandleFunc("GET /coding.js", static("static/coding.js", "text/javascript; charset=utf-8"))
	mux.HandleFunc("GET /coding.css", static("static/coding.css", "text/css; charset=utf-8"))
}

// showCode shows a page of hand coding, whose script may send what it records.
func (e *Explorer) showCode(w http.ResponseWriter, r *http.Request, status int, name string, v view) {
	w.Header().Set("Content-Security-Policy", policy+"; connect-src 'self'")
	v.Here = codeHome
	e.show(w, r, status, name, v)
}

const codeHome = "/code/"

func (e *Explorer) codeOverview(w http.ResponseWriter, r *http.Request) {
	v := overviewOf(e.opt.Coding, e.codeLang(r))
	e.showCode(w, r, http.StatusOK, "code", view{Title: "Hand coding", Body: v})
}

func (e *Explorer) codeUnit(w http.ResponseWriter, r *http.Request) {
	u, err := e.opt.Coding.Unit(numberOf(r))
	if err != nil {
		e.fail(w, r, problem{http.StatusNotFound, "The file has no text of that number."})
		return
	}
	e.showUnit(w, r, http.StatusOK, u, u.Judgement, nil)
}

// showUnit shows a text with a judgement, which may be one that is not recorded:
// then alert says why, and what stands there.
func (e *Explorer) showUnit(w http.ResponseWriter, r *http.Request, status int, u coding.Unit, j coding.Judgement, alert *codeAlert) {
	v := unitPage(e.opt.Coding, u, j, e.codeLang(r))
	v.Alert = alert
	e.showCode(w, r, status, "code_unit", view{Title: fmt.Sprintf("Text %d of %d", u.N, v.Of), Body: v})
}

func numberOf(r *http.Request) int {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return 0 // of no text
	}
	return n
}

// What a form of a text can ask for beside being recorded; anything else asks for
// nothing more.
const (
	doRest     = "rest"     // every frame that is not coded is not there
	doNext     = "next"     // then the next text
	doPrevious = "previous" // then the one before
	doOpen     = "open"     // then the next that is not done
	doReload   = "reload"   // read the file anew, and record nothing yet
)

// codeRecord takes the form of a text. Where nothing could be recorded the page
// comes again with what was entered in it.
func (e *Explorer) codeRecord(w http.ResponseWriter, r *http.Request) {
	n := numberOf(r)
	before, err := e.opt.Coding.Unit(n)
	if err != nil {
		e.fail(w, r, problem{http.StatusNotFound, "The file has no text of that number."})
		return
	}
	if err := r.ParseForm(); err != nil {
		e.fail(w, r, problem{http.StatusBadRequest, "The form could not be read."})
		return
	}
	j, err := e.judgement(r)
	if err != nil {
		e.fail(w, r, problem{http.StatusBadRequest, "The form is not whole: open the text again."})
		return
	}
	switch r.PostForm.Get("do") {
	case doReload:
		e.codeReload(w, r, n, j)
		return
	case doRest:
		j = j.RestAbsent(e.codedFrames())
	}
	u, err := e.opt.Coding.Record(n, r.PostForm.Get("version"), j)
	if err != nil {
		status, alert, stands := alertOf(err, before, j)
		if status >= http.StatusInternalServerError {
			e.log.Error("codes not saved", "text", n, "error", err)
		}
		e.showUnit(w, r, status, stands, j, alert)
		return
	}
	if r.Header.Get("Accept") == "application/json" {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"version": u.Version, "state": stateWords(u.State)}) // the reader may have gone
		return
	}
	http.Redirect(w, r, e.after(r, n), http.StatusSeeOther)
}

// after is where the form leads.
func (e *Explorer) after(r *http.Request, n int) string {
	units := e.opt.Coding.Units()
	switch r.PostForm.Get("do") {
	case doNext:
		n++
	case doPrevious:
		n--
	case doOpen:
		n = nextOpen(units, n)
	}
	if n < 1 || n > len(units) {
		return withLang(codeHome, e.codeLang(r))
	}
	return withLang(codeHome+strconv.Itoa(n), e.codeLang(r))
}

// nextOpen is the first text after the nth, from the start again, that is not
// done; 0 where all are.
func nextOpen(units []coding.Unit, n int) int {
	for i := range units {
		if u := units[(n+i)%len(units)]; u.State != coding.StateDone {
			return u.N
		}
	}
	return 0
}

// codeReload reads the file anew and shows what was entered, not recorded yet.
func (e *Explorer) codeReload(w http.ResponseWriter, r *http.Request, n int, j coding.Judgement) {
	if err := e.opt.Coding.Reload(); err != nil {
		e.log.Error("codes not read", "error", err)
		e.fail(w, r, problem{http.StatusConflict, "The file cannot be read any more: " + cause(err)})
		return
	}
	u, err := e.opt.Coding.Unit(n)
	if err != nil {
		e.fail(w, r, problem{http.StatusNotFound, "The file was read again, and has no text of that number now."})
		return
	}
	e.showUnit(w, r, http.StatusOK, u, j, &codeAlert{Text: "The file was read again. What is entered below is not saved yet.", Rows: differences(u.Judgement, j)})
}

var errIncomplete = errors.New("a field of the form is missing")

// judgement reads the form. A field that is missing is an error, and never blank.
func (e *Explorer) judgement(r *http.Request) (coding.Judgement, error) {
	j := coding.Judgement{About: codes.About(r.PostForm.Get("about")), Note: r.PostForm.Get("note"), Frames: map[string]bool{}}
	fields := []string{"version", "about", "stance", "note"}
	for _, f := range e.codedFrames() {
		fields = append(fields, frameField+f)
		switch r.PostForm.Get(frameField + f) {
		case "1":
			j.Frames[f] = true
		case "0":
			j.Frames[f] = false
		}
	}
	if slices.ContainsFunc(fields, func(f string) bool { return !r.PostForm.Has(f) }) {
		return j, errIncomplete
	}
	if s := r.PostForm.Get("stance"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			return j, errIncomplete
		}
		j.Stance = &n
	}
	return j, nil
}

// frameField begins the name of a frame's field.
const frameField = "frame:"

func (e *Explorer) codedFrames() []string {
	coded, _ := e.opt.Coding.Frames()
	var out []string
	for _, f := range coded {
		out = append(out, f.ID)
	}
	return out
}

// alertOf is what the coder reads where nothing was recorded, and the unit as it
// stands in the file.
func alertOf(err error, before coding.Unit, j coding.Judgement) (int, *codeAlert, coding.Unit) {
	var conflict *coding.Conflict
	switch {
	case errors.As(err, &conflict):
		return http.StatusConflict, &codeAlert{
			Text: "Not saved: this text has been coded otherwise meanwhile, in another window perhaps. Save again to put what is entered below in the place of what stands in the file.",
			Rows: differences(conflict.Stands.Judgement, j), Take: true,
		}, conflict.Stands
	case errors.Is(err, coding.ErrChanged):
		return http.StatusConflict, &codeAlert{Text: "Not saved: another program has changed the file. It was left as it is.", Reload: true}, before
	case errors.Is(err, coding.ErrInvalid):
		return http.StatusBadRequest, &codeAlert{Text: "Not saved: " + err.Error() + "."}, before
	}
	return http.StatusInternalServerError, &codeAlert{Text: "Not saved: " + cause(err) + ". The file is as it was. Save again when that is mended."}, before
}

// cause is the reason of an error of the file system without the paths of this
// machine.
func cause(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	}
	return err.Error()
}
