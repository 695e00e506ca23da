package config

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"framewatch/configs"
	"framewatch/corpus"
	"framewatch/internal/invalid"
	"framewatch/nlp/claim"
	"framewatch/nlp/frame"
	"framewatch/nlp/link"
	"framewatch/nlp/trained"
	"framewatch/store"
)

// builtin marks a path inside the binary.
const builtin = "builtin:"

// Options say what to load.
type Options struct {
	// File is the settings file; empty means framewatch.yaml or
	// configs/framewatch.yaml where one of them is there, else no file. A name
	// after "builtin:" is a file that the binary carries.
	File string
	// Flags are settings given on the command line, by key ("crawl.max_pages").
	Flags map[string]any
	// WithoutModel leaves the trained coder of the codebook unread: it is about to be
	// trained, and the one that is there may not fit any more.
	WithoutModel bool
}

// Loaded is a checked configuration with everything that its files hold. It is
// not changed after [Load].
type Loaded struct {
	Config
	File       string // settings file, or "built-in defaults"
	Settings   []Setting
	Sources    []corpus.Source
	Codebooks  []frame.Codebook
	Models     []*trained.Model // of the codebooks beside which one lies
	Gazetteers []link.Gazetteer
	Registers  []claim.Register
	Blocs      []Bloc
	Parents    map[string]string // states of territories
	Events     []Event

	Corrections []Correction // with addresses as the crawl stores them

	books   []file           // of the codebooks
	lists   []sourceFile     // in the order of the settings
	names   []file           // of the gazetteers
	written []link.Gazetteer // as their files have them, before entries that extend others were put into those
	strays  Mistakes
	tree    *yaml.Node // of the settings file, nil without one

	ConfigSHA256     string // settings that were in force
	CodebookSHA256   string
	GazetteersSHA256 string
}

// Load reads and checks everything. The error is [Mistakes] with every fault of
// every file.
func Load(opt Options) (*Loaded, error) {
	l := &loader{out: &Loaded{}}
	l.settings(opt)
	if l.out.Settings != nil { // with a broken settings file the paths of the others are not known
		l.lists(opt)
		l.cross()
		if t := l.out.Targets(); len(t) > 0 {
			l.out.Compare = l.out.CompareFor(t[0])
		}
		l.out.ConfigSHA256 = digestOf(l.out.Config)
		l.placeData()
	}
	if len(l.wrong) > 0 {
		return nil, l.wrong.sorted()
	}
	return l.out, nil
}

// file is a file's name for people and its tree.
type file struct {
	shown string
	tree  *yaml.Node
}

// sourceFile is a source list and where it stands.
type sourceFile struct {
	file
	list SourceList
}

type loader struct {
	out   *Loaded
	wrong Mistakes
	trees map[string]*yaml.Node // by path as the settings write it

	blocsRead bool // or none are named
}

func (l *loader) settings(opt Options) {
	file := cmp.Or(opt.File, firstThere("framewatch.yaml", "configs/framewatch.yaml"))
	l.out.File = cmp.Or(file, "built-in defaults")
	l.trees = map[string]*yaml.Node{}
	var data []byte
	var root *yaml.Node
	if file != "" {
		var err error
		if _, data, err = l.read(file); err != nil {
			l.wrong = append(l.wrong, Mistake{File: file, Text: readFault(err)})
			return
		}
		var wrong Mistakes
		if root, wrong = parse(file, data); wrong != nil {
			l.wrong = append(l.wrong, wrong...)
			return
		}
		l.wrong = append(l.wrong, renew(file, root)...)
		l.wrong = append(l.wrong, check(file, root, reflect.TypeFor[Config]())...)
		if data, err = yaml.Marshal(root); err != nil { // without what the check took out
			l.wrong = append(l.wrong, Mistake{File: file, Text: err.Error()})
			return
		}
	}
	cfg, settings, wrong := readSettings(file, data, root, opt.Flags)
	l.wrong = append(l.wrong, wrong...)
	if first := Default(); cfg.Blocs != first.Blocs && originOf(settings, "compare.contrasts") == FromDefault {
		cfg.Compare.Contrasts = nil // the default's are between the default's blocs
	}
	l.out.strays = strays(settings, os.Environ())
	if wrong == nil {
		l.add(locate(l.out.File, root, cfg.Validate()))
	}
	l.out.Config, l.out.Settings, l.out.tree, l.trees[""] = cfg, settings, root, root
}

