package procedure_test

import (
	"slices"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/procedure"
)

func TestPeriods(t *testing.T) {
	period := func(more string) string {
		return "id: SX-07.time\nkind: period\nprocedure: filing\nstep: examine\n" + more
	}
	for _, row := range []struct {
		why, rule string
		day       string
		want      string // code; "" where it is allowed
		due       string
	}{
		{"the wait runs", period("period: at-least 5 working-days\ncounted-from: apply"), "2026-03-09", "period.running", "2026-03-10"},
		{"the wait has run", period("period: at-least 5 working-days\ncounted-from: apply"), "2026-03-10", "", ""},
		{"counted from what has not happened", period("period: at-least 5 working-days\ncounted-from: accept"), "2026-03-02", "", ""},
		{"counted from the state", period("period: at-least 2 natural-days\ncounted-from: state"), "2026-03-04", "period.running", "2026-03-05"},
		{"late is not refused", period("period: within 5 working-days\ncounted-from: apply"), "2026-12-01", "", ""},
		{"before the window", period("period: in-the-last 3 natural-days\ncounted-from: \"= form_free\""), "2026-03-10", "window.closed", "2026-03-17"},
		{"in the window", period("period: in-the-last 3 natural-days\ncounted-from: \"= form_free\""), "2026-03-19", "", ""},
		{"after the window", period("period: in-the-last 3 natural-days\ncounted-from: \"= form_free\""), "2026-03-21", "window.closed", ""},
		{"on the day itself", period("period: on-the-day\ncounted-from: \"= form_free\""), "2026-03-20", "period.running", "2026-03-21"},
		{"the day after, a Saturday", period("period: on-the-day\ncounted-from: \"= form_free\""), "2026-03-21", "", ""},
		{"a day that is not given", period("period: on-the-day\ncounted-from: '= doc.applicationForm.proof'"), "2026-03-02", "", ""},
		{"a length that a setting gives", period("length: setting(\"wait\")\nof: at-least\nunit: natural-days\ncounted-from: apply"), "2026-03-04", "period.running", "2026-03-07"},
		{"in words of its own", period("period: at-least 5 working-days\ncounted-from: apply\ncode: x.wait" + words), "2026-03-03", "x.wait", "2026-03-10"},
	} {
		t.Run(row.why, func(t *testing.T) {
			p := with(t, replaceDay(row.rule))
			c := take(t, func() procedure.Input {
				in := asked(p)
				in.Form = plus(good(), map[string]any{"day": "2026-03-20"})
				return in
			}()).Case
			in := on(p, c, lin, "examine", nil)
			in.Today, in.Look = calendar.MustDay(row.day), set{shared, map[string]string{"wait": "4"}}
			out, refusal := pure(t, in)
			if row.want == "" {
				if refusal != nil {
					t.Fatalf("refused: %s", tell(refusal))
				}
				if !slices.Contains(out.Rules, "SX-07.time") {
					t.Error("the decision does not name its period")
				}
				return
			}
			if refusal == nil {
				t.Fatal("it was allowed")
			}
			if v := refusal.Violations[0]; len(refusal.Violations) != 1 || v.Code != row.want || v.Due != row.due || !cites(v, "SX-07") || !cites(v, "PF-05") {
				t.Errorf("refused by %s due %q of %v", tell(refusal), v.Due, v.Cites)
			}
		})
	}
}

// replaceDay stands for the day that the application names.
func replaceDay(rule string) string {
	const mark = "form_free"
	for i := 0; i+len(mark) <= len(rule); i++ {
		if rule[i:i+len(mark)] == mark {
			return rule[:i] + "doc.applicationForm.day" + rule[i+len(mark):]
		}
	}
	return rule
}

