package egress

import (
	"encoding/json"
	"fmt"

	"github.com/shuyu-project/shuyu/law"
)

// Codes of R20.
const (
	CodeReviewerAuthor   = "review.author"
	CodeReviewerOperator = "review.operator"
	CodeReviewerTwice    = "review.voted"
	CodeReviewersClosed  = "review.complete"
	CodeVoteOther        = "review.other-report"
	CodeVoteBlocked      = "review.report-fails"
	CodeVoteReason       = "review.reason-missing"
)

// Vote is what one reviewer thinks of one report.
type Vote struct {
	Reviewer     string `json:"reviewer"`     // person
	Organisation string `json:"organisation"` // of the reviewer
	Report       string `json:"report"`       // digest of the report that was read
	Approve      bool   `json:"approve"`      //
	Reason       string `json:"reason"`       // demanded of a rejection, and of an approval where something had to be judged
}

// Decision is what the votes come to.
type Decision string

const (
	Pending  Decision = "pending"  // not all have voted; nothing is shown
	Approved Decision = "approved" // all approve
	Rejected Decision = "rejected" // all reject
	Returned Decision = "returned" // they differ: back to the author with both reasons
)

// Votes are the votes on one report, blind until the last one is cast: no reviewer
// sees another's before. It is a value; Cast answers a new one. Its JSON is the
// blinded view; [Votes.Ballots] is for the store alone.
type Votes struct {
	report   string // digest
	fails    bool
	judged   bool   // the report's outcome is review: an approval gives its reason
	author   string // person
	operator string // organisation of the author
	needed   int
	cast     []Vote
}

// Ballots is everything Votes holds, as the store keeps it. Whoever can read it can
// read a vote before its time.
type Ballots struct {
	Report   string `json:"report"`
	Fails    bool   `json:"fails"`
	Judged   bool   `json:"judged"`
	Author   string `json:"author"`
	Operator string `json:"operator"`
	Needed   int    `json:"needed"`
	Cast     []Vote `json:"cast"`
}

// OpenVotes begins the review of a report: author is the person who asks for the
// release and operator the organisation they work for. reviewers is at least two.
// 〔platform R20〕
func OpenVotes(r Report, author, operator string, reviewers int) (Votes, error) {
	digest, err := r.Digest()
	if err != nil {
		return Votes{}, err
	}
	if author == "" || operator == "" || reviewers < 2 {
		return Votes{}, fmt.Errorf("opening votes: author, operator and two reviewers at least are needed")
	}
	return Votes{report: digest, fails: r.Outcome == "fail", judged: r.Outcome != "pass", author: author, operator: operator, needed: reviewers}, nil
}

