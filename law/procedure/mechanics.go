package procedure

import (
	"slices"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// mechanics refuses what the primitives themselves do not allow: an objection to a
// notice that does not run, a second vote, a signature given twice.
func (j *judgement) mechanics(form map[string]any, whole bool) {
	switch j.step.Act {
	case pack.ActContest:
		j.contest()
	case pack.ActSettle:
		j.settle(form, whole)
	case pack.ActAppoint:
		if whole {
			j.appoint(form)
		}
	case pack.ActDeclare:
		j.member()
	case pack.ActVote:
		j.vote()
	case pack.ActSign:
		j.sign()
	}
}

// contest: the public may object until the last day of the notice.
func (j *judgement) contest() {
	n := j.c.Notice
	if n == nil || j.in.Today.After(n.Ends) {
		facts := []law.Fact{}
		if n != nil {
			facts = append(facts, law.Fact{Name: "ended", Value: n.Ends.String()})
		}
		j.platform(CodeNoticeClosed, "PF-21", facts...)
	}
}

// settle: an objection is answered once.
func (j *judgement) settle(form map[string]any, whole bool) {
	n := j.c.Notice
	if n == nil || n.Open() == 0 {
		j.platform(CodeNoObjection, "PF-21")
		return
	}
	if !whole {
		return
	}
	id, _ := form["objection"].(string)
	if !slices.ContainsFunc(n.Objections, func(o Objection) bool { return o.ID == id && o.Outcome == "" }) {
		j.platform(CodeNoObjection, "PF-21", law.Factf("objection", "%s", id))
	}
	if outcome, _ := form["outcome"].(string); outcome != "dismissed" && outcome != "upheld" {
		j.malformed(j.step.Rule, "outcome", law.Text{ZH: "应为 dismissed（不成立）或 upheld（成立）", EN: "want dismissed or upheld"})
	}
}

// appoint: members are experts, each once, enough of them, and none of an organisation
// that is a party to the case.
func (j *judgement) appoint(form map[string]any) {
	members := Texts(form["members"])
	slices.Sort(members)
	members = slices.Compact(members)
	if len(members) < j.step.Members {
		j.platform(CodePanelTooSmall, "PF-09", law.Factf("members", "%d", len(members)), law.Factf("atLeast", "%d", j.step.Members))
	}
	for _, id := range members {
		seat, ok := j.expertSeat(id)
		if !ok {
			j.platform(CodePanelMember, "PF-09", law.Factf("person", "%s", id))
			continue
		}
		if slices.Contains(j.c.Parties, seat.Organisation) {
			j.platform(CodePanelConflict, "PF-08", law.Factf("person", "%s", id), law.Factf("organisation", "%s", seat.Organisation))
		}
	}
}

func (j *judgement) expertSeat(person string) (Party, bool) {
	experts, ok := j.in.Look.(ExpertFinder)
	if !ok {
		return Party{}, false
	}
	return experts.Expert(person)
}

// ExpertFinder is what a Lookup also is where panels are appointed.
type ExpertFinder interface {
	// Expert gives the seat in which a person serves as an expert, if any.
	Expert(person string) (Party, bool)
}

// member finds the actor's place on the panel.
func (j *judgement) member() (Vote, bool) {
	for _, v := range j.c.Votes {
		if v.By.Person == j.in.Actor.Person {
			return v, true
		}
	}
	j.platform(CodeNotOnPanel, "PF-09")
	return Vote{}, false
}

// vote: one vote a member, after declaring that there is no conflict.
func (j *judgement) vote() {
	v, ok := j.member()
	switch {
	case !ok:
	case v.Declared.IsZero():
		j.platform(CodeVoteUndeclared, "PF-09")
	case v.Conflict != "":
		j.platform(CodeVoteConflict, "PF-09")
	}
	if ok && !v.On.IsZero() {
		j.platform(CodeVoteTwice, "PF-09", law.Factf("given", "%s", v.On))
	}
}

// sign: each party signs once.
func (j *judgement) sign() {
	if slices.Contains(j.c.Signed, j.in.Actor.Role) {
		j.platform(CodeSignedTwice, "PF-25", law.Factf("role", "%s", j.in.Actor.Role))
	}
}
