package rehearsal

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// looks are the verbs that look at what has come about. Each answers an error that says
// what is the case instead.
var looks map[string]func(*stage, []string) error

func init() {
	looks = map[string]func(*stage, []string) error{
		"refused": (*stage).refused, "hidden": (*stage).hidden, "state": (*stage).state, "due": (*stage).due, "opens": (*stage).opens,
		"fact": (*stage).fact, "certificate": (*stage).certificate, "notice": (*stage).notice, "public": (*stage).public,
		"held": (*stage).held, "not": (*stage).not, "duty": (*stage).duty, "task": (*stage).task, "label": (*stage).label,
		"term": (*stage).term, "reading": (*stage).reading, "priority": (*stage).priority, "function": (*stage).function,
		"figure": (*stage).figure, "control": (*stage).control, "may": (*stage).may, "log": (*stage).log, "retention": (*stage).retention, "facts": (*stage).factsAre, "told": (*stage).told,
		"within": (*stage).within, "cites": (*stage).cites, "publishes": (*stage).publishes, "conceals": (*stage).conceals,
	}
}

func want(words []string, n int, usage string) error {
	if len(words) < n {
		return errors.New("want: " + usage)
	}
	return nil
}

// refused: refused [only] <code> <unit> [<fact>=<value> …]: the facts are shown with it
func (st *stage) refused(words []string) error {
	if st.refusal == nil {
		return errors.New("nothing was refused")
	}
	only := len(words) > 0 && words[0] == "only"
	if only {
		words = words[1:]
	}
	if err := want(words, 2, "refused [only] <code> <unit> [<fact>=<value> …]"); err != nil {
		return err
	}
	st.looked = true
	found := false
	for _, v := range st.refusal.Violations {
		cited := slices.ContainsFunc(v.Cites, func(c law.Citation) bool { return c.Unit == words[1] })
		found = found || v.Code == words[0] && cited && st.shows(v, words[2:])
		if only && !(v.Code == words[0] && cited) {
			return fmt.Errorf("also refused by %s: %s", v.Code, describe(st.refusal))
		}
	}
	if !found {
		return fmt.Errorf("not refused so: %s", describe(st.refusal))
	}
	return nil
}

// shows reports whether a violation shows each of the facts that are written name=value.
func (st *stage) shows(v law.Violation, written []string) bool {
	return !slices.ContainsFunc(written, func(word string) bool {
		name, value, _ := strings.Cut(word, "=")
		return !slices.Contains(v.Facts, law.Fact{Name: name, Value: st.resolve(value)})
	})
}

func (st *stage) hidden([]string) error {
	if st.refusal == nil || !st.refusal.Hidden {
		return errors.New("it was not answered as if it did not exist")
	}
	st.looked = true
	return nil
}

func (st *stage) theCase(name string) (casework.Case, error) {
	id := st.resolve(name)
	if id == name {
		return casework.Case{}, fmt.Errorf("no case is called %s", name)
	}
	return st.caseByID(id)
}

// state: state <case or case.link> <state>
func (st *stage) state(words []string) error {
	if err := want(words, 2, "state <case> <state>"); err != nil {
		return err
	}
	c, err := st.theCase(words[0])
	if err != nil {
		return err
	}
	if c.State != words[1] {
		return fmt.Errorf("the state is %s", c.State)
	}
	return nil
}

// due: due <case> <step> <day> [provisional] [remind|escalate|take]
func (st *stage) due(words []string) error {
	return st.dueDay(words, func(d casework.Due) string { return d.On.String() })
}

// opens: opens <case> <step> <day>
func (st *stage) opens(words []string) error {
	return st.dueDay(words, func(d casework.Due) string { return d.Opens.String() })
}

func (st *stage) dueDay(words []string, day func(casework.Due) string) error {
	if err := want(words, 3, "due|opens <case> <step> <day>"); err != nil {
		return err
	}
	c, err := st.theCase(words[0])
	if err != nil {
		return err
	}
	var seen []string
	for _, d := range c.Dues {
		if d.Step == words[1] {
			if day(d) == words[2] && !slices.ContainsFunc(words[3:], func(w string) bool { return w != d.Lapse && !(w == "provisional" && d.Provisional) }) {
				return nil
			}
			seen = append(seen, strings.TrimSpace(day(d)+" "+d.Lapse))
		}
	}
	return fmt.Errorf("the days for %s are %v", words[1], seen)
}

