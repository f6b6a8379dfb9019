// Package procedure decides what a case may do next, and why not.
//
// Decide is pure: given a pack, a case, a command and the facts, it gives the same
// answer on any day in any place. It evaluates every guard, so that a refusal names
// every reason at once. It writes nothing; casework carries out what it answers.
//
// What newcomers get wrong: a step that the state does not allow is a refusal like any
// other, not an error; an error from Decide is a fault of the pack or the platform.
package procedure

import (
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Actor is who gives a command, as far as rules may ask.
type Actor struct {
	Party
	Role      string   // role of the seat: "authority", "operator", "clock", …
	Powers    []string // powers of the seat
	For       string   // seat acted for as deputy, "" for one's own
	SteppedUp bool     // has proved presence again within the time the installation allows
	Admitted  bool     // is admitted to the processing area
	Reach     Reach    // of the competence of its organisation
}

// Lookup gives the facts of a registered thing, with the computed ones worked out, or
// false where there is none. For kind "case:<procedure>" it gives the Case.
type Lookup interface {
	Thing(kind, id string) (pack.Facts, bool)
	Case(id string) (*Case, bool)
	// About lists what is registered of a kind about a thing, in the order of the ids: every
	// bill under an agreement. Figures add such things up, so that none is left out.
	About(kind, subject string) []pack.Facts
	// Setting gives a value that the installation has set; false where it has set none, and
	// a reading or nothing stands in its place.
	Setting(name string) (string, bool)
}

// Input is everything a decision rests on.
type Input struct {
	Pack      *pack.Pack
	Procedure string
	Step      string
	Case      *Case             // nil for a step that opens a case
	Links     map[string]string // for a step that opens a case: what it is about
	// Jurisdiction is the one a case that is opened belongs to.
	Jurisdiction string
	Form         map[string]any // the document that comes with the step, as JSON decoded it
	Actor        Actor
	Look         Lookup
	Calendar     *calendar.Calendar
	Today        calendar.Day
	NewID        string // id for a case opened by this command, and root of ids of things it creates
}

// Outcome is what a command that is allowed brings about, as values.
type Outcome struct {
	Case     Case // as it will be
	From     string
	Step     *pack.StepDef
	Effects  []Effect
	Public   []Disclosure
	Rules    []string       // ids of the rules that allowed it or bring something about
	Cites    []law.Citation // units it rests on, the step's own first
	Readings []string
}

// Effect is one planned effect, its expressions evaluated.
type Effect struct {
	Rule   string
	Cite   law.Citation
	Verb   string // "set", "create", "certificate", "status", "hold", "lift", "end", "open", "task", "publish", "notify"
	Kind   string // kind of the thing, procedure for "open", name for "task", "publish" and "certificate"
	Target string // id of the thing; for "create" the id it will have
	Manner string
	Fields map[string]any // facts to set, as JSON values
	Links  map[string]string
	To     []string // organisations, for "notify"
	Text   law.Text
}

// Disclosure is what a step makes public: only these fields leave.
type Disclosure struct {
	Rule   string
	Cite   law.Citation
	Where  string
	Title  law.Text
	Fields map[string]any
}
