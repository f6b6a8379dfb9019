package pack

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
)

// LibraryFolder holds the fragments that packs include: procedures that several texts
// order alike, with their differences as parameters. It is no instrument: what a pack
// includes stands under the pack's own unit and cites it.
const LibraryFolder = "common"

// fragment is one entry of the library: rule blocks with ${parameters}.
type fragment struct {
	name     string
	place    Place
	defaults map[string]*string // parameter → default; nil: must be given
	blocks   []fragmentBlock
}

type fragmentBlock struct {
	name   string // the rule's id in the fragment: "appoint"
	place  Place
	source string
}

// include is the block of a pack that takes a fragment in:
//
//	```include
//	fragment: export-panel
//	id: GZ-17                      # rules are called GZ-17.appoint, …
//	with: {decides: sector, …}
//	only: [appoint, vote]          # or without: […]; absent: all of it
//	```
type include struct {
	Fragment string         `yaml:"fragment"`
	ID       string         `yaml:"id"`
	With     map[string]any `yaml:"with"`
	Only     []string       `yaml:"only"`
	Without  []string       `yaml:"without"`
	Also     []string       `yaml:"also"`
	RestsOn  string         `yaml:"rests-on"`
}

var parameter = regexp.MustCompile(`\$\{([a-zA-Z0-9-]+)\}`)

// include takes a fragment's rules in under the unit being read, as if they were written
// there.
func (r *reader) include(place Place, source string) {
	var in include
	if err := yaml.UnmarshalWithOptions([]byte(source), &in, yaml.Strict()); err != nil {
		r.yamlFault(Place{place.File, place.Line + 1}, err)
		return
	}
	f, ok := r.fragments()[in.Fragment]
	if !ok {
		r.fault(place, "the library has no fragment %q; it has %s", in.Fragment, strings.Join(slices.Sorted(maps.Keys(r.fragments())), ", "))
		return
	}
	if in.ID == "" {
		r.fault(place, "the include has no id; write id: <unit>")
		return
	}
	values, ok := r.arguments(place, f, in.With)
	if !ok {
		return
	}
	for _, b := range r.chosen(place, f, in) {
		r.expand(place, in, b, values)
	}
}

// chosen are the blocks that an include takes.
func (r *reader) chosen(place Place, f *fragment, in include) []fragmentBlock {
	for _, name := range append(slices.Clone(in.Only), in.Without...) {
		if !slices.ContainsFunc(f.blocks, func(b fragmentBlock) bool { return b.name == name }) {
			r.fault(place, "fragment %s has no rule %q", f.name, name)
		}
	}
	return slices.DeleteFunc(slices.Clone(f.blocks), func(b fragmentBlock) bool {
		return len(in.Only) > 0 && !slices.Contains(in.Only, b.name) || slices.Contains(in.Without, b.name)
	})
}

// arguments gives each parameter of the fragment its value.
func (r *reader) arguments(place Place, f *fragment, with map[string]any) (map[string]string, bool) {
	good := true
	values := map[string]string{}
	for name, fallback := range f.defaults {
		given, ok := with[name]
		switch {
		case ok:
			values[name] = flow(given)
		case fallback != nil:
			values[name] = *fallback
		default:
			r.fault(place, "fragment %s needs the parameter %s; write with: {%s: …}", f.name, name, name)
			good = false
		}
	}
	for name := range with {
		if _, ok := f.defaults[name]; !ok {
			r.fault(place, "fragment %s has no parameter %q; it has %s", f.name, name, strings.Join(slices.Sorted(maps.Keys(f.defaults)), ", "))
			good = false
		}
	}
	return values, good
}

