package procedure

import (
	"errors"
	"fmt"
	"maps"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/value"
)

// figures computes the step's figures in order, each over the facts and the figures before
// it. An amount that cannot be computed from what was handed in stands against the command;
// the answer says whether all could be.
func (j *judgement) figures(facts pack.Facts) (bool, error) {
	seen := map[string]any{}
	facts["figure"] = seen
	j.computed = computed{facts: seen}
	for _, def := range j.step.Figures {
		f, err := j.figure(def, facts)
		if err != nil {
			return false, fmt.Errorf("rule %s: %w", def.Rule.ID, err)
		}
		if err := f.Compute(); err != nil {
			j.uncomputed(def, err)
			return false, nil
		}
		j.computed.figures = append(j.computed.figures, f)
		seen[def.Figure.Figure] = seenFigure(f)
	}
	return true, nil
}

// computed are the figures of a step, and what expressions see of them.
type computed struct {
	figures []value.Figure
	facts   map[string]any
}

// uncomputed refuses what has no exact amount. Where the document is wrong already, that
// says it all.
func (j *judgement) uncomputed(def *pack.FigureDef, err error) {
	if len(j.violations) > 0 {
		return
	}
	code := CodeFigureBeyond
	if errors.Is(err, value.ErrNothing) || errors.Is(err, value.ErrNegative) || errors.Is(err, value.ErrTwice) {
		code = CodeFigureUndefined
	}
	j.against(law.Violation{Code: code, Rule: def.Rule.ID, Cites: append([]law.Citation{law.Platform("PF-51")}, def.Rule.Cites...),
		Facts: []law.Fact{{Name: "figure", Value: def.Figure.Figure}, {Name: "title", Value: def.Title.ZH}, {Name: "titleEN", Value: def.Title.EN}, {Name: "why", Value: err.Error()}}})
}

// seenFigure is a figure as expressions see it.
func seenFigure(f value.Figure) any {
	if f.Shares == nil {
		return int(f.Amount)
	}
	list := make([]any, len(f.Shares))
	for i, s := range f.Shares {
		list[i] = map[string]any{"name": s.Name, "tag": s.Tag, "weight": int(s.Weight), "amount": int(s.Amount)}
	}
	return list
}

// figure gathers what a figure is computed from.
func (w *world) figure(def *pack.FigureDef, facts pack.Facts) (value.Figure, error) {
	f := value.Figure{Name: def.Figure.Figure, Title: def.Title, Unit: def.Unit, Absolute: def.Absolute, Least: def.Least,
		Terms: []value.Term{}, Rule: def.Rule.ID, Cites: def.Rule.Cites, RestsOn: def.Rule.RestsOn}
	for i := range def.Terms {
		terms, err := w.figureTerms(&def.Terms[i], def.Unit, facts)
		if err != nil {
			return f, err
		}
		f.Terms = append(f.Terms, terms...)
	}
	var err error
	if f.Portion, err = ratio(def, facts); err != nil {
		return f, err
	}
	if def.Among != nil {
		f.Shares, err = claims(def, facts)
	}
	return f, err
}

func ratio(def *pack.FigureDef, facts pack.Facts) (*value.Ratio, error) {
	if def.Times == nil && def.Per == nil {
		return nil, nil
	}
	r := &value.Ratio{Times: 1, TimesTitle: def.TimesTitle, TimesSource: def.Figure.Times, Per: 1, PerTitle: def.PerTitle, PerSource: def.Figure.Per,
		Rounding: value.Rounding(def.Round)}
	if def.Round == "" {
		r.Rounding = value.Down // nothing is divided, so nothing is rounded
	}
	var err error
	if def.Times != nil {
		r.Times, err = number(def.Times, facts)
	}
	if def.Per != nil && err == nil {
		r.Per, err = number(def.Per, facts)
	}
	return r, err
}

// claims are those among whom a figure is shared out.
func claims(def *pack.FigureDef, facts pack.Facts) ([]value.Shared, error) {
	items, err := listOf(def.Among, facts)
	if err != nil {
		return nil, err
	}
	shares := make([]value.Shared, len(items))
	for i, item := range items {
		with := withItem(facts, item)
		if shares[i].Weight, err = number(def.Weight, with); err != nil {
			return nil, err
		}
		if shares[i].Name, err = words(def.Name, with); err != nil {
			return nil, err
		}
		if shares[i].Tag, err = words(def.Of, with); err != nil {
			return nil, err
		}
	}
	return shares, nil
}

// figureTerms gives a term, or one for each of its list.
func (w *world) figureTerms(def *pack.FigureTermDef, unit value.Unit, facts pack.Facts) ([]value.Term, error) {
	if def.FigureTerm.Unit != "" {
		unit = def.FigureTerm.Unit
	}
	items, err := w.termItems(def, facts)
	if err != nil {
		return nil, err
	}
	var terms []value.Term
	for _, item := range items {
		with := withItem(facts, item)
		if def.Where != nil {
			if holds, err := def.Where.Holds(with); err != nil || !holds {
				if err != nil {
					return nil, err
				}
				continue
			}
		}
		t := value.Term{Title: def.Title, Source: def.FigureTerm.Value, Less: def.Less, Unit: unit}
		if t.Value, err = number(def.Value, with); err != nil {
			return nil, err
		}
		if t.Named, err = words(def.Named, with); err != nil {
			return nil, err
		}
		if def.Times != nil {
			n, err := number(def.Times, with)
			if err != nil {
				return nil, err
			}
			t.Times, t.TimesSource = &n, def.FigureTerm.Times
		}
		terms = append(terms, t)
	}
	return terms, nil
}

// termItems are the things a term is over; a term over none in particular is over one.
func (w *world) termItems(def *pack.FigureTermDef, facts pack.Facts) ([]any, error) {
	switch {
	case def.Each != nil:
		return listOf(def.Each, facts)
	case def.About == nil:
		return []any{nil}, nil
	}
	subject, err := words(def.About, facts)
	if err != nil {
		return nil, err
	}
	found := w.in.Look.About(def.Records, subject)
	items := make([]any, len(found))
	for i, f := range found {
		items[i] = map[string]any(f)
	}
	return items, nil
}

func withItem(facts pack.Facts, item any) pack.Facts {
	if item == nil {
		return facts
	}
	with := maps.Clone(facts)
	with["item"] = item
	return with
}

func listOf(e *pack.Expression, facts pack.Facts) ([]any, error) {
	v, err := e.Value(facts)
	if err != nil {
		return nil, err
	}
	items, _ := v.([]any)
	return items, nil
}

func number(e *pack.Expression, facts pack.Facts) (int64, error) {
	v, err := e.Value(facts)
	if err != nil {
		return 0, err
	}
	n, ok := pack.WholeNumber(v)
	if !ok {
		return 0, fmt.Errorf("evaluating %q: want a whole number", e.Source)
	}
	return int64(n), nil
}

func words(e *pack.Expression, facts pack.Facts) (string, error) {
	if e == nil {
		return "", nil
	}
	v, err := e.Value(facts)
	if err != nil {
		return "", err
	}
	return said(v), nil
}
