package route

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// judge reads off the graph, and off the rules of the procedure, what is wrong.
func (x *exploration) judge(endings map[string]map[string][]ending) {
	x.unreached()
	x.deadEnds()
	x.waits()
	x.standing(endings)
	x.circling()
	x.duties()
	x.underHold()
}

// unreached finds states and steps that no case comes to.
func (x *exploration) unreached() {
	if slices.ContainsFunc(x.findings, func(f Finding) bool { return f.Kind == TooLarge }) {
		return
	}
	reached := map[string]bool{}
	for _, s := range x.order {
		reached[s.state] = true
	}
	for _, st := range x.def.States {
		if !reached[st.State] {
			x.found(UnreachableState, st.State, "", x.def.Rule, nil, law.Text{ZH: "没有事项会进入“" + st.Word.ZH + "”", EN: "no case ever comes into " + st.State})
		}
	}
	for _, s := range x.def.Steps {
		if !x.taken[s] {
			x.found(UnreachableStep, "", s.Step.Step, s.Rule, nil, law.Text{ZH: "“" + s.Title.ZH + "”这一步永远办不了", EN: "no case ever takes the step " + s.Step.Step})
		}
	}
}

// deadEnds finds stands from which no end is reached, the first of each state.
func (x *exploration) deadEnds() {
	into := map[*stand][]*stand{}
	var free []*stand
	for _, s := range x.order {
		for _, next := range s.out {
			into[next] = append(into[next], s)
		}
		if state, _ := x.def.State(s.state); state.Final || x.standsOn(state) {
			s.free = true
			free = append(free, s)
		}
	}
	for len(free) > 0 {
		s := free[0]
		free = free[1:]
		for _, before := range into[s] {
			if !before.free {
				before.free = true
				free = append(free, before)
			}
		}
	}
	told := map[string]bool{}
	for _, s := range x.order {
		if !s.free && !told[s.state] {
			told[s.state] = true
			x.found(DeadEnd, s.state, "", x.def.Rule, s, law.Text{ZH: "从这里走不到任何终结状态", EN: "no end is reached from here"})
		}
	}
}

// standsOn reports whether a case is meant to stay in a state: the pack says why, and no
// step leads out of it.
func (x *exploration) standsOn(state pack.State) bool {
	return !state.OpenEnded.IsZero() && !slices.ContainsFunc(x.def.Steps, func(s *pack.StepDef) bool {
		return slices.Contains(s.From, state.State) && s.To != "" && s.To != state.State
	})
}

// waits finds states whose owner cannot move them, and waits that nothing bounds and no
// reason explains.
func (x *exploration) waits() {
	for _, st := range x.def.States {
		if st.Final {
			continue
		}
		owned, clocked := false, false
		for _, s := range x.def.Steps {
			if !slices.Contains(s.From, st.State) {
				continue
			}
			owned = owned || slices.Contains(s.By, st.Waits)
			clocked = clocked || slices.ContainsFunc(s.Periods, bounds)
		}
		if st.Waits == "" || !owned {
			x.found(Ownerless, st.State, "", x.def.Rule, nil, law.Text{ZH: fmt.Sprintf("等待的是“%s”，但该角色在此没有可办的步骤", st.Waits), EN: fmt.Sprintf("it waits on %q, who has no step there", st.Waits)})
		}
		if !clocked && st.OpenEnded.IsZero() {
			x.found(Clockless, st.State, "", x.def.Rule, nil, law.Text{ZH: "没有期限约束，也没有写明理由；加一条期限，或者写 open-ended: {zh: …, en: …}", EN: "nothing bounds the wait and no reason is given; add a period, or write open-ended: {zh: …, en: …}"})
		}
	}
}

// bounds reports whether a period is a clock: the step is due by a day, or is taken when
// its day comes. That a step must not come sooner bounds nothing.
func bounds(d *pack.PeriodDef) bool {
	return strings.HasPrefix(d.Period.Period, "within ") || d.Period.Kind == "within" || d.Period.Lapse == "take"
}

// ending is a procedure that ends a registered thing: one that it is about, or only what
// its own case has made.
type ending struct {
	by  string
	own bool
}

// endingsOf lists, for each kind of thing and each manner, which procedures end one.
func endingsOf(p *pack.Pack) map[string]map[string][]ending {
	found := map[string]map[string][]ending{}
	for _, def := range p.Procedures() {
		links := linksOf(def)
		for _, s := range def.Steps {
			for _, e := range s.Effects {
				kind, own := links[e.End], def.Links[e.End] == ""
				if e.End == "item" && e.Each != nil {
					kind, _ = element(p, s, e.Each.Source)
					own = false
				}
				if e.End == "" || kind == "" {
					continue
				}
				if found[kind] == nil {
					found[kind] = map[string][]ending{}
				}
				found[kind][e.Manner] = append(found[kind][e.Manner], ending{def.Procedure.Procedure, own})
			}
		}
	}
	return found
}

