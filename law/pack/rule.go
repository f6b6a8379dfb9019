package pack

import (
	"github.com/shuyu-project/shuyu/law"
)

// Rule is one strict block of a pack: what the software does because of one unit of
// one instrument. ID is unique in its instrument.
type Rule struct {
	ID    string         // "TA-09.1.submit"
	Kind  Kind           //
	Cites []law.Citation // the unit it stands under, and any it names besides
	Place Place          // file and line of the block

	// Words said when the rule stands against a command. Gates, prohibitions, limits and
	// separations must have them; for other kinds the platform's own words are used.
	Code   string
	Says   law.Text
	Remedy law.Text

	// Also names further units the rule stands on, as written in the block.
	Also []string

	// RestsOn is the id of the reading that fills what the text leaves open.
	RestsOn string
	// Replaces is the id of a lower layer's rule that this one stands in place of, and
	// Basis the reason in law why it may.
	Replaces string
	Basis    law.Text

	Body Body
}

// Place is where a block stands, for error messages and for the console.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"` // from 1
}

// Kind is one of the closed list of rule kinds. A missing kind is added in Go, with
// tests; a pack can never add behaviour.
type Kind string

// The rule kinds.
const (
	KindTerm        Kind = "term"        // a local word, or a list of values the text gives
	KindLabel       Kind = "label"       // words of the console and documents
	KindRole        Kind = "role"        // who may be what
	KindCompetence  Kind = "competence"  // what a role may do at all
	KindSeparation  Kind = "separation"  // who may not do both
	KindProcedure   Kind = "procedure"   // the states of a kind of case
	KindStep        Kind = "step"        // one move of a procedure
	KindPeriod      Kind = "period"      // a time to be kept
	KindLimit       Kind = "limit"       // a number not to be passed
	KindGate        Kind = "gate"        // what must hold before a step
	KindProhibition Kind = "prohibition" // what must not hold
	KindContent     Kind = "content"     // what a document must contain
	KindDuty        Kind = "duty"        // what recurs, and what a breach does
	KindRetention   Kind = "retention"   // keep at least; delete at
	KindDisclosure  Kind = "disclosure"  // what is made public, and where
	KindEffect      Kind = "effect"      // what a step brings about
	KindReading     Kind = "reading"     // how an open text is read, and why
	KindPriority    Kind = "priority"    // what comes first in a queue
	KindFunction    Kind = "function"    // a function the platform must have switched on
	KindPrecedence  Kind = "precedence"  // which layer's procedure stands where several define it
	KindControl     Kind = "control"     // a rule kept by the zone's own machinery, with the parameters it is given
)

// Body is the part of a rule that its kind defines: one of the pointer types below.
type Body interface{ kind() Kind }

// Term gives the local word for a concept of the glossary and, where the text lists
// them, its values. An open list takes the value "other".
type Term struct {
	Concept string   `yaml:"concept"` // identifier of GLOSSARY: "operator", "product-form"
	Word    law.Text `yaml:"word"`
	Values  []Value  `yaml:"values"`
	Open    bool     `yaml:"open"` // the text's list is not exhaustive: "other" is allowed
	// Lists says that the values are the pack's own: "instruments" are its texts of law;
	// a registered kind, the procedures into which such a thing can be entered.
	Lists string `yaml:"lists"`
}

// Value is one member of a list that the text gives.
type Value struct {
	Key  string   `yaml:"key" json:"key"`
	Word law.Text `yaml:"word" json:"word"`
}

// Label gives words for a key of the console or of a document.
type Label struct {
	Of   string   `yaml:"of"`
	Word law.Text `yaml:"word"`
}

// Role says which organisations or persons can be what the text calls by one name.
type Role struct {
	Role string   `yaml:"role"`
	Word law.Text `yaml:"word"`
}

// Competence says that a role may, or may not, do a thing at all: develop products,
// trade them, co-organise a review. Guards ask with may(role, thing).
type Competence struct {
	Role  string `yaml:"role"`
	Thing string `yaml:"thing"`
	May   bool   `yaml:"may"`
}

// Separation keeps two steps apart: the same person, or the same organisation, may not
// take both in one case, nor in the case linked by Across.
type Separation struct {
	Level  string   `yaml:"level"`  // "person" or "organisation"
	Steps  []string `yaml:"steps"`  // qualified: "registration.submit"
	Across string   `yaml:"across"` // name of the link to the other case, "" for the same
}

// Procedure is a kind of case: its states, and what its cases are about.
type Procedure struct {
	Procedure string            `yaml:"procedure"`
	Title     law.Text          `yaml:"title"`
	Links     map[string]string `yaml:"links"`     // name → kind of registered thing, or "case:<procedure>"
	States    []State           `yaml:"states"`    // in the order of the usual way through
	Regulated string            `yaml:"regulated"` // "" or "not-regulated": offered by the platform, not by the text
}