// subject resolves "kind/id", "C1.link" or an id.
func (st *stage) subject(name string) (kind, id string) {
	if k, rest, ok := strings.Cut(name, "/"); ok {
		return k, st.resolve(rest)
	}
	id = st.resolve(name)
	for _, t := range pack.Vocabulary {
		if strings.HasPrefix(id, t.Kind+"-") {
			return t.Kind, id
		}
	}
	return "", id
}

// fact: fact <kind/id | C1.link.name> <fact> <value…>
func (st *stage) fact(words []string) error {
	if err := want(words, 3, "fact <kind/id or case.link> <fact> <value>"); err != nil {
		return err
	}
	kind, id := st.subject(words[0])
	facts, err := st.desk.Facts(st.ctx, kind, id)
	if err != nil {
		return fmt.Errorf("reading %s %s: %w", kind, id, err)
	}
	value, ok := facts[words[1]]
	if !ok {
		return fmt.Errorf("a %s has no fact %s", kind, words[1])
	}
	got, expected := shown(value), st.resolve(strings.Join(words[2:], " "))
	if got != expected {
		return fmt.Errorf("%s is %q", words[1], got)
	}
	return nil
}

func shown(v any) string {
	if items, ok := v.([]any); ok {
		parts := make([]string, len(items))
		for i, item := range items {
			parts[i] = fmt.Sprint(item)
		}
		return strings.Join(parts, ",")
	}
	return fmt.Sprint(v)
}

// records reads the register lines of a kind about a subject.
func (st *stage) records(q casework.RecordQuery) (records []casework.Record, err error) {
	q.Limit = 200
	err = st.ledger.Read(st.ctx, func(v casework.View) error {
		records, _, err = v.Records(st.ctx, q)
		return err
	})
	return records, err
}

// certificate: certificate <subject> <kind> <status> [<fact>=<value> …]: one of that kind
// stands so and certifies what is written.
func (st *stage) certificate(words []string) error {
	if err := want(words, 3, "certificate <subject> <kind> <status> [<fact>=<value> …]"); err != nil {
		return err
	}
	_, id := st.subject(words[0])
	found, err := st.records(casework.RecordQuery{Kind: "certificate", Subject: id})
	if err != nil {
		return err
	}
	var seen []string
	var other error
	for _, r := range found {
		if bodyOf(r)["kind"] != words[1] {
			continue
		}
		facts, err := st.desk.Facts(st.ctx, "certificate", r.ID)
		if err != nil {
			return err
		}
		seen = append(seen, fmt.Sprint(facts["state"]))
		if facts["state"] == words[2] {
			if other = st.showing(facts, words[3:]); other == nil {
				return nil
			}
		}
	}
	if other != nil {
		return other
	}
	return fmt.Errorf("its certificates of that kind are %v", seen)
}

func bodyOf(r casework.Record) map[string]any {
	body := map[string]any{}
	if json.Unmarshal(r.Body, &body) != nil {
		return nil
	}
	return body
}

// notice: notice <organisation> <case> [kind]
func (st *stage) notice(words []string) error {
	if err := want(words, 1, "notice <organisation> [<case>] [<kind>]"); err != nil {
		return err
	}
	var notices []casework.Notice
	err := st.ledger.Read(st.ctx, func(v casework.View) (err error) {
		notices, _, err = v.Notices(st.ctx, casework.NoticeQuery{To: words[0], Limit: 200})
		return err
	})
	if err != nil {
		return err
	}
	for _, n := range notices {
		if (len(words) < 2 || words[1] == "-" || n.Case == st.cases[words[1]]) && (len(words) < 3 || n.Kind == words[2]) {
			return nil
		}
	}
	return fmt.Errorf("no such notice to %s", words[0])
}

// public: public <where> <subject> [<field>=<value> …] | public hides <case> <field>
func (st *stage) public(words []string) error {
	if err := want(words, 2, "public <where> <case or subject> | public hides <case> <field>"); err != nil {
		return err
	}
	shown, err := st.records(casework.RecordQuery{Kind: "publication"})
	if err != nil {
		return err
	}
	_, id := st.subject(words[1])
	var other error
	for _, r := range shown {
		body := bodyOf(r)
		fields, _ := body["fields"].(map[string]any)
		about := body["case"] == id || slices.ContainsFunc(values(fields), func(s string) bool { return s == id }) || st.linked(body["case"], id)
		if words[0] == "hides" && about {
			if _, there := fields[words[2]]; there {
				return fmt.Errorf("%s shows it", body["where"])
			}
			continue
		}
		if body["where"] == words[0] && about {
			if other = st.showing(fields, words[2:]); other == nil {
				return nil
			}
		}
	}
	if words[0] == "hides" {
		return nil
	}
	if other != nil {
		return other
	}
	return fmt.Errorf("nothing about %s is shown under %s", words[1], words[0])
}

