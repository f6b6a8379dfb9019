package casework

import (
	"encoding/json"
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
	case "organisation.enrol":
		refusal, err := t.enrolling(in)
		return law.Join(refusal, t.placing(in)), err
	case "organisation.amend":
		refusal, err := t.enrolling(in)
		return law.Join(refusal, t.levelling(in)), err
	case "jurisdiction.propose", "jurisdiction.confirm":
		return t.settingUp(in), nil
	case "jurisdiction.close":
		if in.Case != nil {
			return t.closing(in.Case.Links["jurisdiction"])
		}
	case "takeover.propose", "takeover.correct", "takeover.confirm":
		return t.takingOver(in)
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
	for r, err := range EveryRecord(t.ctx, t.tx, RecordQuery{Kind: "organisation", State: "enrolled"}) {
		if err != nil {
			return nil, err
		}
		if held, _ := party.ParseCreditCode(textIn(r.Body, "creditCode")); held == code && r.ID != own {
			return law.Refuse("organisation.taken", law.Platform("PF-28"), law.Factf("creditCode", "%s", code)), nil
		}
	}
	return nil, nil
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
	for r, err := range EveryRecord(t.ctx, t.tx, RecordQuery{Kind: "seat", State: string(party.SeatInForce)}) {
		if err != nil {
			return nil, err
		}
		s, err := party.ReadSeat(r.ID, r.Body)
		if err != nil {
			return nil, err
		}
		if s.Role.Administers() {
			all = append(all, s)
		}
	}
	var refusals []*law.Refusal
	for _, s := range all {
		if ends(s) {
			refusals = append(refusals, party.LastOfKind(all, s))
		}
	}
	return law.Join(refusals...), nil
}

// placing: an organisation stands in a jurisdiction of its own level, and is enrolled by
// the administrator or by an authority whose jurisdiction that is. Where an installation is
// of one place there is nothing to hold it against. 〔platform PF-61〕
func (t *turn) placing(in procedure.Input) *law.Refusal {
	all := t.look.jurisdictions()
	at, _ := in.Form["jurisdiction"].(string)
	if at == "" && t.who.Oversees() { // it stands where the matter is
		at = in.Jurisdiction
	}
	if len(all) == 0 {
		return nil
	}
	refused := law.Refuse("organisation.jurisdiction", law.Platform("PF-61"), law.Factf("jurisdiction", "%.128s", at), law.Factf("level", "%s", in.Form["level"]))
	if at != "" && all[at].State != "in-force" || t.who.Oversees() && at != t.who.Reach.Own {
		return refused
	}
	return t.levelled(in.Form["roles"], in.Form["level"], at, refused)
}

// levelling: an organisation that is amended still has the level of its jurisdiction, in
// which it stays.
func (t *turn) levelling(in procedure.Input) *law.Refusal {
	if in.Case == nil || len(t.look.jurisdictions()) == 0 {
		return nil
	}
	org, _ := t.look.Thing("organisation", in.Case.Links["organisation"])
	roles, level := org["roles"], org["level"]
	if given, _ := in.Form["roles"].([]any); len(given) > 0 {
		roles = given
	}
	if given, _ := in.Form["level"].(string); given != "" {
		level = given
	}
	at, _ := org["jurisdiction"].(string)
	return t.levelled(roles, level, at, law.Refuse("organisation.jurisdiction", law.Platform("PF-61"), law.Factf("jurisdiction", "%s", at), law.Factf("level", "%s", level)))
}

// levelled refuses a body that oversees and is not of the level of its jurisdiction: one
// that by mistake stood higher would read what is none of its business.
func (t *turn) levelled(roles, level any, at string, refused *law.Refusal) *law.Refusal {
	if !slices.ContainsFunc(procedure.Texts(roles), func(role string) bool { return slices.Contains(overseers, role) }) {
		return nil
	}
	want := t.Packs.Current().Local().Level
	if at != "" {
		want = t.look.jurisdictions()[at].Level
	}
	if level == want {
		return nil
	}
	return refused
}

// levels of government, the highest first.
var levels = []string{"national", "province", "city", "county"}

// settingUp: a jurisdiction has a code of its own, a pack that is there, and one in force
// above it. 〔platform PF-61〕
func (t *turn) settingUp(in procedure.Input) *law.Refusal {
	form := in.Form
	if in.Case != nil {
		form = map[string]any{}
		if json.Unmarshal(in.Case.Docs["jurisdiction-proposal"], &form) != nil {
			return nil
		}
	}
	text := func(name string) string { s, _ := form[name].(string); return s }
	all := t.look.jurisdictions()
	var refusals []*law.Refusal
	for _, one := range all {
		if one.Code == text("code") && one.State == "in-force" {
			refusals = append(refusals, law.Refuse("jurisdiction.taken", law.Platform("PF-61"), law.Factf("code", "%.32s", one.Code), law.Factf("jurisdiction", "%s", one.Name)))
			break
		}
	}
	if above := text("above"); above != "" && all[above].State == "closed" {
		refusals = append(refusals, law.Refuse("jurisdiction.closed", law.Platform("PF-61"), law.Factf("jurisdiction", "%s", all[above].Name)))
	}
	if own := slices.Index(levels, t.Packs.Current().Local().Level); own >= 0 && slices.Index(levels, text("level")) <= own {
		refusals = append(refusals, law.Refuse("jurisdiction.level", law.Platform("PF-61"), law.Factf("level", "%.16s", text("level")), law.Factf("own", "%s", levels[own])))
	}
	if name := text("pack"); name != "" {
		if _, err := t.Packs.Named(name); err != nil {
			refusals = append(refusals, law.Refuse("jurisdiction.pack", law.Platform("PF-61"), law.Factf("pack", "%.64s", name)))
		}
	}
	return law.Join(refusals...)
}

// closing: a jurisdiction that is closed has concluded its matters, and none in force
// stands below it. 〔platform PF-61〕
func (t *turn) closing(id string) (*law.Refusal, error) {
	all := t.look.jurisdictions()
	for _, below := range all.Below(id) {
		if all[below].State == "in-force" {
			return law.Refuse("jurisdiction.in-use", law.Platform("PF-61"), law.Factf("below", "%s", all[below].Name)), nil
		}
	}
	for c, err := range EveryCase(t.ctx, t.tx, CaseQuery{Jurisdictions: []string{id}, Open: true}) {
		if err != nil {
			return nil, fmt.Errorf("looking for the open matters of jurisdiction %s: %w", id, err)
		}
		if !slices.Contains([]string{"organisation", "account", "seat"}, c.Procedure) { // these last as long as their organisation
			return law.Refuse("jurisdiction.in-use", law.Platform("PF-61"), law.Factf("open", "%s", c.ID)), nil
		}
	}
	return nil, nil
}