// standing composes the procedure with the end of the agreements it is about: in each
// manner in which another procedure ends one, the case must end too, by one step.
func (x *exploration) standing(endings map[string]map[string][]ending) {
	links := linksOf(x.def)
	for _, st := range x.def.States {
		if st.Final || !st.Outlives.IsZero() {
			continue
		}
		for _, link := range slices.Sorted(maps.Keys(links)) {
			if links[link] != "agreement" {
				continue
			}
			made := x.def.Links[link] == ""
			for _, manner := range slices.Sorted(maps.Keys(endings["agreement"])) {
				for _, end := range endings["agreement"][manner] {
					if end.by != x.def.Procedure.Procedure && !(made && end.own) && x.openedAbout(end.by, x.recorded(st.State, link), map[string]bool{}) {
						x.follows(st, link, manner, end.by)
						break
					}
				}
			}
		}
	}
}

// recorded is the state in which the register has the agreement that the case made, while
// the case stands in a state; "" where the case is about one that others made.
func (x *exploration) recorded(state, link string) string {
	recorded := ""
	var way []*stand
	for at := x.reachedIn(state); at != nil; at = at.from {
		way = append(way, at)
	}
	for _, at := range slices.Backward(way) {
		if at.step == nil {
			continue
		}
		for _, e := range at.step.Effects {
			if e.Create == "agreement" && e.As == link || e.Set == link {
				if v, ok := e.Effect.Fields["state"]; ok {
					recorded = strings.Trim(v, `"`)
				}
			}
		}
	}
	return recorded
}

// openedAbout reports whether a procedure can be opened about an agreement that stands so
// in the register. What only the platform opens is opened by what opens it.
func (x *exploration) openedAbout(procedure, recorded string, seen map[string]bool) bool {
	def, ok := x.pack.Procedure(procedure)
	if !ok || recorded == "" {
		return ok
	}
	seen[procedure] = true
	for _, s := range def.Steps {
		if !s.Opens() {
			continue
		}
		if _, can := solve(settled{"link.agreement.state": {text: recorded}}, asked(s)...); !can {
			continue
		}
		openers := x.openers(procedure)
		if !slices.Equal(s.By, []string{"machine"}) || len(openers) == 0 {
			return true
		}
		if slices.ContainsFunc(openers, func(by string) bool { return !seen[by] && x.openedAbout(by, recorded, seen) }) {
			return true
		}
	}
	return false
}

// openers are the procedures that open another about the agreement that they are about.
// Empty where one opens it about anything else: then nothing is known of the agreement.
func (x *exploration) openers(procedure string) []string {
	var found []string
	for _, def := range x.pack.Procedures() {
		for _, s := range def.Steps {
			for _, e := range s.Effects {
				if e.Open != procedure {
					continue
				}
				if e.Effect.Links["agreement"] != "link.agreement.id" || def.Links["agreement"] == "" {
					return nil
				}
				found = append(found, def.Procedure.Procedure)
			}
		}
	}
	return found
}

func (x *exploration) follows(st pack.State, link, manner, by string) {
	var following []*pack.StepDef
	for _, s := range x.def.Steps {
		if s.EndsWith == link && (s.Step.Manner == "" || s.Step.Manner == manner) && slices.Contains(s.From, st.State) {
			following = append(following, s)
		}
	}
	at := x.reachedIn(st.State)
	switch {
	case len(following) == 0 && at != nil && !x.toldOf(LeftStanding, st.State):
		x.found(LeftStanding, st.State, "", x.def.Rule, at, law.Text{
			ZH: fmt.Sprintf("协议经“%s”以 %s 方式结束后，事项仍停在这里；加一步 ends-with: %s，或者写明 outlives 的理由", by, manner, link),
			EN: fmt.Sprintf("when %s ends the agreement in the manner %s the case stays here; add a step that ends-with: %s, or say why it outlives it", by, manner, link)})
	case len(following) > 1 && following[0].Step.Manner == "" && following[0].To != following[1].To && !x.toldOf(Contending, st.State):
		x.found(Contending, st.State, following[1].Step.Step, following[1].Rule, at, law.Text{
			ZH: fmt.Sprintf("“%s”总是抢先，这一步轮不到", following[0].Title.ZH), EN: fmt.Sprintf("%s always comes first, and this step never", following[0].Step.Step)})
	}
}

func (x *exploration) toldOf(kind, state string) bool {
	return slices.ContainsFunc(x.findings, func(f Finding) bool { return f.Kind == kind && f.State == state })
}