func (st *stage) linked(caseID any, id string) bool {
	text, _ := caseID.(string)
	c, err := st.caseByID(text)
	if err != nil {
		return false
	}
	for _, link := range c.Links {
		if link == id {
			return true
		}
	}
	return false
}

func values(fields map[string]any) []string {
	var all []string
	for _, v := range fields {
		all = append(all, shown(v))
	}
	return all
}

// held: held <subject>
func (st *stage) held(words []string) error {
	if err := want(words, 1, "held <kind/id or case.link>"); err != nil {
		return err
	}
	kind, id := st.subject(words[0])
	facts, err := st.desk.Facts(st.ctx, kind, id)
	if err != nil {
		return err
	}
	if facts["held"] != true {
		return errors.New("no hold stands on it")
	}
	return nil
}

// not turns a look round. "not refused <code> <unit>" says of a refusal what it does not
// rest on; it is no look at what it does.
func (st *stage) not(words []string) error {
	if err := want(words, 2, "not <look> …"); err != nil {
		return err
	}
	look, ok := looks[words[0]]
	if !ok {
		return fmt.Errorf("%q is no verb of rehearsals", words[0])
	}
	if words[0] == "refused" {
		if st.refusal == nil {
			return errors.New("nothing was refused")
		}
		defer func(before bool) { st.looked = before }(st.looked)
	}
	if look(st, words[1:]) == nil {
		return errors.New("it is so")
	}
	return nil
}

// duty: duty <organisation> <duty or step> <state|due> [<day>]
func (st *stage) duty(words []string) error {
	if err := want(words, 3, "duty <organisation> <duty> due <day> | duty <organisation> <duty> <state>"); err != nil {
		return err
	}
	found, err := st.records(casework.RecordQuery{Kind: "duty", Org: words[0]})
	if err != nil {
		return err
	}
	var seen []string
	for _, r := range found {
		body := bodyOf(r)
		if !st.isDuty(body, words[1]) {
			continue
		}
		seen = append(seen, fmt.Sprintf("%s due %s", r.State, body["due"]))
		if words[2] == "due" && len(words) > 3 && body["due"] == words[3] || words[2] == r.State && len(words) == 3 {
			return nil
		}
	}
	return fmt.Errorf("its periods are %v", seen)
}

func (st *stage) isDuty(body map[string]any, name string) bool {
	if body["step"] == name || body["rule"] == name {
		return true
	}
	for _, r := range st.pack.Rules(pack.KindDuty) {
		if r.ID == body["rule"] && r.Body.(*pack.Duty).Duty == name {
			return true
		}
	}
	return false
}

// task: task <case> <kind>
func (st *stage) task(words []string) error {
	if err := want(words, 2, "task <case> <kind>"); err != nil {
		return err
	}
	for _, t := range st.ledger.tasks {
		if t.Case == st.cases[words[0]] && t.Kind == words[1] {
			return nil
		}
	}
	return errors.New("no such task was asked for")
}

// label: label <concept> <word>
func (st *stage) label(words []string) error {
	if err := want(words, 2, "label <concept> <word>"); err != nil {
		return err
	}
	if t, ok := st.pack.Term(words[0]); ok && t.Word.ZH == words[1] {
		return nil
	}
	for _, r := range st.pack.Rules(pack.KindLabel) {
		if l := r.Body.(*pack.Label); l.Of == words[0] && l.Word.ZH == words[1] {
			return nil
		}
	}
	for _, r := range st.pack.Rules(pack.KindRole) {
		if l := r.Body.(*pack.Role); l.Role == words[0] && l.Word.ZH == words[1] {
			return nil
		}
	}
	return fmt.Errorf("%s is not called so", words[0])
}

