package egress

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

func opened(t testing.TB, outcome privacy.Outcome) (Votes, string) {
	t.Helper()
	r := Report{Name: "x", Outcome: outcome}
	v, err := OpenVotes(r, "zhao", "岱岳运营", 2)
	if err != nil {
		t.Fatal(err)
	}
	d, err := r.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return v, d
}

func cast(t testing.TB, v Votes, vote Vote) Votes {
	t.Helper()
	v, err := v.Cast(vote)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVotesAreBlind(t *testing.T) {
	v, d := opened(t, privacy.Review)
	v = cast(t, v, Vote{Reviewer: "qian", Organisation: "大数据局", Report: d, Approve: true, Reason: "秘密理由"})
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{string(b), v.String(), fmt.Sprintf("%v", v), fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v)} {
		if strings.Contains(shown, "qian") || strings.Contains(shown, "秘密理由") || strings.Contains(shown, "true") {
			t.Errorf("the first vote shows in %s", shown)
		}
	}
	if len(v.Seen("sun")) != 0 || len(v.Seen("")) != 0 || len(v.Seen("qian")) != 1 {
		t.Error("one sees more than one's own vote before all are cast")
	}
	if v.Decision() != Pending {
		t.Errorf("one vote decides: %s", v.Decision())
	}
	restored, err := VotesOf(v.Ballots())
	if err != nil {
		t.Fatal(err)
	}
	restored = cast(t, restored, Vote{Reviewer: "sun", Organisation: "审计局", Report: d, Approve: false, Reason: "过细"})
	if restored.Decision() != Returned || len(restored.Seen("anyone")) != 2 {
		t.Errorf("two differing votes: %s, %d seen", restored.Decision(), len(restored.Seen("anyone")))
	}
	if cast, _ := v.Progress(); cast != 1 {
		t.Error("casting changed the value it was cast on")
	}
}

func TestVotesRefuse(t *testing.T) {
	v, d := opened(t, privacy.Fail)
	first := Vote{Reviewer: "qian", Organisation: "大数据局", Report: d, Reason: "不通过"}
	v = cast(t, v, first)
	for _, c := range []struct {
		why  string
		edit func(*Vote)
		want []string
	}{
		{"two votes of one person", func(v *Vote) { v.Reviewer = "qian" }, []string{CodeReviewerTwice}},
		{"the author", func(v *Vote) { v.Reviewer = "zhao" }, []string{CodeReviewerAuthor}},
		{"the operator's own", func(v *Vote) { v.Organisation = "岱岳运营" }, []string{CodeReviewerOperator}},
		{"another report", func(v *Vote) { v.Report = "0" }, []string{CodeVoteOther}},
		{"approving what fails", func(v *Vote) { v.Approve = true }, []string{CodeVoteBlocked}},
		{"no reason", func(v *Vote) { v.Reason = "" }, []string{CodeVoteReason}},
		{"all of it", func(v *Vote) { *v = Vote{Reviewer: "zhao", Organisation: "岱岳运营", Approve: true} },
			[]string{CodeReviewerAuthor, CodeReviewerOperator, CodeVoteOther, CodeVoteBlocked, CodeVoteReason}},
	} {
		vote := Vote{Reviewer: "sun", Organisation: "审计局", Report: d, Reason: "不通过"}
		c.edit(&vote)
		_, err := v.Cast(vote)
		refused, ok := law.AsRefusal(err)
		if !ok {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		var got []string
		for _, violation := range refused.Violations {
			got = append(got, violation.Code)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
	v = cast(t, v, Vote{Reviewer: "sun", Organisation: "审计局", Report: d, Reason: "不通过"})
	if v.Decision() != Rejected {
		t.Errorf("two rejections: %s", v.Decision())
	}
	if _, err := v.Cast(Vote{Reviewer: "li", Organisation: "财政局", Report: d, Reason: "迟"}); err == nil {
		t.Error("a third vote of two")
	}
	if _, err := OpenVotes(Report{}, "a", "b", 1); err == nil {
		t.Error("one reviewer is enough")
	}
}

func TestTwoApprovals(t *testing.T) {
	v, d := opened(t, privacy.Pass)
	v = cast(t, v, Vote{Reviewer: "qian", Organisation: "大数据局", Report: d, Approve: true})
	v = cast(t, v, Vote{Reviewer: "sun", Organisation: "大数据局", Report: d, Approve: true})
	if v.Decision() != Approved {
		t.Errorf("two approvals: %s", v.Decision())
	}
}