// State is where a case stands. A state that waits says on whom, and what keeps it
// from waiting for ever: a period counted from it, or the reason why nothing does.
type State struct {
	State     string   `yaml:"state"`
	Word      law.Text `yaml:"word"`
	Waits     string   `yaml:"waits"` // role that moves it on
	Final     bool     `yaml:"final"`
	OpenEnded law.Text `yaml:"open-ended"` // why no period is counted here
	// Outlives says why a case may stand here after the agreement it is about has ended;
	// any other open case takes the step that ends with it.
	Outlives law.Text `yaml:"outlives"`
}

// Step is one move. A step without From opens a case. One that Enters a registered kind,
// instead of naming a procedure, stands in every procedure that makes such a thing, and
// opens its case where the thing is in force.
type Step struct {
	Procedure string   `yaml:"procedure"`
	Enters    string   `yaml:"enters"`
	Step      string   `yaml:"step"`
	Title     law.Text `yaml:"title"`
	From      []string `yaml:"from"`
	To        string   `yaml:"to"` // "" leaves the state as it is
	By        []string `yaml:"by"` // roles; "clock" for a step taken when its day comes; "public"; "machine"
	Power     string   `yaml:"power"`
	Party     string   `yaml:"party"` // expression: the organisation ids of which the actor's must be one
	Act       Act      `yaml:"act"`
	Document  string   `yaml:"document"` // content rule of the form that comes with the step
	Panel     string   `yaml:"panel"`    // for appoint, declare and vote: the panel's name
	Members   int      `yaml:"members"`  // for appoint: the smallest panel
	Signs     []string `yaml:"signs"`    // for sign: the roles whose signatures complete it
	StepUp    bool     `yaml:"step-up"`  // the person proves presence again
	Effects   []Effect `yaml:"effects"`
	EndsWith  string   `yaml:"ends-with"` // link: the machine takes the step once the linked thing has ended, whatever ended it
	Manner    string   `yaml:"manner"`    // with ends-with: only where it ended by expire, terminate, exit, annul or withdraw; "" for any
}

// Act is the primitive that a step is: written once in Go, composed by packs.
type Act string

// The primitives. What each does to the case itself is in law/procedure.
const (
	ActApply      Act = "apply"      // 申请: hand in a document that opens or moves a case
	ActAccept     Act = "accept"     // 受理
	ActReturn     Act = "return"     // 补正通知: give back for supplement
	ActSupplement Act = "supplement" // 补正
	ActExamine    Act = "examine"    // 形式审查
	ActReview     Act = "review"     // 审核: a finding with reasons
	ActApprove    Act = "approve"    // 批准
	ActRefuse     Act = "refuse"     // 不予
	ActConsent    Act = "consent"    // 同意, by another body
	ActAnnounce   Act = "announce"   // 公告
	ActNotice     Act = "notice"     // 公示: opens the public notice of the case
	ActContest    Act = "contest"    // 异议
	ActSettle     Act = "settle"     // answer an objection: dismissed or upheld
	ActAppoint    Act = "appoint"    // name a panel
	ActDeclare    Act = "declare"    // declare a conflict of interest, or none
	ActVote       Act = "vote"       // score or vote, blind
	ActSign       Act = "sign"       // 签署
	ActCertify    Act = "certify"    // 发证
	ActLodge      Act = "lodge"      // 备案
	ActSupply     Act = "supply"     // 供给
	ActAttest     Act = "attest"     // hand in evidence
	ActHold       Act = "hold"       // 暂停
	ActLift       Act = "lift"       // 恢复
	ActEnd        Act = "end"        // 终止, 届满, 退出
	ActRun        Act = "run"        // put a job to work
	ActRelease    Act = "release"    // 出域
	ActDeliver    Act = "deliver"    // 交付
	ActDestroy    Act = "destroy"    // 销毁
	ActReport     Act = "report"     // 报告
	ActRecord     Act = "record"     // keep on file
	ActConclude   Act = "conclude"   // 办结
	ActCorrect    Act = "correct"    // correct or annul an earlier decision by a new act
)