// term: term <concept> contains <word or key> … | term <concept> open
func (st *stage) term(words []string) error {
	if err := want(words, 2, "term <concept> contains <word> | term <concept> open"); err != nil {
		return err
	}
	t, ok := st.pack.Term(words[0])
	switch {
	case !ok:
		return errors.New("the pack has no such term")
	case words[1] == "open" && !t.Open:
		return errors.New("its list is closed")
	}
	for _, word := range words[2:] {
		if !slices.ContainsFunc(t.Values, func(v pack.Value) bool { return v.Key == word || v.Word.ZH == word }) {
			return fmt.Errorf("%s is none of its values %v", word, t.Values)
		}
	}
	return nil
}

// publishes: publishes <document> <field> …: these particulars of the document, and no
// others, are marked as public; "group.field" in a group.
func (st *stage) publishes(words []string) error {
	return st.marked(words, "publishes", func(f pack.Field) bool { return f.Publish })
}

// conceals: conceals <document> <field> …: these, and no others, are kept private.
func (st *stage) conceals(words []string) error {
	return st.marked(words, "conceals", func(f pack.Field) bool { return f.Private })
}

func (st *stage) marked(words []string, verb string, mark func(pack.Field) bool) error {
	if err := want(words, 1, verb+" <document> <field> …"); err != nil {
		return err
	}
	d, ok := st.pack.Document(words[0])
	if !ok {
		return errors.New("the pack has no such document")
	}
	var found []string
	for _, f := range d.Fields {
		found = append(found, marks("", f.Field, mark)...)
	}
	if stated := slices.Sorted(slices.Values(words[1:])); !slices.Equal(stated, slices.Sorted(slices.Values(found))) {
		return fmt.Errorf("it %s %v", verb, found)
	}
	return nil
}

// marks are the paths of a field, and of those in it, that bear a mark.
func marks(above string, f pack.Field, mark func(pack.Field) bool) (found []string) {
	if mark(f) {
		found = append(found, above+f.Field)
	}
	for _, inner := range f.Fields {
		found = append(found, marks(above+f.Field+".", inner, mark)...)
	}
	return found
}

// reading: reading <name> taken
func (st *stage) reading(words []string) error {
	if err := want(words, 1, "reading <name> taken"); err != nil {
		return err
	}
	if _, ok := st.pack.Reading(words[0]); !ok {
		return errors.New("the pack takes no such reading")
	}
	return nil
}

// cites: cites <rule> <unit> …: beside the unit it stands under, the rule rests on these,
// and on no others. It is for rules that no step's log names: readings, which of several
// layers prevails.
func (st *stage) cites(words []string) error {
	if err := want(words, 1, "cites <rule> <unit> …"); err != nil {
		return err
	}
	for _, layer := range st.pack.Layers {
		if r, ok := st.pack.Rule(layer.Code + ":" + words[0]); ok {
			return restsOn(r, words[1:])
		}
	}
	return errors.New("the pack has no such rule")
}

func restsOn(r *pack.Rule, stated []string) error {
	var found []string
	for _, c := range r.Cites {
		if !strings.HasPrefix(r.ID, c.Unit+".") {
			found = append(found, c.Unit)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(stated)), slices.Sorted(slices.Values(found))) {
		return fmt.Errorf("it cites %v", found)
	}
	return nil
}

// priority: priority <procedure> <case> before <case>
func (st *stage) priority(words []string) error {
	if err := want(words, 4, "priority <procedure> <case> before <case>"); err != nil {
		return err
	}
	first, err := st.desk.Rank(st.ctx, st.cases[words[1]])
	if err != nil {
		return err
	}
	second, err := st.desk.Rank(st.ctx, st.cases[words[3]])
	if err != nil {
		return err
	}
	if first >= second {
		return fmt.Errorf("the ranks are %d and %d", first, second)
	}
	return nil
}

// function: function <name>
func (st *stage) function(words []string) error {
	for _, r := range st.pack.Rules(pack.KindFunction) {
		if len(words) > 0 && slices.Contains(r.Body.(*pack.Function).Functions, words[0]) {
			return nil
		}
	}
	return errors.New("the pack demands no such function")
}

