package extract

// The codes of a [Failure]; [Reasons] says what they mean.
const (
	CodeEmpty      = "empty"
	CodeNotHTML    = "not-html"
	CodePDF        = "pdf"
	CodeScanned    = "scanned"
	CodeTooLarge   = "too-large"
	CodeTooDeep    = "too-deep"
	CodeNoText     = "no-text"
	CodeNotArticle = "not-article"
)

// Reason is a code of a [Failure] and what it means.
type Reason struct {
	Code, Meaning string
}

// Reasons lists every code of a [Failure].
func Reasons() []Reason {
	return []Reason{
		{CodeEmpty, "The page has no bytes."},
		{CodeNotHTML, "Another format, such as an image."},
		{CodePDF, "A PDF that is damaged, locked or too slow to read, whose fonts do not say what their characters are, or that nothing here reads."},
		{CodeScanned, "A PDF of images, without a text layer: it has to be read by character recognition elsewhere."},
		{CodeTooLarge, "More bytes than extract.max_bytes, or more tags and texts than extract.max_tags."},
		{CodeTooDeep, "Elements are nested so deeply that nothing can be parsed, or not in bounded time."},
		{CodeNoText, "No block of the page looks like the text of an article, or all of it is shorter than extract.min_letters."},
		{CodeNotArticle, "A section front, a list of links, a gallery."},
	}
}

// Failure says why a page gave no document. Code is one of the Code constants
// and stable; Message is for people.
type Failure struct {
	Code, Message string
}

// Error gives code and message.
func (f *Failure) Error() string { return f.Code + ": " + f.Message }
