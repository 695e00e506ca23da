// Command train rebuilds the data files of package nlp/zh. It fetches the
// packages it needs with their ordinary clients (mvn and pip), reads their
// tables and writes data/words.zst, data/names.zst and data/convert.zst:
//
//	go run ./nlp/zh/train
//
// Sources: the core dictionary, word bigrams and name tables of HanLP portable
// 1.8.6 (Apache-2.0), the words of jieba 0.42.1 (MIT) and the conversion dictionaries of OpenCC (Apache-2.0) as
// opencc-python-reimplemented 0.1.7 carries them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"framewatch/nlp/internal/pack"
	"framewatch/nlp/internal/published"
)

const (
	hanlp  = "com.hankcs:hanlp:portable-1.8.6"
	opencc = "opencc-python-reimplemented==0.1.7"
	jieba  = "jieba==0.42.1"
)

func main() {
	out := flag.String("out", filepath.Join("nlp", "zh", "data"), "folder of the data files")
	flag.Parse()
	if err := run(context.Background(), *out); err != nil {
		log.Fatal("train: ", err)
	}
}

func run(ctx context.Context, out string) (err error) {
	tmp, err := os.MkdirTemp("", "zh")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	if err := errors.Join(published.Maven(ctx, tmp, hanlp), published.Pip(ctx, tmp, opencc, jieba)); err != nil {
		return err
	}
	jar, wheel, sdist, err := archives(tmp)
	if err != nil {
		return err
	}
	words, err := wordModel(jar, sdist)
	if err != nil {
		return fmt.Errorf("read %s and %s: %w", hanlp, jieba, err)
	}
	names, err := nameModel(jar)
	if err != nil {
		return fmt.Errorf("read the names of %s: %w", hanlp, err)
	}
	convert, err := conversions(wheel)
	if err != nil {
		return fmt.Errorf("read %s: %w", opencc, err)
	}
	return errors.Join(write(filepath.Join(out, "words.zst"), words),
		write(filepath.Join(out, "names.zst"), names),
		write(filepath.Join(out, "convert.zst"), convert))
}

// archives finds the downloads.
func archives(dir string) (jar, wheel, sdist string, err error) {
	jar, noJar := published.One(dir, "*.jar")
	wheel, noWheel := published.One(dir, "*.whl")
	sdist, noSource := published.One(dir, "*.tar.gz")
	return jar, wheel, sdist, errors.Join(noJar, noWheel, noSource)
}

// write compresses raw into path.
func write(path string, raw []byte) error {
	packed, err := pack.Write(raw, "")
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d bytes, %d compressed\n", path, len(raw), len(packed))
	return os.WriteFile(path, packed, 0o644)
}