func (x *exploration) reachedIn(state string) *stand {
	for _, s := range x.order {
		if s.state == state {
			return s
		}
	}
	return nil
}

// circling finds states round which the platform alone can move a case for ever.
func (x *exploration) circling() {
	next := map[string][]string{}
	for _, s := range x.def.Steps {
		if own(s) && s.To != "" && s.EndsWith == "" {
			for _, from := range s.From {
				if from != s.To {
					next[from] = append(next[from], s.To)
				}
			}
		}
	}
	for _, st := range x.def.States {
		seen, todo := map[string]bool{}, slices.Clone(next[st.State])
		for len(todo) > 0 {
			at := todo[0]
			todo = todo[1:]
			if at == st.State {
				x.found(Circling, st.State, "", x.def.Rule, x.reachedIn(st.State), law.Text{ZH: "平台可以不经任何人把事项绕回原处", EN: "the platform alone can bring the case round to here again"})
				return
			}
			if !seen[at] {
				seen[at] = true
				todo = append(todo, next[at]...)
			}
		}
	}
}

// decisive are the acts that decide what another has filed.
var decisive = []pack.Act{pack.ActApprove, pack.ActCertify, pack.ActConsent, pack.ActRelease, pack.ActLift}

// duties finds filing and deciding that one person could do in one case, and separations
// that cannot be kept.
func (x *exploration) duties() {
	for _, filing := range x.def.Steps {
		if !filing.Opens() || filing.Act != pack.ActApply || own(filing) {
			continue
		}
		for _, deciding := range x.def.Steps {
			if deciding.Opens() || !slices.Contains(decisive, deciding.Act) || !x.taken[deciding] || !shareRole(filing, deciding) || x.keptApart(deciding) {
				continue
			}
			x.found(UnitedDuties, "", deciding.Step.Step, deciding.Rule, x.takenBy(deciding), law.Text{
				ZH: fmt.Sprintf("同一岗位的人可以既办“%s”又办“%s”；加一条 separation", filing.Title.ZH, deciding.Title.ZH),
				EN: fmt.Sprintf("one person in one seat can take both %s and %s; add a separation", filing.Name(), deciding.Name())})
		}
	}
	for _, s := range x.def.Steps {
		for _, sep := range s.Separations {
			for _, name := range sep.Others {
				if o := x.stepNamed(name); o != nil && sep.Level == "organisation" && plainPath(s.Step.Party) && s.Step.Party == o.Step.Party {
					x.found(Unkeepable, "", s.Step.Step, sep.Rule, nil, law.Text{ZH: "两步只能由同一单位办理，又不许同一单位办理", EN: "only one organisation may take both steps, and the same may not take both"})
				}
			}
		}
	}
}

// shareRole reports whether a seat of one role may take both steps.
func shareRole(a, b *pack.StepDef) bool {
	return slices.ContainsFunc(a.By, func(role string) bool { return role != "clock" && role != "machine" && slices.Contains(b.By, role) })
}

// keptApart reports whether a rule keeps whoever files from taking the step that decides.
func (x *exploration) keptApart(deciding *pack.StepDef) bool {
	return slices.ContainsFunc(deciding.Separations, func(s *pack.SeparationDef) bool {
		return slices.ContainsFunc(s.Others, func(name string) bool { o := x.stepNamed(name); return o != nil && o.Act == pack.ActApply })
	})
}

func (x *exploration) stepNamed(name string) *pack.StepDef {
	for _, s := range x.def.Steps {
		if s.Name() == name {
			return s
		}
	}
	return nil
}

func (x *exploration) takenBy(step *pack.StepDef) *stand {
	for _, s := range x.order {
		if s.step == step {
			return s
		}
	}
	return nil
}

// underHold finds releases, runs and deliveries that nothing stops while all that they
// rest on is held.
func (x *exploration) underHold() {
	for _, s := range x.def.Steps {
		if s.Act != pack.ActRelease && s.Act != pack.ActDeliver && s.Act != pack.ActRun || own(s) {
			continue
		}
		known := settled{}
		for _, v := range variables(x.asked[s]...) {
			switch {
			case strings.HasSuffix(v.key, ".held"):
				known[v.key] = value{truth: true}
			case strings.HasSuffix(v.key, ".inForce"):
				known[v.key] = value{}
			}
		}
		if _, can := solve(known, x.asked[s]...); can {
			x.found(HeldOn, "", s.Step.Step, s.Rule, x.takenBy(s), law.Text{ZH: "所依据的协议、产品等已被暂停时仍可办理", EN: "it can be taken while what it rests on is held"})
		}
	}
}
