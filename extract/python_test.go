package extract_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"framewatch/corpus"
)

// pythonBench reads addresses and pages and prints how many seconds of CPU
// trafilatura takes for text and metadata of all of them, its start aside.
const pythonBench = `
import base64, sys, time
import trafilatura
pages = [line.rstrip("\n").rsplit(" ", 1) for line in sys.stdin]
pages = [(url, base64.b64decode(body)) for url, body in pages]
start = time.process_time()
for url, body in pages:
    trafilatura.bare_extraction(body, url=url, with_metadata=True, include_comments=False)
print(time.process_time() - start)
`

// python is an interpreter that has trafilatura, empty where there is none:
// that of the repository's environment, else the system's.
func python(ctx context.Context) string {
	for _, name := range []string{filepath.Join("..", ".venv", "bin", "python"), "python3"} {
		if exec.CommandContext(ctx, name, "-c", "import trafilatura").Run() == nil {
			return name
		}
	}
	return ""
}

// pythonTrafilatura is the CPU time that the Python original takes.
func pythonTrafilatura(b *testing.B, interpreter string, pages []corpus.Page) time.Duration {
	b.Helper()
	var in bytes.Buffer
	for _, p := range pages {
		in.WriteString(strings.Join(strings.Fields(p.URL), "%20") + " " + base64.StdEncoding.EncodeToString(p.Body) + "\n")
	}
	cmd := exec.CommandContext(b.Context(), interpreter, "-c", pythonBench)
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v", interpreter, err)
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		b.Fatal(err)
	}
	return time.Duration(seconds * float64(time.Second))
}