// Effect is one thing that a step brings about beyond its case. Exactly one of the
// verbs is set. Field values are expressions over the step's facts.
type Effect struct {
	Set         string            `yaml:"set"`         // link: change fields of the linked record
	Create      string            `yaml:"create"`      // kind: make a record, linked to the case under As
	As          string            `yaml:"as"`          //
	Certificate string            `yaml:"certificate"` // kind of certificate to issue
	Status      string            `yaml:"status"`      // how certificates end: revoked, annulled, expired, deregistered; what suspends them is a hold
	Hold        string            `yaml:"hold"`        // link: hold the linked thing
	Lift        string            `yaml:"lift"`        // link: lift the hold this case imposed
	End         string            `yaml:"end"`         // link: end the linked thing and all that rests on it
	Manner      string            `yaml:"manner"`      // for end: expire, terminate, exit, annul
	Open        string            `yaml:"open"`        // procedure: open a case of it
	Enter       string            `yaml:"enter"`       // expression: the procedure into which a thing that was made before is entered
	Links       map[string]string `yaml:"links"`       // for open: its links
	Task        string            `yaml:"task"`        // work to be done outside the transaction
	Publish     string            `yaml:"publish"`     // page of the portal to show it on
	Notify      string            `yaml:"notify"`      // expression: organisation ids told
	Text        law.Text          `yaml:"text"`        // for notify
	Each        string            `yaml:"each"`        // expression: repeat the effect for each; "item" is the one
	When        string            `yaml:"when"`        // expression; absent: always
	Fields      map[string]string `yaml:"fields"`      // field → expression
	Reason      law.Text          `yaml:"reason"`
}

// OnTheDay is the period of what ends with a day: the step may be taken, and the clock
// takes it, on the day after. The day is never moved off a rest day.
const OnTheDay = "on-the-day"

// Period is a time that a step, or a wait, must keep.
type Period struct {
	Procedure string   `yaml:"procedure"`
	Step      string   `yaml:"step"`         // the step that must come within it, or that it holds back
	Period    string   `yaml:"period"`       // "within 5 working-days"; "" when Length gives it
	Length    string   `yaml:"length"`       // expression over form and doc giving a number of Unit
	Kind      string   `yaml:"of"`           // with Length: within, at-least, …
	Unit      string   `yaml:"unit"`         // with Length
	From      string   `yaml:"counted-from"` // a step ("submit"), "state", or an expression giving a day ("= link.agreement.until")
	Lapse     string   `yaml:"on-lapse"`     // "remind", "escalate", or "take" (the clock takes the step)
	Remind    int      `yaml:"remind"`       // days before, for a reminder
	Title     law.Text `yaml:"title"`
}

// Limit is a number not to be passed, unless a recorded reason allows it.
type Limit struct {
	Steps  []string `yaml:"steps"`
	Value  string   `yaml:"value"` // expression
	Max    *int64   `yaml:"max"`
	Min    *int64   `yaml:"min"`
	Unit   string   `yaml:"unit"`
	Unless string   `yaml:"unless"` // expression: the recorded reason that softens it
}

// Gate must hold before its steps may be taken. With Each, it must hold for each
// member of a list, and every member that fails it is named.
type Gate struct {
	Steps   []string          `yaml:"steps"`
	Require string            `yaml:"require"`
	When    string            `yaml:"when"` // the gate stands only where this holds
	Each    string            `yaml:"each"` // expression giving a list; "item" is the one
	Facts   map[string]string `yaml:"facts"`
	Hidden  bool              `yaml:"hidden"` // answered as if the thing did not exist
}

// Prohibition is a gate turned round: its steps are refused where Deny holds.
type Prohibition struct {
	Steps  []string          `yaml:"steps"`
	Deny   string            `yaml:"deny"`
	Each   string            `yaml:"each"`
	Facts  map[string]string `yaml:"facts"`
	Hidden bool              `yaml:"hidden"`
}

// Content is a document and what it must contain.
type Content struct {
	Document string   `yaml:"document"`
	Title    law.Text `yaml:"title"`
	Fields   []Field  `yaml:"fields"`
	Extends  string   `yaml:"extends"` // document whose fields this rule adds to, under its own article
	Class    string   `yaml:"class"`   // retention class
}

// Field is one particular of a document.
type Field struct {
	Field    string   `yaml:"field"`
	Title    law.Text `yaml:"title"`
	Type     string   `yaml:"type"` // see FieldTypes; "[x]" is a list of x; "resource" etc. name registered things
	Required bool     `yaml:"required"`
	When     string   `yaml:"when"`    // required only where this holds
	Accepts  []string `yaml:"accepts"` // of attachments: the types of file that will do; none: every type the platform takes
	Values   string   `yaml:"values"`  // concept of the term whose values are allowed
	Publish  bool     `yaml:"publish"` // may be shown to the public
	Private  bool     `yaml:"private"` // personal or confidential: only a commitment enters the log
	Held     bool     `yaml:"held"`    // tells of what is held: not for those who made it, until it is released
	Help     law.Text `yaml:"help"`
	Fields   []Field  `yaml:"fields"` // for type "group" and "[group]"
}

