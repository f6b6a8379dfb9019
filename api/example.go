package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

type exampleInput struct {
	Body struct {
		Case      string            `json:"case,omitempty" maxLength:"128" doc:"已有的事项；发起时不填 · the case; absent where one is opened"`
		Procedure string            `json:"procedure,omitempty" maxLength:"64" doc:"发起哪个程序 · which procedure is opened"`
		Step      string            `json:"step" minLength:"1" maxLength:"64"`
		Links     map[string]string `json:"links,omitempty" doc:"发起时已选的登记内容 · what it is about, as far as that was chosen"`
	}
}

// ExampleShown is a document that a newcomer to the demonstration may hand in.
type ExampleShown struct {
	Form  map[string]any    `json:"form"`
	Links map[string]string `json:"links" doc:"发起时所涉及的登记内容 · what a case that is opened is about"`
	From  string            `json:"from,omitempty" doc:"所仿照的事项；没有则按内容的类型填写 · case it follows; absent where it is made from the types of its particulars"`
}

// example fills a document in for a newcomer to the demonstration, papers included. It
// follows the case most like the one at hand in which the step was taken. It says nothing
// of what is allowed: the step decides when it is taken. Outside of a demonstration it
// does not exist.
func (s *Server) example(ctx context.Context, in *exampleInput) (*body[ExampleShown], error) {
	a, err := s.seat(ctx)
	if err != nil {
		return nil, err
	}
	w := wanted{server: s, asker: a, links: maps.Clone(in.Body.Links)}
	if w.links == nil {
		w.links = map[string]string{}
	}
	if err := w.find(ctx, in); err != nil {
		return nil, err
	}
	var best followed
	err = s.Desk.Ledger.Read(ctx, func(v casework.View) (err error) {
		best, err = w.nearest(ctx, v)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("making an example: %w", err)
	}
	if err := s.handPapersIn(ctx, a, w.step.Form, best.form); err != nil {
		return nil, fmt.Errorf("handing the papers of an example in: %w", err)
	}
	return &body[ExampleShown]{Body: ExampleShown{Form: best.form, Links: best.links, From: best.from}}, nil
}

// wanted is the step that an example is made for.
type wanted struct {
	server *Server
	asker  *asker
	pack   *pack.Pack
	def    *pack.ProcedureDef
	step   *pack.StepDef
	of     *casework.Case // nil where a case is opened
	links  map[string]string
}

// followed is an example, and how far what it follows is from the case at hand.
type followed struct {
	form  map[string]any
	links map[string]string
	from  string
	far   int
}

// find looks the step up: in the case, which has to exist for the person, or among what
// opens one.
func (w *wanted) find(ctx context.Context, in *exampleInput) error {
	w.pack = w.server.Desk.Packs.Current()
	name := in.Body.Procedure
	if in.Body.Case != "" {
		shown, err := w.server.Desk.Show(ctx, w.asker.actor, in.Body.Case)
		if err != nil {
			return err
		}
		w.pack, w.of, name = shown.Pack, &shown.Case, shown.Case.Procedure
	}
	known := false
	if w.def, known = w.pack.Procedure(name); known {
		w.step, known = w.def.Step(in.Body.Step)
	}
	if !known {
		return w.server.Desk.LogUnseen(ctx, w.asker.actor, "step", in.Body.Step)
	}
	return nil
}

// candidates is how many earlier cases are looked at, the newest.
const candidates = 40

// nearest makes an example from each case in which the step was taken and answers the one
// that is nearest to the case at hand, the newest of them; where the step was never taken,
// one made from the types of its particulars.
func (w *wanted) nearest(ctx context.Context, v casework.View) (followed, error) {
	cases, _, err := v.Cases(ctx, casework.CaseQuery{Procedure: w.def.Procedure.Procedure, Sort: "-opened", Limit: candidates})
	if err != nil {
		return followed{}, err
	}
	best := followed{far: -1}
	for _, c := range cases {
		if w.of != nil && c.ID == w.of.ID {
			continue // what others said in this very case may be blind
		}
		form, by, day, taken := takenIn(c, w.step, w.asker.actor.Person)
		if !taken {
			continue
		}
		l := &likeness{ctx: ctx, view: v, server: w.server, who: w.asker.actor, pairs: map[string]string{}, lists: map[string][]any{}, texts: map[string]string{}}
		l.days = day.DaysUntil(w.server.Desk.Today())
		one := followed{from: c.ID, links: maps.Clone(w.links)}
		l.compare(c, by, w, one.links)
		one.form = l.document(w.fields(), form)
		one.far = l.far
		if best.far < 0 || one.far < best.far {
			best = one
		}
	}
	if best.far < 0 {
		best = followed{form: made(w.pack, w.fields(), w.server.Desk.Today()), links: w.links}
	}
	return best, nil
}

func (w *wanted) fields() []pack.Field {
	if w.step.Form == nil {
		return nil
	}
	fields := make([]pack.Field, len(w.step.Form.Fields))
	for i, f := range w.step.Form.Fields {
		fields[i] = f.Field
	}
	return fields
}

// made fills in what a document must hold by the types of its particulars.
func made(p *pack.Pack, fields []pack.Field, today calendar.Day) map[string]any {
	form := map[string]any{}
	for _, f := range fields {
		if !f.Required && f.When == "" {
			continue
		}
		elem, list := pack.FactType(f.Type).IsList()
		var value any
		switch elem {
		case pack.TypeText:
			value = f.Title.ZH + "（示例）"
			if term, ok := p.Term(f.Values); ok && f.Values != "" && len(term.Values) > 0 {
				value = term.Values[0].Key
			}
		case pack.TypeBool:
			value = true
		case pack.TypeInt, pack.TypeMoney:
			value = 1
		case pack.TypeDay:
			value = today.String()
		case pack.TypeAttachment:
			value = paper(f.Title)
		case pack.TypeGroup:
			value = made(p, f.Fields, today)
		default:
			continue // what it names is chosen
		}
		if list {
			value = []any{value}
		}
		form[f.Field] = value
	}
	return form
}

// paper stands in the place of a file until it is handed in.
type paper law.Text

// bytes are the file. Every one says that it was made for the demonstration.
func (t paper) bytes() []byte {
	return []byte(t.ZH + "\n\n本文件为演示而作，内容均为虚构。\nMade for the demonstration; nothing in it is real.\n")
}

// handPapersIn hands the files that a document names in from the person's own seat, so
// that its step finds them. What it cannot read it leaves out.
func (s *Server) handPapersIn(ctx context.Context, a *asker, d *pack.Document, form map[string]any) error {
	if d == nil || s.Attachments == nil {
		return nil
	}
	for _, f := range d.Fields {
		if elem, _ := pack.FactType(f.Type).IsList(); elem != pack.TypeAttachment {
			continue
		}
		switch v := form[f.Field.Field].(type) {
		case []any:
			kept := []any{}
			for _, one := range v {
				digest, err := s.handPaperIn(ctx, a, one)
				if err != nil {
					return err
				}
				if digest != "" && !slices.Contains(kept, any(digest)) {
					kept = append(kept, digest)
				}
			}
			form[f.Field.Field] = kept
		case nil:
		default:
			digest, err := s.handPaperIn(ctx, a, v)
			if err != nil {
				return err
			}
			form[f.Field.Field] = digest
		}
	}
	return nil
}

func (s *Server) handPaperIn(ctx context.Context, a *asker, v any) (string, error) {
	var content []byte
	switch v := v.(type) {
	case paper:
		content = v.bytes()
	case string:
		file, err := s.Attachments.Get(ctx, v)
		if errors.Is(err, casework.ErrNotFound) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		defer file.Content.Close() //nolint:errcheck // read to its end
		if content, err = io.ReadAll(file.Content); err != nil {
			return "", err
		}
	}
	form, _ := sniffAs(content)
	digest, err := s.Attachments.Put(ctx, a.actor.Organisation, form.contentType, bytes.NewReader(content))
	if err == nil {
		err = s.Desk.Attach(ctx, a.actor, casework.Attachment{Digest: digest, Type: form.short, Bytes: int64(len(content))})
	}
	return digest, err
}

// takenIn is the document with which a step was last taken in a case, by whose
// organisation, and when. Of a panel the person's own vote is taken before another's, and
// none before all have been given.
func takenIn(c casework.Case, step *pack.StepDef, person string) (form map[string]any, by string, on calendar.Day, taken bool) {
	for _, act := range c.Done {
		if act.Step == step.Step.Step {
			by, on, taken = act.By.Organisation, act.On, true
			form = decodedForm(act.Form)
		}
	}
	if step.Act != pack.ActVote || !taken {
		return form, by, on, taken
	}
	for _, v := range c.Votes {
		if v.On.IsZero() && v.Conflict == "" {
			return nil, "", on, false
		}
		if v.By.Person == person || len(form) == 0 {
			form = decodedForm(v.Form)
		}
	}
	return form, by, on, taken
}

func decodedForm(text json.RawMessage) map[string]any {
	form := map[string]any{}
	if len(text) > 0 && json.Unmarshal(text, &form) != nil {
		return map[string]any{}
	}
	return form
}
