package extract

// The codes of a [Failure].
const (
	CodeEmpty      = "empty"       // no bytes
	CodeNotHTML    = "not-html"    // another format, such as an image
	CodePDF        = "pdf"         // a PDF that is damaged, locked or too slow to read, or without a reader
	CodeScanned    = "scanned"     // a PDF of images, without a text layer
	CodeTooLarge   = "too-large"   // more bytes than Config.MaxBytes
	CodeTooDeep    = "too-deep"    // nested so that even the tokenizer gave nothing to parse
	CodeNoText     = "no-text"     // no block looks like an article's
	CodeNotArticle = "not-article" // a section front, a list of links, a gallery
)

// Failure says why a page gave no document. Code is one of the Code constants
// and stable; Message is for people.
type Failure struct {
	Code, Message string
}

// Error gives code and message.
func (f *Failure) Error() string { return f.Code + ": " + f.Message }