// Duty recurs for its holder as long as what it is tied to is in force.
type Duty struct {
	Duty      string   `yaml:"duty"`
	Title     law.Text `yaml:"title"`
	Holder    string   `yaml:"holder"`  // role: operator and developer are who runs the agreement, any other who granted it
	Per       string   `yaml:"per"`     // "agreement" or "installation"
	Every     string   `yaml:"every"`   // "6 months", counted from the start, or "setting:<name>"
	Aligned   string   `yaml:"aligned"` // in its place "half-year": ends on 30 June and 31 December
	Within    string   `yaml:"within"`  // period after the interval's end in which it must be met
	Step      string   `yaml:"step"`    // qualified step that meets it: "report.submit"
	When      string   `yaml:"when"`    // expression over "agreement": the duty is owed under agreements for which it holds
	Remind    int      `yaml:"remind"`  // natural days before it falls due
	Breach    []Effect `yaml:"breach"`  // what follows when it is not met
	OpenEnded law.Text `yaml:"open-ended"`
}

// Retention says how long a class of record is kept at least, and when it must go.
type Retention struct {
	Class    string `yaml:"class"`
	Keep     string `yaml:"keep"` // "keep 6 months"
	From     string `yaml:"counted-from"`
	Delete   string `yaml:"delete"` // period after which it must be deleted; "" for never
	Evidence string `yaml:"evidence"`
}

// Disclosure makes something public when a step is taken.
type Disclosure struct {
	Steps  []string          `yaml:"steps"`
	Where  string            `yaml:"where"`  // "register", "notice", "call", "disclosure"
	Fields map[string]string `yaml:"fields"` // shown name → expression; only these leave
	Title  law.Text          `yaml:"title"`
}

// EffectRule adds effects to a step under an article of its own.
type EffectRule struct {
	On      []string `yaml:"on"` // qualified steps
	Effects []Effect `yaml:"effects"`
}

// Reading fills what a text leaves open. It is the project's unsigned default until
// the jurisdiction adopts it when the pack is activated.
type Reading struct {
	Reading      string     `yaml:"reading"`
	Question     law.Text   `yaml:"question"`
	Taken        law.Text   `yaml:"taken"`
	Reason       law.Text   `yaml:"reason"`
	Alternatives []law.Text `yaml:"alternatives"`
	Setting      string     `yaml:"setting"` // name of the installation's setting it presets
	Value        string     `yaml:"value"`
}

// Priority orders a queue: cases for which Where holds come in the order of Rank.
type Priority struct {
	Procedure string   `yaml:"procedure"`
	Where     string   `yaml:"where"`
	Rank      int      `yaml:"rank"` // lower comes first
	Tag       law.Text `yaml:"tag"`
}

// Function names a function that the text demands of the platform; an installation
// refuses to start with it switched off.
type Function struct {
	Functions []string `yaml:"functions"`
}

// Control is a rule that the zone keeps by its own machinery: masking, egress checks,
// admission. Parameters may tighten the platform's, never loosen them: a control of
// another layer names the platform's unit as rule: and states its thresholds anew.
type Control struct {
	Control    string              `yaml:"control"` // "raw-invisible", "egress", "masking", …
	Parameters map[string]any      `yaml:"parameters"`
	Stricter   map[string]Stricter `yaml:"stricter"` // threshold → direction; the platform's only
	Steps      []string            `yaml:"steps"`    // steps whose decision rests on it: the log names its unit there
}

func (*Term) kind() Kind        { return KindTerm }
func (*Label) kind() Kind       { return KindLabel }
func (*Role) kind() Kind        { return KindRole }
func (*Competence) kind() Kind  { return KindCompetence }
func (*Separation) kind() Kind  { return KindSeparation }
func (*Procedure) kind() Kind   { return KindProcedure }
func (*Step) kind() Kind        { return KindStep }
func (*Period) kind() Kind      { return KindPeriod }
func (*Limit) kind() Kind       { return KindLimit }
func (*Gate) kind() Kind        { return KindGate }
func (*Prohibition) kind() Kind { return KindProhibition }
func (*Content) kind() Kind     { return KindContent }
func (*Duty) kind() Kind        { return KindDuty }
func (*Retention) kind() Kind   { return KindRetention }
func (*Disclosure) kind() Kind  { return KindDisclosure }
func (*EffectRule) kind() Kind  { return KindEffect }
func (*Reading) kind() Kind     { return KindReading }
func (*Priority) kind() Kind    { return KindPriority }
func (*Function) kind() Kind    { return KindFunction }
func (*Control) kind() Kind     { return KindControl }
