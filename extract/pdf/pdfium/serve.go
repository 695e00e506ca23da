package pdfium

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// The bounds of one child.
const (
	maxInput     = 256 << 20 // bytes of a file
	maxPages     = 2000
	maxPageChars = 200_000
	sandboxPages = 16_384 // of 64 KiB: what PDFium may use
)

// Serve is the child's side: it reads one PDF from in and writes its text layer
// to out as JSON lines. What is wrong with the file is a line as well; an error
// means that the child cannot work. cacheDir keeps the sandbox's machine code;
// where it cannot be used, the code is made anew. The process ends when reading
// takes it more CPU time than work, where the system can see to that.
func Serve(ctx context.Context, in io.Reader, out io.Writer, cacheDir string, work time.Duration) error {
	body, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return fmt.Errorf("read PDF: %w", err)
	}
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	say := func(m message) error {
		if err := enc.Encode(m); err != nil {
			return fmt.Errorf("write text: %w", err)
		}
		if m.Ready {
			return w.Flush() // the other side waits for it
		}
		return nil
	}
	if len(body) > maxInput {
		err = fmt.Errorf("more than %d bytes", maxInput)
	} else {
		err = serve(ctx, body, cacheDir, work, say)
	}
	var wrong fileError
	if errors.As(err, &wrong) {
		err = say(message{Error: wrong.Error()})
	}
	return errors.Join(err, w.Flush())
}

// fileError is what is wrong with the file.
type fileError struct{ error }

func serve(ctx context.Context, body []byte, cacheDir string, work time.Duration, say func(message) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fileError{fmt.Errorf("PDFium panicked: %v", r)}
		}
	}()
	p, done, err := open(ctx, cacheDir)
	if err != nil {
		return err
	}
	defer done()
	// From here on the file has a say. What came before, such as making the
	// sandbox's machine code, is not its work.
	if err := limitWork(work); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := say(message{Ready: true}); err != nil {
		return err
	}
	doc, err := p.OpenDocument(&requests.OpenDocument{File: &body})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return fileError{errors.New("the file asks for a password")}
	case err != nil:
		return fileError{fmt.Errorf("the file is damaged: %w", err)}
	}
	count, err := p.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return fileError{fmt.Errorf("count pages: %w", err)}
	}
	if err := say(message{Head: &head{
		Title: metaText(p, doc.Document, "Title"), Author: metaText(p, doc.Document, "Author"),
		Created: metaText(p, doc.Document, "CreationDate"), Modified: metaText(p, doc.Document, "ModDate"),
	}}); err != nil {
		return err
	}
	var end ending
	var fault error
	for i := range count.PageCount {
		if i >= maxPages {
			end.Unread = count.PageCount - maxPages
			break
		}
		page, err := readPage(p, doc.Document, i)
		if err != nil {
			end.Unread++
			fault = fmt.Errorf("page %d: %w", i+1, err)
			continue
		}
		end.Pages++
		if err := say(message{Page: &page}); err != nil {
			return err
		}
	}
	if end.Pages == 0 {
		return fileError{cmp.Or(fault, errors.New("the file has no pages"))}
	}
	return say(message{End: &end})
}

// open starts PDFium in a sandbox that sees no files.
func open(ctx context.Context, cacheDir string) (pdfium.Pdfium, func(), error) {
	runtime := wazero.NewRuntimeConfigCompiler().WithMemoryLimitPages(sandboxPages).
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling)
	if cacheDir != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(cacheDir); err == nil {
			runtime = runtime.WithCompilationCache(cache)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{Context: ctx, MaxTotal: 1, RuntimeConfig: runtime,
		FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard})
	if err != nil {
		return nil, nil, fmt.Errorf("start PDFium: %w", err)
	}
	p, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("start PDFium: %w", err), pool.Close())
	}
	// The process ends after this; what fails to close ends with it.
	return p, func() { _ = pool.Close() }, nil
}

func metaText(p pdfium.Pdfium, doc references.FPDF_DOCUMENT, tag string) string {
	m, err := p.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: doc, Tag: tag})
	if err != nil {
		return ""
	}
	return m.Value
}
