package casework

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
	"github.com/shuyu-project/shuyu/registry/party"
)

// parties holds the steps that change who takes part against what a rule over the facts
// of one case cannot see: the whole register. What is refused here would otherwise come
// about by two commands that are each allowed.
func (t *turn) parties(in procedure.Input) (*law.Refusal, error) {
	switch in.Procedure + "." + in.Step {
	case "organisation.enrol", "organisation.amend":
		return t.enrolling(in)
	case "activation.propose":
		return law.Join(t.proposing(in), t.setting(in)), nil
	case "seat.end":
		if in.Case != nil {
			return t.ending(func(s party.Seat) bool { return s.ID == in.Case.Links["seat"] })
		}
	case "account.close":
		if in.Case != nil {
			return t.ending(func(s party.Seat) bool { return s.Person == in.Case.Links["person"] })
		}
	}
	return nil, nil
}

// competent reports whether a refusal leaves open that the actor may take the step.
func competent(r *law.Refusal) bool {
	return r == nil || !r.Hidden && !slices.ContainsFunc(r.Violations, func(v law.Violation) bool {
		return v.Code == procedure.CodeCompetence || v.Code == party.CodeEnded || v.Code == procedure.CodeNoProcedure || v.Code == procedure.CodeStepUnknown
	})
}

// proposing: a pack that is proposed is one that the installation has, whole. Its digest
// is what is confirmed and what cases are pinned to. 〔platform PF-27〕
func (t *turn) proposing(in procedure.Input) *law.Refusal {
	digest, _ := in.Form["digest"].(string)
	if digest == "" {
		return nil // the document is incomplete, and is refused for that
	}
	if _, ok := t.Packs.Of(digest); ok {
		return nil
	}
	return law.Refuse("pack.absent", law.Platform("PF-27"), law.Factf("digest", "%.64s", digest))
}

// enrolling: a unified social credit code is well formed, and one organisation's.
// 〔platform PF-28〕
func (t *turn) enrolling(in procedure.Input) (*law.Refusal, error) {
	given, _ := in.Form["creditCode"].(string)
	if strings.TrimSpace(given) == "" {
		return nil, nil
	}
	code, refusal := party.ParseCreditCode(given)
	if refusal != nil {
		return refusal, nil
	}
	own := ""
	if in.Case != nil {
		own = in.Case.Links["organisation"]
	}
	taken := false
	err := t.lines(RecordQuery{Kind: "organisation", State: "enrolled"}, func(r Record) error {
		held, _ := party.ParseCreditCode(textIn(r.Body, "creditCode"))
		taken = taken || held == code && r.ID != own
		return nil
	})
	if err != nil || !taken {
		return nil, err
	}
	return law.Refuse("organisation.taken", law.Platform("PF-28"), law.Factf("creditCode", "%s", code)), nil
}

// setting: what an activation sets, the pack leaves to be set, and it is of its type.
// 〔platform PF-37〕
func (t *turn) setting(in procedure.Input) *law.Refusal {
	p := in.Pack
	if digest, _ := in.Form["digest"].(string); digest != "" {
		if proposed, ok := t.Packs.Of(digest); ok {
			p = proposed
		}
	}
	var refusals []*law.Refusal
	given, _ := in.Form["settings"].([]any)
	for _, one := range given {
		line, _ := one.(map[string]any)
		name, _ := line["name"].(string)
		value, _ := line["value"].(string)
		declared, ok := p.Declared(name)
		if !ok {
			refusals = append(refusals, law.Refuse("setting.unknown", law.Platform("PF-37"), law.Factf("setting", "%s", name)))
		} else if n, err := strconv.Atoi(value); declared.Type == pack.TypeInt && (err != nil || n < 0) {
			refusals = append(refusals, law.Refuse("setting.malformed", law.Platform("PF-37"), law.Factf("setting", "%s", declared.Title.ZH), law.Factf("value", "%s", value)))
		}
	}
	return law.Join(refusals...)
}

// ending: none of the seats that would end is the last of its kind of administrator.
// 〔platform PF-10〕
func (t *turn) ending(ends func(party.Seat) bool) (*law.Refusal, error) {
	var all []party.Seat
	err := t.lines(RecordQuery{Kind: "seat", State: string(party.SeatInForce)}, func(r Record) error {
		s, err := party.ReadSeat(r.ID, r.Body)
		if err != nil {
			return err
		}
		if s.Role.Administers() {
			all = append(all, s)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var refusals []*law.Refusal
	for _, s := range all {
		if ends(s) {
			refusals = append(refusals, party.LastOfKind(all, s))
		}
	}
	return law.Join(refusals...), nil
}

// lines reads every register line that a query finds.
func (t *turn) lines(q RecordQuery, do func(Record) error) error {
	q.Limit = 200
	for {
		records, cursor, err := t.tx.Records(t.ctx, q)
		if err != nil {
			return fmt.Errorf("reading the register of %s: %w", q.Kind, err)
		}
		for _, r := range records {
			if err := do(r); err != nil {
				return err
			}
		}
		if q.Cursor = cursor; cursor == "" {
			return nil
		}
	}
}