// flow writes a parameter as it stands in YAML: a list in brackets, all else as it is.
func flow(v any) string {
	items, list := v.([]any)
	if !list {
		return fmt.Sprint(v)
	}
	parts := make([]string, len(items))
	for i, item := range items {
		parts[i] = flow(item)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (r *reader) expand(place Place, in include, b fragmentBlock, values map[string]string) {
	source := parameter.ReplaceAllStringFunc(b.source, func(m string) string { return values[m[2:len(m)-1]] })
	rule, err := decode(source)
	if err != nil {
		first := len(r.faults)
		r.yamlFault(place, err)
		for i := range r.faults[first:] {
			f := &r.faults[first+i]
			f.Says = fmt.Sprintf("including %s of %s (%s:%d): %s", b.name, in.Fragment, b.place.File, b.place.Line+1+f.Place.Line-place.Line, f.Says)
			f.Place = place
		}
		return
	}
	fmt.Fprintf(r.sum, "%s.%s\n%s\n", in.ID, b.name, source)
	rule.ID = in.ID + "." + b.name
	rule.Also = append(rule.Also, in.Also...)
	if rule.RestsOn == "" {
		rule.RestsOn = in.RestsOn
	}
	r.admit(place, rule)
}

// fragments reads the library beside the pack, once. A folder of packs may have none.
func (r *reader) fragments() map[string]*fragment {
	if r.library != nil {
		return r.library
	}
	r.library = map[string]*fragment{}
	names, err := fs.Glob(r.files, path.Join(LibraryFolder, "*.md"))
	if err != nil {
		return r.library
	}
	sort.Strings(names)
	for _, name := range names {
		text, err := fs.ReadFile(r.files, name)
		if err != nil {
			r.fault(Place{File: name}, "%v", err)
			continue
		}
		r.fragmentFile(name, string(text))
	}
	return r.library
}

// fragmentFile reads the fragments of one file: a heading for each, its parameters, its
// rules.
func (r *reader) fragmentFile(name, text string) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var f *fragment
	for at := 0; at < len(lines); at++ {
		place := Place{File: name, Line: at + 1}
		switch line := lines[at]; {
		case strings.HasPrefix(line, "### "):
			word, _, _ := strings.Cut(strings.TrimPrefix(line, "### "), " ")
			f = &fragment{name: word, place: place, defaults: map[string]*string{}}
			if _, twice := r.library[word]; twice {
				r.fault(place, "the library has the fragment %s already", word)
			}
			r.library[word] = f
		case strings.HasPrefix(line, "```"):
			end := at + 1
			for end < len(lines) && strings.TrimSpace(lines[end]) != "```" {
				end++
			}
			if f == nil || end == len(lines) {
				r.fault(place, "the block stands under no fragment, or is not closed")
				return
			}
			if err := f.block(place, strings.TrimPrefix(line, "```"), strings.Join(lines[at+1:min(end, len(lines))], "\n")); err != nil {
				r.yamlFault(Place{name, at + 2}, err)
			}
			at = end
		}
	}
	for _, f := range r.library {
		if f.place.File == name {
			f.check(r)
		}
	}
}

func (f *fragment) block(place Place, kind, source string) error {
	switch strings.TrimSpace(kind) {
	case "parameters":
		var given map[string]*string
		if err := yaml.Unmarshal([]byte(source), &given); err != nil {
			return err
		}
		maps.Copy(f.defaults, given)
	case "rule":
		id := ruleID.FindStringSubmatch(source)
		if id == nil {
			return errors.New("the rule of a fragment begins with its name: id: <word>")
		}
		f.blocks = append(f.blocks, fragmentBlock{id[1], place, source})
	}
	return nil
}

var ruleID = regexp.MustCompile(`(?m)^id: *([a-z0-9-]+)$`)

// check finds parameters that are used but not declared, or declared and not used.
func (f *fragment) check(r *reader) {
	used := map[string]bool{}
	for _, b := range f.blocks {
		for _, m := range parameter.FindAllStringSubmatch(b.source, -1) {
			used[m[1]] = true
			if _, ok := f.defaults[m[1]]; !ok {
				r.fault(b.place, "fragment %s uses ${%s}, which it does not declare under parameters", f.name, m[1])
				f.defaults[m[1]] = new(string)
			}
		}
	}
	for name := range f.defaults {
		if !used[name] {
			r.fault(f.place, "fragment %s declares the parameter %s and uses it nowhere", f.name, name)
		}
	}
}

// Folders lists the folders that hold an instrument; the library and folders that hold
// only the list of their units do not.
func Folders(files fs.FS) ([]string, error) {
	names, err := fs.Glob(files, "*/*.md")
	if err != nil {
		return nil, fmt.Errorf("listing packs: %w", err)
	}
	var folders []string
	for _, name := range names {
		if f := path.Dir(name); f != LibraryFolder && !slices.Contains(folders, f) {
			folders = append(folders, f)
		}
	}
	return folders, nil
}
