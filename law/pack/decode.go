package pack

import (
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/shuyu-project/shuyu/law"
)

// header holds the keys that every rule block may have.
type header struct {
	ID       string   `yaml:"id"`
	Kind     Kind     `yaml:"kind"`
	Code     string   `yaml:"code"`
	Says     law.Text `yaml:"says"`
	Remedy   law.Text `yaml:"remedy"`
	Also     []string `yaml:"also"`
	RestsOn  string   `yaml:"rests-on"`
	Replaces string   `yaml:"replaces"`
	Basis    law.Text `yaml:"basis"`
}

// decoders reads the body of each kind strictly: a key that the kind does not have is
// an error, never ignored.
var decoders = map[Kind]func(ast.Node) (header, Body, error){
	KindTerm:        strictly[Term],
	KindLabel:       strictly[Label],
	KindRole:        strictly[Role],
	KindCompetence:  strictly[Competence],
	KindSeparation:  strictly[Separation],
	KindProcedure:   strictly[Procedure],
	KindStep:        strictly[Step],
	KindPeriod:      strictly[Period],
	KindLimit:       strictly[Limit],
	KindGate:        strictly[Gate],
	KindFigure:      strictly[Figure],
	KindProhibition: strictly[Prohibition],
	KindContent:     strictly[Content],
	KindDuty:        strictly[Duty],
	KindRetention:   strictly[Retention],
	KindDisclosure:  strictly[Disclosure],
	KindEffect:      strictly[EffectRule],
	KindReading:     strictly[Reading],
	KindPriority:    strictly[Priority],
	KindFunction:    strictly[Function],
	KindControl:     strictly[Control],
	KindPrecedence:  strictly[Precedence],
}

// body joins a pointer to a body type with what it must implement.
type body[T any] interface {
	*T
	Body
}

func strictly[T any, P body[T]](read ast.Node) (header, Body, error) {
	var block struct {
		Header header `yaml:",inline"`
		Body   T      `yaml:",inline"`
	}
	err := yaml.NodeToValue(read, &block, yaml.Strict())
	return block.Header, P(&block.Body), err
}

// decode reads the source of one rule block.
func decode(source string) (*Rule, error) {
	var head struct {
		ID   string `yaml:"id"`
		Kind Kind   `yaml:"kind"`
	}
	file, err := parser.ParseBytes([]byte(source), 0)
	if err != nil {
		return nil, err
	}
	var block ast.Node = ast.Null(nil)
	if len(file.Docs) > 0 && file.Docs[0].Body != nil {
		block = file.Docs[0].Body
	}
	if err := yaml.NodeToValue(block, &head); err != nil {
		return nil, err
	}
	read, known := decoders[head.Kind]
	if !known {
		return nil, Faults{{Place{Line: 1}, fmt.Sprintf("rule kind %q is unknown; the kinds are %s", head.Kind, kindNames())}}
	}
	if head.ID == "" {
		return nil, Faults{{Place{Line: 1}, "the rule has no id; write id: <unit>.<word>"}}
	}
	h, b, err := read(block)
	if err != nil {
		return nil, keyed(err, head.Kind, b)
	}
	return &Rule{ID: h.ID, Kind: h.Kind, Code: h.Code, Says: h.Says, Remedy: h.Remedy, Also: h.Also,
		RestsOn: h.RestsOn, Replaces: h.Replaces, Basis: h.Basis, Body: b}, nil
}

var unknownKey = regexp.MustCompile(`^\[(\d+):1\] unknown field ("[^"]*")`)

// keyed says of a key that a kind does not have which ones it has.
func keyed(err error, kind Kind, b Body) error {
	m := unknownKey.FindStringSubmatch(strings.TrimSpace(yaml.FormatError(err, false, false)))
	if m == nil {
		return err
	}
	line, _ := strconv.Atoi(m[1]) // digits, by the pattern
	keys := append(keysOf(reflect.TypeOf(header{})), keysOf(reflect.TypeOf(b).Elem())...)
	return Faults{{Place{Line: line}, fmt.Sprintf("unknown field %s; a rule of kind %s has the fields %s", m[2], kind, strings.Join(keys, ", "))}}
}

// keysOf are the keys of a block's type, in its order.
func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		key, options, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if strings.Contains(options, "inline") {
			keys = append(keys, keysOf(t.Field(i).Type)...)
		} else if key != "" && key != "-" {
			keys = append(keys, key)
		}
	}
	return keys
}

func kindNames() string {
	names := make([]string, 0, len(decoders))
	for k := range decoders {
		names = append(names, string(k))
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}