func firstThere(paths ...string) string {
	for _, p := range paths {
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	return ""
}

// readFault words a failure to read a file with its remedy.
func readFault(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file; check the path"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read; check its permissions"
	}
	return err.Error()
}

// lists reads what the settings name.
func (l *loader) lists(opt Options) {
	c, out := l.out.Config, l.out
	for _, p := range c.Sources {
		list, _ := decode[SourceList](l, p)
		out.lists = append(out.lists, sourceFile{file{l.shown(p), l.trees[p]}, list})
		for _, s := range list.Sources {
			out.Sources = append(out.Sources, s.source(list.List))
		}
	}
	for _, p := range c.Gazetteers {
		if g, ok := decode[link.Gazetteer](l, p); ok {
			out.Gazetteers, out.names = append(out.Gazetteers, g), append(out.names, file{l.shown(p), l.trees[p]})
		}
	}
	l.mergeGazetteers()
	for _, p := range c.Codebooks {
		if f, ok := decode[frame.File](l, p); ok {
			out.Codebooks, out.books = append(out.Codebooks, f.Codebook), append(out.books, file{l.shown(p), l.trees[p]})
			if !opt.WithoutModel {
				l.model(p, &f.Codebook)
			}
		}
	}
	for _, p := range c.Registers {
		if f, ok := decode[claim.File](l, p); ok {
			out.Registers = append(out.Registers, f.Register)
		}
	}
	if l.blocsRead = c.Blocs == ""; !l.blocsRead {
		if f, ok := decode[BlocFile](l, c.Blocs); ok {
			l.blocsRead = true
			out.Blocs, out.Parents = f.Blocs, map[string]string{}
			for _, t := range f.Territories {
				out.Parents[t.Country] = t.Parent
			}
		}
	}
	if c.Events != "" {
		if f, ok := decode[EventFile](l, c.Events); ok {
			out.Events = f.Events
		}
	}
	l.corrections()
	l.handCodes()
	out.CodebookSHA256, out.GazetteersSHA256 = digestOf(out.Codebooks), digestOf(out.Gazetteers)
}

// decode reads one file strictly into T and validates it.
func decode[T any](l *loader, path string) (value T, ok bool) {
	shown, data, err := l.read(path)
	if err != nil {
		l.wrong = append(l.wrong, Mistake{File: shown, Text: readFault(err)})
		return value, false
	}
	root, wrong := parse(shown, data)
	if wrong != nil {
		l.wrong = append(l.wrong, wrong...)
		return value, false
	}
	before := len(l.wrong)
	l.wrong = append(l.wrong, check(shown, root, reflect.TypeFor[T]())...)
	if err := root.Decode(&value); err != nil {
		l.add(SyntaxMistakes(shown, data, err))
	}
	if v, can := any(&value).(interface{ Validate() error }); can {
		l.add(locate(shown, root, v.Validate()))
	}
	l.trees[path] = root
	return value, len(l.wrong) == before
}

// add appends mistakes but those in lines that have one already: what follows
// from a mistake is not told again.
func (l *loader) add(found Mistakes) {
	before := l.wrong
	for _, m := range found {
		told := slices.ContainsFunc(before, func(w Mistake) bool { return w.File == m.File && w.Line == m.Line && m.Line != 0 })
		if !told {
			l.wrong = append(l.wrong, m)
		}
	}
}