// Cast adds a vote. Refusals, all at once: [CodeReviewerAuthor],
// [CodeReviewerOperator], [CodeReviewerTwice], [CodeReviewersClosed],
// [CodeVoteOther], [CodeVoteBlocked], [CodeVoteReason].
func (v Votes) Cast(vote Vote) (Votes, error) {
	if vote.Reviewer == "" || vote.Organisation == "" {
		return Votes{}, fmt.Errorf("casting a vote: reviewer and organisation are needed")
	}
	var grounds *law.Refusal
	refuse := func(no bool, code string, says, remedy law.Text) {
		if no {
			grounds = law.Join(grounds, law.Refuse(code, law.Platform("R20")).Because(says, remedy))
		}
	}
	refuse(vote.Reviewer == v.author, CodeReviewerAuthor,
		law.Text{ZH: "申请出域的人不得审查自己的输出。", EN: "Whoever asks for the release does not review it."},
		law.Text{ZH: "请由他人审查。", EN: "Have someone else review it."})
	refuse(vote.Organisation == v.operator, CodeReviewerOperator,
		law.Text{ZH: "审查人员不得来自申请方所在机构。", EN: "A reviewer does not come from the organisation that asks."},
		law.Text{ZH: "请由其他机构的人员审查。", EN: "Have someone of another organisation review it."})
	refuse(v.voted(vote.Reviewer), CodeReviewerTwice,
		law.Text{ZH: "同一人只能投一票，两票须出自两人。", EN: "One person has one vote; two votes come from two people."},
		law.Text{ZH: "请由另一名审查人员投票。", EN: "Have another reviewer vote."})
	refuse(len(v.cast) >= v.needed, CodeReviewersClosed,
		law.Text{ZH: "票数已满，审查已结束。", EN: "All votes are cast; the review is over."}, law.Text{})
	refuse(vote.Report != v.report, CodeVoteOther,
		law.Text{ZH: "所投的不是当前的检查报告。", EN: "The vote is on another report than the present one."},
		law.Text{ZH: "请阅读当前报告后再投票。", EN: "Read the present report and vote again."})
	refuse(vote.Approve && v.fails, CodeVoteBlocked,
		law.Text{ZH: "检查报告有不通过项，不能同意出域。", EN: "The report has failures; the release cannot be approved."},
		law.Text{ZH: "请退回申请方修正。", EN: "Return it to the author to be mended."})
	refuse(vote.Reason == "" && (!vote.Approve || v.judged), CodeVoteReason,
		law.Text{ZH: "不同意，或同意有待判断的事项，须说明理由。", EN: "A rejection, and an approval of something that had to be judged, gives its reason."},
		law.Text{ZH: "请写明理由。", EN: "State the reason."})
	if grounds != nil {
		return Votes{}, grounds
	}
	v.cast = append(append([]Vote(nil), v.cast...), vote)
	return v, nil
}

func (v Votes) voted(reviewer string) bool {
	for _, c := range v.cast {
		if c.Reviewer == reviewer {
			return true
		}
	}
	return false
}

// Decision is pending until the last vote is cast.
func (v Votes) Decision() Decision {
	if v.needed == 0 || len(v.cast) < v.needed {
		return Pending
	}
	approvals := 0
	for _, c := range v.cast {
		if c.Approve {
			approvals++
		}
	}
	switch approvals {
	case len(v.cast):
		return Approved
	case 0:
		return Rejected
	}
	return Returned
}

// Seen are the votes a person may see: their own, and all once all are cast.
func (v Votes) Seen(person string) []Vote {
	var seen []Vote
	for _, c := range v.cast {
		if c.Reviewer == person || v.Decision() != Pending {
			seen = append(seen, c)
		}
	}
	return seen
}

// Progress is how many votes are cast and needed, which anyone may know.
func (v Votes) Progress() (cast, needed int) { return len(v.cast), v.needed }

// MarshalJSON writes the blinded view: numbers until all have voted, then everything.
func (v Votes) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Report   string   `json:"report"`
		Cast     int      `json:"cast"`
		Needed   int      `json:"needed"`
		Decision Decision `json:"decision"`
		Votes    []Vote   `json:"votes,omitempty"`
	}{v.report, len(v.cast), v.needed, v.Decision(), v.Seen("")})
}

// String keeps votes out of logs.
func (v Votes) String() string {
	return fmt.Sprintf("%d of %d votes, %s", len(v.cast), v.needed, v.Decision())
}

// GoString keeps votes out of logs under %#v too.
func (v Votes) GoString() string { return v.String() }

// Ballots is everything, for the store.
func (v Votes) Ballots() Ballots {
	return Ballots{v.report, v.fails, v.judged, v.author, v.operator, v.needed, append([]Vote(nil), v.cast...)}
}

// VotesOf restores what [Votes.Ballots] gave.
func VotesOf(b Ballots) (Votes, error) {
	if b.Report == "" || b.Author == "" || b.Operator == "" || b.Needed < 2 || len(b.Cast) > b.Needed {
		return Votes{}, fmt.Errorf("restoring votes: ballots are incomplete")
	}
	return Votes{b.Report, b.Fails, b.Judged, b.Author, b.Operator, b.Needed, append([]Vote(nil), b.Cast...)}, nil
}