// figure: figure <case> <figure> <amount | name:amount …>, as the last step that computed
// it did: fen, or whole parts; figure <case> <figure> cites <unit>.
func (st *stage) figure(words []string) error {
	if err := want(words, 3, "figure <case> <figure> <amount, or name:amount for each share>"); err != nil {
		return err
	}
	c, err := st.theCase(words[0])
	if err != nil {
		return err
	}
	for _, act := range slices.Backward(c.Done) {
		for _, f := range act.Figures {
			if f.Name != words[1] {
				continue
			}
			if words[2] == "cites" {
				return st.rests(f.Cites, words[3:])
			}
			got := fmt.Sprint(f.Amount)
			if len(f.Shares) > 0 {
				parts := make([]string, len(f.Shares))
				for i, s := range f.Shares {
					parts[i] = fmt.Sprintf("%s:%d", s.Name, s.Amount)
				}
				slices.Sort(parts)
				got = strings.Join(parts, " ")
			}
			if got != strings.Join(words[2:], " ") {
				return fmt.Errorf("it is %s: %s", got, f.Derivation().EN)
			}
			return nil
		}
	}
	return errors.New("no step computed it")
}

// control: control <name> [<parameter> <value>]
func (st *stage) control(words []string) error {
	if err := want(words, 1, "control <name>"); err != nil {
		return err
	}
	for _, r := range st.pack.Rules(pack.KindControl) {
		c := r.Body.(*pack.Control)
		if c.Control == words[0] && (len(words) < 3 || fmt.Sprint(c.Parameters[words[1]]) == strings.Join(words[2:], " ")) {
			return nil
		}
	}
	return errors.New("the pack has no such control")
}

// may: may <role> <thing> <true|false>
func (st *stage) may(words []string) error {
	if err := want(words, 3, "may <role> <thing> <true or false>"); err != nil {
		return err
	}
	if got := fmt.Sprint(st.pack.May(words[0], words[1])); got != words[2] {
		return fmt.Errorf("it is %s", got)
	}
	return nil
}

// log: log <case> <step>-cites <unit>; "entry-cites" of whatever step, refused ones too.
func (st *stage) log(words []string) error {
	const usage = "log <case> <step>-cites <unit>, or log <case> entry-cites <unit>"
	if err := want(words, 3, usage); err != nil {
		return err
	}
	step, ok := strings.CutSuffix(words[1], "-cites")
	if !ok {
		return errors.New("want: " + usage)
	}
	var entries []casework.LoggedEntry
	err := st.ledger.Read(st.ctx, func(v casework.View) (err error) {
		entries, err = v.Entries(st.ctx, casework.EntryQuery{Case: st.cases[words[0]], Limit: 500})
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range entries {
		taken := e.Outcome == "receipt" && strings.HasSuffix(e.Kind, "."+step)
		if (taken || step == "entry") && slices.ContainsFunc(e.Cites, func(c string) bool { return strings.HasSuffix(c, ":"+words[2]) }) {
			return nil
		}
	}
	return fmt.Errorf("no %s of the case cites it", step)
}

// rests reports whether what is cited has each of the units.
func (st *stage) rests(cited []law.Citation, units []string) error {
	for _, unit := range units {
		if !slices.ContainsFunc(cited, func(c law.Citation) bool { return c.Unit == unit }) {
			return fmt.Errorf("it rests on %v", cited)
		}
	}
	return nil
}

// retention: retention <class> <subject> <first day on which it may be deleted>
func (st *stage) retention(words []string) error {
	if err := want(words, 3, "retention <class> <subject> <day>"); err != nil {
		return err
	}
	kind, id := st.subject(words[1])
	day, err := st.desk.MayDelete(st.ctx, words[0], kind, id)
	if err != nil {
		return err
	}
	if day.String() != words[2] {
		return fmt.Errorf("it may be deleted from %s", day)
	}
	return nil
}

// within: within <case or kind/id> <jurisdiction>, "-" for the installation's own
func (st *stage) within(words []string) error {
	if err := want(words, 2, "within <case or kind/id> <jurisdiction or ->"); err != nil {
		return err
	}
	at, wanted := "", strings.TrimPrefix(st.resolve(words[1]), "-")
	if kind, name, ok := strings.Cut(words[0], "/"); ok {
		err := st.ledger.Read(st.ctx, func(v casework.View) error {
			r, err := v.Registered(st.ctx, kind, st.resolve(name))
			at = r.Jurisdiction
			return err
		})
		if err != nil {
			return err
		}
	} else {
		c, err := st.caseByID(st.cases[words[0]])
		if err != nil {
			return err
		}
		at = c.Jurisdiction
	}
	if at != wanted {
		return fmt.Errorf("it belongs to the jurisdiction %q", at)
	}
	return nil
}