// read returns a file's name for people and its bytes; paths are relative to
// the settings file, inside the binary where that stands there.
func (l *loader) read(path string) (shown string, data []byte, err error) {
	shown = l.shown(path)
	if name, ok := strings.CutPrefix(shown, builtin); ok {
		data, err = configs.FS.ReadFile(name)
		return shown, data, err
	}
	data, err = os.ReadFile(shown)
	return shown, data, err
}

// shown is a path of the settings as messages name it and as it is read. Beside
// settings of the binary lie its own lists; what else stands there is a file of the
// user's, of the environment or a flag.
func (l *loader) shown(name string) string {
	if strings.HasPrefix(name, builtin) {
		return name
	}
	if inside, ok := strings.CutPrefix(l.out.File, builtin); ok && !filepath.IsAbs(name) {
		beside := path.Join(path.Dir(inside), name)
		if _, err := fs.Stat(configs.FS, beside); err == nil {
			return builtin + beside
		}
	}
	return l.besideFile(name)
}

// besideFile is a path of the settings as the working folder sees it: relative ones
// begin where the settings file lies. Without a file, and for one of the binary,
// they begin in the working folder.
func (l *loader) besideFile(path string) string {
	if filepath.IsAbs(path) || l.trees[""] == nil || strings.HasPrefix(l.out.File, builtin) {
		return path
	}
	return filepath.Join(filepath.Dir(l.out.File), path)
}

// placeData sets where the dataset is. What a flag or the environment says is
// relative to the working folder, as in any command. It comes after the settings'
// digest, which does not depend on where somebody stands.
func (l *loader) placeData() {
	if from := originOf(l.out.Settings, "data"); from != FromDefault && from != FromFile || store.InBucket(l.out.Data) {
		return
	}
	l.out.Data = l.besideFile(l.out.Data)
	for i := range l.out.Settings {
		if s := &l.out.Settings[i]; s.Key == "data" {
			s.Value = l.out.Data
		}
	}
}

// cross checks what one file says about another.
func (l *loader) cross() {
	out := l.out
	entities, ids := map[string]bool{}, []string(nil)
	for _, g := range out.Gazetteers {
		for _, e := range g.Entities {
			entities[string(e.ID)] = true
			ids = append(ids, string(e.ID))
		}
	}
	blocs := make([]string, len(out.Blocs))
	for i, b := range out.Blocs {
		blocs[i] = b.ID
	}
	l.crossSources(blocs)
	if len(out.Gazetteers) < len(out.Config.Gazetteers) {
		return // a broken gazetteer would make every reference to it a mistake
	}
	l.crossCorrections(ids)
	l.crossEntities(entities, ids)
	l.crossCodebooks(entities, ids)
	l.crossContrasts()
	if l.blocsRead {
		l.crossFilters(blocs, entities, ids)
	}
	l.add(locate(out.File, l.trees[""], l.crossTargets(entities, ids)))
}

// crossSources checks blocs, and IDs that two lists share.
func (l *loader) crossSources(blocs []string) {
	owner := map[string]string{}
	for n, path := range l.out.Config.Sources {
		var errs []error
		for i, s := range l.out.lists[n].list.Sources {
			for j, b := range s.Bloc {
				if !slices.Contains(blocs, b) {
					errs = append(errs, invalid.Errorf(fmt.Sprintf("sources[%d].bloc[%d]", i, j), b,
						"is not in %s%s", l.shown(l.out.Config.Blocs), invalid.Suggest(b, blocs)))
				}
			}
			if first, twice := owner[s.ID]; twice && first != path {
				errs = append(errs, invalid.Errorf(fmt.Sprintf("sources[%d].id", i), s.ID, "is also in %s; ids are unique over all lists", l.shown(first)))
			}
			owner[s.ID] = path
		}
		l.add(locate(l.shown(path), l.trees[path], errors.Join(errs...)))
	}
}

// digestOf hashes a value by its JSON, which has a fixed order of keys.
func digestOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil { // cannot happen for these plain types
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
