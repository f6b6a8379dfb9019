package casework

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// takingOver holds a running authorisation that is to be entered against what the rules of
// its own case cannot see: the register, and what the procedure it will stand in asks of
// such an agreement. 〔platform PF-63〕
func (t *turn) takingOver(in procedure.Input) (*law.Refusal, error) {
	form, grantor := in.Form, in.Actor.Organisation
	if in.Case != nil {
		grantor = in.Case.Filer.Organisation
		if in.Step == "confirm" {
			form = map[string]any{}
			if err := json.Unmarshal(in.Case.Docs["takeover"], &form); err != nil {
				return nil, fmt.Errorf("reading what is to be taken over in case %s: %w", in.Case.ID, err)
			}
		}
	}
	kind, _ := form["kind"].(string)
	def, ok := in.Pack.Procedure(kind)
	if !ok {
		return nil, nil // the document is refused for it
	}
	step, ok := def.Entry()
	if !ok {
		return nil, nil
	}
	var refusals []*law.Refusal
	if !slices.Contains(step.Maker(), in.Actor.Role) {
		refusals = append(refusals, law.Refuse("takeover.grantor", law.Platform("PF-63"), law.Factf("role", "%s", in.Actor.Role), law.Factf("grantedBy", "%s", strings.Join(step.Maker(), ", "))))
	}
	if mode, _ := form["mode"].(string); mode == "" && step.Asks("mode") {
		refusals = append(refusals, law.Refuse("takeover.mode", law.Platform("PF-63")))
	}
	twice, err := t.takenOver(form)
	if err != nil {
		return nil, err
	}
	entering, err := enteredAs(in, step, form, grantor)
	return law.Join(append(refusals, twice, entering)...), err
}

// takenOver refuses the agreement of a number that the operator has on the register. One
// that was annulled should never have been there.
func (t *turn) takenOver(form map[string]any) (*law.Refusal, error) {
	operator, _ := form["operator"].(string)
	number := numbered(form["number"])
	if operator == "" || number == "" {
		return nil, nil
	}
	for r, err := range EveryRecord(t.ctx, t.tx, RecordQuery{Kind: "agreement", Org: operator}) {
		if err != nil {
			return nil, err
		}
		if r.State != endings["annul"].state && numbered(textIn(r.Body, "number")) == number {
			return law.Refuse("takeover.twice", law.Platform("PF-63"), law.Factf("number", "%.64s", number), law.Factf("agreement", "%s", r.ID)), nil
		}
	}
	return nil, nil
}

// numbered is an agreement's number as it is compared: without the spaces and brackets in
// which copies of one number differ.
func numbered(given any) string {
	s, _ := given.(string)
	return strings.NewReplacer(" ", "", "\u3000", "", "〔", "[", "〕", "]", "［", "[", "］", "]", "（", "(", "）", ")").Replace(s)
}

// enteredAs asks of the step that will enter the agreement what it would refuse: the limits
// that the law sets to such agreements speak before anybody has acknowledged one. What the
// document lacks is told once, by the step in hand.
func enteredAs(in procedure.Input, step *pack.StepDef, form map[string]any, grantor string) (*law.Refusal, error) {
	entered := maps.Clone(form)
	entered["grantor"] = grantor
	maps.DeleteFunc(entered, func(name string, _ any) bool {
		return !slices.ContainsFunc(step.Form.Fields, func(f pack.DocumentField) bool { return f.Field.Field == name })
	})
	in.Actor = procedure.Actor{Party: Machine.Party, Role: Machine.Role}
	in.Case, in.Links, in.Procedure, in.Step, in.Form = nil, nil, step.Step.Procedure, step.Step.Step, entered
	_, refusal, err := procedure.Decide(in)
	if err != nil || refusal == nil {
		return nil, err
	}
	refusal.Violations = slices.DeleteFunc(refusal.Violations, func(v law.Violation) bool { return strings.HasPrefix(v.Code, "document.") })
	if len(refusal.Violations) == 0 {
		return nil, nil
	}
	return refusal, nil
}

// dutyBegins is the first day of the period of a duty that is owed first under an
// agreement: the day on which it comes into force. One that was taken over runs since its
// real beginning; its periods are counted from there, and the one now running is the first
// that is owed here.
func (p *plan) dutyBegins(duty *pack.Duty, agreement *draft) (calendar.Day, error) {
	from := dayOf(agreement.text("from"))
	if agreement.text("takenOver") == "" || from.IsZero() {
		return p.today, nil
	}
	for {
		until, ok, err := p.periodEnd(duty, from)
		if err != nil || !ok || !until.Before(p.today) {
			return from, err
		}
		from = until.AddDays(1)
	}
}

// issuer is whose seat issues a certificate. What the platform carries out itself, on the
// decision of others, is the grantor's.
func (p *plan) issuer(kind, subject string) string {
	if p.who.Role != Machine.Role || kind != "agreement" {
		return p.who.Organisation
	}
	if d, ok := p.records[kind+"/"+subject]; ok {
		return d.text("grantor")
	}
	return p.who.Organisation
}

// takenOverOn is the day on which an agreement was taken over; zero for any other thing.
func (p *plan) takenOverOn(kind, subject string) calendar.Day {
	if kind != "agreement" {
		return calendar.Day{}
	}
	if d, ok := p.records[kind+"/"+subject]; ok {
		return dayOf(d.text("takenOver"))
	}
	facts, _ := p.look.Thing(kind, subject)
	day, _ := facts["takenOver"].(string)
	return dayOf(day)
}
