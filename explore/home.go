package explore

import "net/http"

func (e *Explorer) home(w http.ResponseWriter, r *http.Request) {
	e.show(w, r, http.StatusOK, "home", view{Title: "Explorer", Here: "/"})
}