// TestDues: each period out of the state a case stands in is counted out, and none other.
func TestDues(t *testing.T) {
	p := with(t, `
id: SX-07.within
kind: period
procedure: filing
step: accept
period: within 5 working-days
counted-from: apply
on-lapse: escalate
remind: 2
rests-on: SX-a`, `
id: SX-07.later
kind: period
procedure: filing
step: post
period: within 3 working-days
counted-from: accept`)
	c := walk(t, p)
	if len(c.Dues) != 1 || c.Dues[0].Rule != "SX-07.within" || c.Dues[0].On.String() != "2026-03-09" || c.Dues[0].Lapse != "escalate" || c.Dues[0].Remind != 2 || c.Dues[0].Reading != "SX-a" {
		t.Fatalf("the days are %+v", c.Dues)
	}
	in := on(p, c, lin, "accept", nil)
	in.Today = calendar.MustDay("2026-03-04")
	c = take(t, in).Case
	if len(c.Dues) != 1 || c.Dues[0].Rule != "SX-07.later" || c.Dues[0].On.String() != "2026-03-09" {
		t.Errorf("after acceptance the days are %+v", c.Dues)
	}
	may, _, err := procedure.May(on(p, c, lin, "", nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range may {
		if (a.Step.Step.Step == "post") != (len(a.Dues) == 1) {
			t.Errorf("%s shows the days %+v", a.Step.Name(), a.Dues)
		}
	}
}

// TestNotice: a notice is fixed when it opens; a longer or shorter rule does not move it.
// That one of no length is never opened says law/pack, which reads no such rule.
func TestNotice(t *testing.T) {
	p := with(t)
	c := walk(t, p, "accept", "post")
	n := c.Notice
	if n == nil || n.Opened != monday || n.Ends.String() != "2026-03-09" || n.Opens.String() != "2026-03-10" || n.Rule != "SX-03.time" {
		t.Fatalf("the notice is %+v", n)
	}
	fixed := c
	notice := *n
	notice.Ends, notice.Opens = calendar.MustDay("2026-03-20"), calendar.MustDay("2026-03-21")
	fixed.Notice = &notice
	in := on(p, fixed, lin, "agree", nil)
	in.Today = calendar.MustDay("2026-03-20")
	if r := refused(t, in); r.Code() != procedure.CodeRunning || r.Violations[0].Due != "2026-03-21" {
		t.Errorf("the notice was counted anew: %s", tell(r))
	}
	in.Today = calendar.MustDay("2026-03-21")
	take(t, in)
}

// TestNoticeOfSeveralLayers: where two rules give a notice its length the longer governs,
// whichever was written first.
func TestNoticeOfSeveralLayers(t *testing.T) {
	for _, length := range []string{"10 working-days", "3 working-days"} {
		p := with(t, "id: SX-07.other\nkind: period\nprocedure: filing\nstep: agree\nperiod: at-least "+length+"\ncounted-from: post")
		want := map[string]string{"10 working-days": "2026-03-17", "3 working-days": "2026-03-10"}[length]
		if n := walk(t, p, "accept", "post").Notice; n.Opens.String() != want {
			t.Errorf("beside 5 working days, with %s it is over on %s, want %s", length, n.Opens, want)
		}
	}
}

func TestContest(t *testing.T) {
	p := with(t)
	c := walk(t, p, "accept", "post")
	grounds := map[string]any{"grounds": "不对"}
	in := on(p, c, public, "object", grounds)
	in.Today = c.Notice.Ends
	out, _ := pure(t, in)
	if got := out.Case.Notice.Objections; len(got) != 1 || got[0].ID != "O1" || got[0].Grounds != "不对" || got[0].On != c.Notice.Ends {
		t.Errorf("the objections are %+v", got)
	}
	if len(c.Notice.Objections) != 0 || out.Case.Notice.Open() != 1 {
		t.Error("the objection is not in the new case alone")
	}
	in.Actor, in.Today = who("user", "water", "x"), c.Notice.Ends.AddDays(1)
	if r := refused(t, in); !slices.Contains(codes(r), procedure.CodeNoticeClosed) || fact(r.Violations[0], "ended") != c.Notice.Ends.String() {
		t.Errorf("after the notice: %s", tell(r))
	}
	c.Notice = nil
	c.Parties = []string{"water"}
	if r := refused(t, on(p, c, who("user", "water", "x"), "object", grounds)); r.Code() != procedure.CodeNoticeClosed {
		t.Errorf("without a notice: %s", tell(r))
	}
}

func TestSettle(t *testing.T) {
	p := with(t)
	quiet := walk(t, p, "accept", "post")
	c := walk(t, p, "accept", "post", "object", "object")
	settle := func(objection, outcome string) map[string]any {
		return map[string]any{"objection": objection, "outcome": outcome, "answer": "已查"}
	}
	if r := refused(t, on(p, quiet, lin, "settle", settle("O1", "upheld"))); r.Code() != procedure.CodeNoObjection {
		t.Errorf("with none: %s", tell(r))
	}
	if r := refused(t, on(p, c, lin, "settle", settle("O9", "upheld"))); r.Code() != procedure.CodeNoObjection || fact(r.Violations[0], "objection") != "O9" {
		t.Errorf("another: %s", tell(r))
	}
	if r := refused(t, on(p, c, lin, "settle", settle("O1", "maybe"))); r.Code() != procedure.CodeMalformed || fact(r.Violations[0], "field") != "outcome" {
		t.Errorf("no outcome: %s", tell(r))
	}
	out, _ := pure(t, on(p, c, lin, "settle", settle("O1", "upheld")))
	n := out.Case.Notice
	if n.Open() != 1 || n.Upheld() != 1 || n.Objections[0].Answer != "已查" || n.Objections[1].Outcome != "" {
		t.Errorf("the objections are %+v", n.Objections)
	}
	if r := refused(t, on(p, out.Case, lin, "settle", settle("O1", "dismissed"))); r.Code() != procedure.CodeNoObjection {
		t.Errorf("a second answer: %s", tell(r))
	}
}

func TestAppoint(t *testing.T) {
	p := with(t)
	c := walk(t, p, "accept")
	members := func(ids ...any) map[string]any { return map[string]any{"members": ids} }
	for _, row := range []struct {
		why  string
		form map[string]any
		want []string
	}{
		{"two of other organisations", members("e1", "e2"), nil},
		{"one named twice is one", members("e1", "e1"), []string{"panel.too-small"}},
		{"nobody", members(), []string{"document.incomplete", "panel.too-small"}},
		{"one who is no expert", members("e1", "qin"), []string{"panel.not-an-expert"}},
		{"one of a party", members("e1", "e3"), []string{"separation.organisation"}},
	} {
		t.Run(row.why, func(t *testing.T) {
			out, refusal := pure(t, on(p, c, lin, "appoint", row.form))
			if refusal != nil || row.want != nil {
				if refusal == nil || !slices.Equal(codes(refusal), row.want) {
					t.Fatalf("want %v, refused %v", row.want, refusal)
				}
				return
			}
			if v := out.Case.Votes; len(v) != 2 || v[0].By != shared.experts["e1"] || v[0].Panel != "judge" || !v[0].On.IsZero() {
				t.Errorf("the panel is %+v", v)
			}
		})
	}
}

// TestVote: a member declares, votes once, and the case waits for all who may vote.
func TestVote(t *testing.T) {
	p := with(t)
	c := walk(t, p, "accept", "appoint")
	vote := map[string]any{"score": 80, "for": true}
	c.Parties = append(c.Parties, "academy")
	if r := refused(t, on(p, c, who("expert", "academy", "e9"), "vote", vote)); r.Code() != procedure.CodeNotOnPanel {
		t.Errorf("one who is not on the panel: %s", tell(r))
	}
	if r := refused(t, on(p, c, who("expert", "academy", "e9"), "declare", nil)); r.Code() != procedure.CodeNotOnPanel {
		t.Errorf("a declaration of one who is not on the panel: %s", tell(r))
	}
	if r := refused(t, on(p, c, e1, "vote", vote)); !slices.Equal(codes(r), []string{procedure.CodeVoteUndeclared}) {
		t.Errorf("undeclared: %s", tell(r))
	}
	c = take(t, on(p, c, e1, "declare", nil)).Case
	conflicted := take(t, on(p, c, e2, "declare", map[string]any{"conflict": "师生"})).Case
	if r := refused(t, on(p, conflicted, e2, "vote", vote)); !slices.Equal(codes(r), []string{procedure.CodeVoteConflict}) {
		t.Errorf("in conflict: %s", tell(r))
	}
	if done := take(t, on(p, conflicted, e1, "vote", vote)).Case; done.State != "agreed" {
		t.Errorf("after all who may have voted it stands in %s", done.State)
	}
	c = take(t, on(p, c, e2, "declare", nil)).Case
	out, _ := pure(t, on(p, c, e1, "vote", vote))
	c = out.Case
	if v := c.Votes[0]; c.State != "accepted" || v.Score != 80 || !v.For || v.On != monday || v.Form == nil {
		t.Errorf("after one of two it stands in %s with %+v", c.State, v)
	}
	if c.Docs["judgement"] != nil || c.Done[len(c.Done)-1].Form != nil {
		t.Error("a blind vote is kept where it can be read")
	}
	if r := refused(t, on(p, c, e1, "vote", vote)); r.Code() != procedure.CodeVoteTwice {
		t.Errorf("twice: %s", tell(r))
	}
	if c = take(t, on(p, c, e2, "vote", map[string]any{"score": 61})).Case; c.State != "agreed" {
		t.Errorf("after both it stands in %s", c.State)
	}
}

func TestSign(t *testing.T) {
	p := with(t)
	c := walk(t, p, "accept", "post", "agree")
	out, _ := pure(t, on(p, c, lin, "sign", nil))
	c = out.Case
	if c.State != "agreed" || !slices.Equal(c.Signed, []string{"authority"}) || !c.Closed.IsZero() {
		t.Errorf("after one: %s %v", c.State, c.Signed)
	}
	if r := refused(t, on(p, c, zhao, "sign", nil)); !slices.Equal(codes(r), []string{procedure.CodeSignedTwice}) {
		t.Errorf("twice for one side: %s", tell(r))
	}
	if c = take(t, on(p, c, qin, "sign", nil)).Case; c.State != "done" || c.Closed != monday {
		t.Errorf("after both: %s, closed %s", c.State, c.Closed)
	}
}

// TestOutcome: what a step makes of the case, and what it rests on.
func TestOutcome(t *testing.T) {
	p := with(t)
	out, _ := pure(t, asked(p))
	c := out.Case
	if c.ID != "000007" || c.Pack != p.Digest || c.State != "filed" || c.Opened != monday || c.Filer != qin.Party || c.Rev != 1 || out.From != "" {
		t.Errorf("the case is %+v", c)
	}
	if !slices.Equal(c.Parties, []string{"water"}) || !slices.Equal(out.Cites, []law.Citation{{Instrument: "sixth", Unit: "SX-01"}}) || !slices.Equal(out.Rules, []string{"SX-01.apply"}) {
		t.Errorf("its parties are %v; it rests on %v, %v", c.Parties, out.Cites, out.Rules)
	}
	if len(c.Done) != 1 || c.Done[0].From != "" || c.Done[0].To != "filed" || c.Done[0].Form == nil {
		t.Errorf("the act is %+v", c.Done)
	}
	in := on(p, c, lin, "examine", nil)
	in.Today = monday.AddDays(3)
	if c = take(t, in).Case; c.State != "filed" || c.Since != monday || c.Rev != 2 || c.Done[1].To != "filed" || !slices.Equal(c.Parties, []string{"water", "bureau"}) {
		t.Errorf("a step that leaves the state: %+v", c)
	}
	named := asked(p)
	named.Form = plus(good(), map[string]any{"others": []any{"R2"}})
	if c := take(t, named).Case; !slices.Equal(c.Parties, []string{"water", "power"}) {
		t.Errorf("whose resource a document names is no party: %v", c.Parties)
	}
}

// TestNoticeFacts: rules see a notice as running until its last day, and as over after.
func TestNoticeFacts(t *testing.T) {
	facts := "case.noticeOver == (today >= case.noticeOpens) and case.noticeOpen == (today < case.noticeOpens)"
	for _, row := range []struct {
		why, require string
		after        bool // asked on the first day after the notice
		want         bool
	}{
		{"running", "case.noticeOpen and not case.noticeOver and " + facts, false, true},
		{"not over while it runs", "case.noticeOver", false, false},
		{"over", "case.noticeOver and not case.noticeOpen and " + facts, true, true},
		{"an objection is open", "case.openObjections == 1 and case.upheldObjections == 0", false, true},
	} {
		p := with(t, "id: SX-07.facts\nkind: gate\nsteps: [filing.settle]\nrequire: "+row.require+"\ncode: x.no"+words)
		c := walk(t, p, "accept", "post", "object")
		in := on(p, c, lin, "settle", map[string]any{"objection": "O1", "outcome": "dismissed"})
		if in.Today = c.Notice.Ends; row.after {
			in.Today = c.Notice.Opens
		}
		_, refusal := pure(t, in)
		if (refusal == nil) != row.want {
			t.Errorf("%s: refused %v", row.why, refusal)
		}
	}
}
