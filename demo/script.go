package demo

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/rehearsal"
)

// stories are the scripts of the cities: one for each pack, or pack with its layers.
//
//go:embed scripts/*.txt
var stories embed.FS

// Script is the story of a city, from an empty installation on: what is done, and what is
// tried and refused.
type Script struct {
	Pack   string       // layers, as `shuyu --pack` takes them
	Begins calendar.Day // the day on which the installation is set up
	steps  []step
	clerk  string // "login:role" of a seat of the authority, which may see every certificate
}

// ScriptFor is the story that ships with the program for a pack.
func ScriptFor(pack string) (Script, error) {
	if pack == "taian" {
		return Script{Pack: pack, Begins: calendar.MustDay(taianBegins), steps: taian(), clerk: "lin:authority"}, nil
	}
	source, err := stories.ReadFile("scripts/" + pack + ".txt")
	if errors.Is(err, fs.ErrNotExist) {
		return Script{}, fmt.Errorf("no demonstration has been written for the pack %s; there is one for %s, and --script takes one of your own", pack, strings.Join(Packs(), ", "))
	}
	if err != nil {
		return Script{}, err
	}
	return ReadScript(pack+".txt", source)
}

// Packs are the packs, with their layers, for which a story ships with the program.
func Packs() []string {
	packs := append(scripted(), "taian")
	slices.Sort(packs)
	return packs
}

// scripted are the stories that are written as scripts.
func scripted() []string {
	names, _ := fs.Glob(stories, "scripts/*.txt") //nolint:errcheck // the pattern is well formed
	for i, name := range names {
		names[i] = strings.TrimSuffix(strings.TrimPrefix(name, "scripts/"), ".txt")
	}
	return names
}

// ReadScript reads a story. It is written as rehearsals are, and what a rehearsal takes
// for granted (organisations, accounts, seats, data) is done in earnest, through the
// interface. What does not read is an error that names the line.
func ReadScript(name string, source []byte) (Script, error) {
	written, err := rehearsal.Parse(name, source)
	if err != nil {
		return Script{}, err
	}
	r := reader{files: written.Files, names: map[string]string{}, roles: map[string]string{}}
	if err := r.extend(); err != nil {
		return Script{}, fmt.Errorf("%s: %w", name, err)
	}
	if err := r.phases(name, written.Phases); err != nil {
		return Script{}, err
	}
	if err := r.tried(); err != nil {
		return Script{}, fmt.Errorf("%s: %w", name, err)
	}
	if r.begins.IsZero() {
		return Script{}, fmt.Errorf("%s: it does not say on which day it begins; its first line is: at <day>", name)
	}
	if r.clerk == "" {
		return Script{}, fmt.Errorf("%s: nobody has a seat as authority; add: seat <org>/<login> role=authority powers=…", name)
	}
	return Script{Pack: written.Pack, Begins: r.begins, steps: r.steps, clerk: r.clerk}, nil
}

func (r *reader) phases(name string, phases []rehearsal.Phase) error {
	for _, phase := range phases {
		r.heading = title(phase)
		for _, line := range phase.Lines {
			if err := r.line(line.Text); err != nil {
				return fmt.Errorf("%s:%d: %w", name, line.Number, err)
			}
		}
	}
	return nil
}

// tell: tell <story> <phase> …. What another story tells in these phases happens here too,
// in the same words: the story of a city over the national layer tells what the city's own
// does, where both layers leave it as it is. A phase is called by the first word of its
// heading; its documents are those of the story it stands in, but for those that this one
// has under the same name. A refusal that is "only" for one reason there may have more here:
// the other layer's.
func (r *reader) tell(words []string) error {
	if len(words) < 2 {
		return errors.New("want: tell <story that ships with the program> <first word of a phase> …")
	}
	other, err := shipped(words[0])
	if err != nil {
		return err
	}
	own, heading := r.files, r.heading
	r.told = true
	defer func() { r.files, r.heading, r.told = own, heading, false }()
	r.files = maps.Clone(other.Files)
	maps.Copy(r.files, own)
	for _, word := range words[1:] {
		at := slices.IndexFunc(other.Phases, func(p rehearsal.Phase) bool { return firstWord(p) == word })
		if at < 0 {
			var known []string
			for _, p := range other.Phases {
				known = append(known, firstWord(p))
			}
			return fmt.Errorf("the story of %s has no phase %s; its phases are %s", words[0], word, strings.Join(known, ", "))
		}
		if err := r.phases(other.Name, other.Phases[at:at+1]); err != nil {
			return err
		}
		if err := r.tried(); err != nil {
			return fmt.Errorf("%s, phase %s: %w", other.Name, word, err)
		}
	}
	return nil
}

func firstWord(p rehearsal.Phase) string {
	word, _, _ := strings.Cut(p.Heading, " ")
	return word
}

// shipped reads the text of a story that ships with the program.
func shipped(name string) (*rehearsal.Script, error) {
	source, err := stories.ReadFile("scripts/" + name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("no story written as a script is called %s; there are %s", name, strings.Join(scripted(), ", "))
	}
	return rehearsal.Parse(name+".txt", source)
}

// extend makes the documents that are another with more in it: "-- apply is apply-local --"
// is called apply and holds what apply-local holds, and what stands here besides or
// instead; null takes out. "-- plan is chengdu/plan-overall --" is a document of the story
// of Chengdu.
func (r *reader) extend() error {
	for _, name := range slices.Sorted(maps.Keys(r.files)) {
		if called, _, ok := strings.Cut(name, " is "); ok {
			if err := r.whole(called, 0); err != nil {
				return fmt.Errorf("document %s: %w", name, err)
			}
		}
	}
	return nil
}

// basesDeep is how many documents may stand behind one.
const basesDeep = 8

// whole puts a document together that is another with more in it, and that one before.
func (r *reader) whole(called string, deep int) error {
	if _, ok := r.files[called]; ok {
		return nil
	}
	i := slices.IndexFunc(slices.Sorted(maps.Keys(r.files)), func(name string) bool { return strings.HasPrefix(name, called+" is ") })
	if i < 0 || deep > basesDeep {
		return fmt.Errorf("the script has no document %s, or it rests on itself", called)
	}
	name := slices.Sorted(maps.Keys(r.files))[i]
	files, base := r.files, strings.TrimPrefix(name, called+" is ")
	if story, document, elsewhere := strings.Cut(base, "/"); elsewhere {
		other, err := shipped(story)
		if err != nil {
			return err
		}
		files, base = other.Files, document
	} else if err := r.whole(base, deep+1); err != nil {
		return err
	}
	before, err := rehearsal.ParseDocument("@"+base, files)
	if err != nil {
		return err
	}
	more, err := rehearsal.ParseDocument("@"+name, r.files)
	if err != nil {
		return err
	}
	maps.Copy(before, more)
	maps.DeleteFunc(before, func(_ string, v any) bool { return v == nil })
	text, err := json.Marshal(before)
	r.files[called] = string(text)
	return err
}

// title is what a phase is about, without the units that it acts out.
func title(p rehearsal.Phase) string {
	if _, words, ok := strings.Cut(p.Heading, "·"); ok {
		return strings.TrimSpace(words)
	}
	return p.Heading
}

// reader turns the lines of a story into steps.
type reader struct {
	files   map[string]string
	names   map[string]string // what the script calls something → "$case", "$case.link", "@login", "#organisation"
	roles   map[string]string // login → role of their first seat
	orgs    int
	begins  calendar.Day
	heading string
	said    string // name given to the next step by a line of its own
	clerk   string
	steps   []step
	attempt *tried
	told    bool // the lines are another story's
}

// tried is an attempt whose refusal the lines after it describe.
type tried struct {
	name, who, target, step string
	links                   map[string]string
	form                    form
	wants                   []want
	hidden                  bool
}

func (r *reader) line(text string) error {
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	if word != "refused" && word != "hidden" {
		if err := r.tried(); err != nil {
			return err
		}
	}
	switch word {
	case "·":
		r.said = rest
	case "at":
		return r.at(rest)
	case "org":
		return r.organisation(rehearsal.Words(rest))
	case "person":
		return r.person(rehearsal.Words(rest))
	case "seat":
		return r.seat(rehearsal.Words(rest))
	case "resource":
		return r.resource(rehearsal.Words(rest))
	case "as":
		return r.act(rest)
	case "!":
		return r.try(strings.TrimPrefix(rest, "as "))
	case "refused", "hidden":
		return r.refusal(word, strings.Fields(rest))
	case "opened":
		return r.opened(rest)
	case "finds":
		return r.finds(strings.Fields(rest))
	case "arrives":
		return r.arrival(strings.Fields(rest))
	case "within":
		return r.within(strings.Fields(rest))
	case "unseen":
		return r.nothing(strings.Fields(rest))
	case "tell":
		return r.tell(strings.Fields(rest))
	case "query":
		return r.query(rest)
	case "call":
		return r.use(strings.Fields(rest))
	default:
		return fmt.Errorf("the line begins with %q, which is no verb of demonstrations; they are: ·, at, org, person, seat, resource, as, !, refused, hidden, opened, finds, arrives, within, unseen, tell, query, call", word)
	}
	return nil
}

// next is what the next step is called: by the line before it, or by its phase.
func (r *reader) next() string {
	name := r.said
	if r.said = ""; name == "" {
		name = r.heading
	}
	return name
}

func (r *reader) add(steps ...step) { r.steps = append(r.steps, steps...) }

// at: at <day> [why]. The first day begins the story, and the installation is set up on it.
func (r *reader) at(rest string) error {
	day, why, _ := strings.Cut(rest, " ")
	date, err := calendar.ParseDay(day)
	if err != nil {
		return fmt.Errorf("want: at <day> [what it is the day of]: %w", err)
	}
	if why == "" {
		why = r.heading
	}
	first := len(r.steps) == 0
	r.add(until(day, why))
	if first {
		r.begins = date
		for _, login := range []string{"system-admin", "security-admin", "audit-admin"} {
			r.names[login], r.roles[login] = "@"+login, ""
		}
		r.add(founding()...)
	}
	return nil
}

// organisation: org <key> roles=… legalForm=… name=… [class=… field=… level=… area=… superior=…].
// Its enrolment is called <key>-case, so that a later step can amend it.
func (r *reader) organisation(words []string) error {
	if len(words) < 2 {
		return errors.New("want: org <key> roles=… legalForm=… name=…")
	}
	key := words[0]
	facts, err := rehearsal.Facts("organisation", words[1:], r.named)
	if err != nil {
		return err
	}
	r.orgs++
	f := form{"creditCode": creditCode(r.orgs)}
	for fact, v := range facts {
		if fact == "field" {
			fact = "workField"
		}
		f[fact] = v
	}
	r.names[key] = "#" + key
	r.names[key+"-case"] = "$org-" + key
	r.add(join([]step{open("登记单位："+fmt.Sprint(facts["name"]), "system-admin", "organisation", "enrol", nil, f, "org-"+key), named(key)})...)
	return nil
}

// person: person <org>/<login> <name>
func (r *reader) person(words []string) error {
	if len(words) != 2 {
		return errors.New("want: person <org>/<login> <name>")
	}
	org, login, ok := strings.Cut(words[0], "/")
	if _, known := r.names[org]; !ok || !known {
		return fmt.Errorf("no organisation of the story is called %s", org)
	}
	r.names[login] = "@" + login
	r.add(account(organisation{key: org}, citizen{login: login, name: words[1]}))
	return nil
}

// seat: seat <org>/<login> role=… [powers=…] [particular=…]. What a text asks besides of whoever
// proposes a seat is given as it is called: designation=<case>.
func (r *reader) seat(words []string) error {
	if len(words) < 2 {
		return errors.New("want: seat <org>/<login> role=… powers=…")
	}
	org, login, _ := strings.Cut(words[0], "/")
	if r.names[login] != "@"+login || r.names[org] != "#"+org {
		return fmt.Errorf("%s is nobody in this story; add before: person %s <name>", words[0], words[0])
	}
	var own []string
	besides := form{}
	for _, word := range words[1:] {
		name, value, _ := strings.Cut(word, "=")
		if name == "role" || name == "powers" {
			own = append(own, word)
			continue
		}
		besides[name] = r.named(value)
	}
	facts, err := rehearsal.Facts("seat", own, r.named)
	if err != nil {
		return err
	}
	role, powers := fmt.Sprint(facts["role"]), facts["powers"]
	if powers == nil {
		powers = []any{}
	}
	if _, first := r.roles[login]; !first {
		r.roles[login] = role
	}
	if role == "authority" && r.clerk == "" {
		r.clerk = login + ":" + role
	}
	as := "seat-" + login + "-" + role
	proposal := form{"title": login, "person": "@" + login, "organisation": "#" + org, "role": role, "powers": powers}
	maps.Copy(proposal, besides)
	r.add(open("提出岗位："+login+" "+role, "system-admin", "seat", "propose", nil, proposal, as),
		act("确认岗位："+login+" "+role, "security-admin", "$"+as, "confirm", nil))
	return nil
}

// seatOf is the seat in which somebody acts: "org/login", "org/login:role", or a login of
// the three administrators.
func (r *reader) seatOf(name string) (string, error) {
	if name == "public" {
		return "", nil
	}
	name, role, chosen := strings.Cut(name, ":")
	login := name[strings.LastIndex(name, "/")+1:]
	first, ok := r.roles[login]
	if !ok {
		return "", fmt.Errorf("nobody called %s has a seat in this story", name)
	}
	if !chosen {
		role = first
	}
	return strings.TrimSuffix(login+":"+role, ":"), nil
}

// act: as <who> <procedure>.<step> … [-> name] [document], or as <who> <case> <step> …
func (r *reader) act(rest string) error {
	t, name, err := r.command(rest)
	if err != nil {
		return err
	}
	switch {
	case t.who == "" && t.target[:1] == "$":
		r.add(object(t.name, t.target, t.form))
	case t.target[:1] == "$":
		r.add(act(t.name, t.who, t.target, t.step, t.form))
	default:
		if name != "" {
			r.names[name] = "$" + name
		}
		r.add(open(t.name, t.who, t.target, t.step, t.links, t.form, name))
	}
	return nil
}

// try is an attempt, written as an act; the lines after it say how it is refused.
func (r *reader) try(rest string) error {
	if r.said == "" {
		return errors.New("the attempt has no name; write on the line before: · what is tried")
	}
	t, _, err := r.command(rest)
	if err == nil {
		r.attempt = &t
	}
	return err
}

func (r *reader) command(rest string) (tried, string, error) {
	c, err := rehearsal.ParseCommand(rest)
	if err != nil {
		return tried{}, "", err
	}
	t := tried{name: r.next(), target: c.Procedure, step: c.Step, links: map[string]string{}}
	if t.who, err = r.seatOf(c.Who); err != nil {
		return t, "", err
	}
	if c.Case != "" {
		if t.target = r.named(c.Case); t.target == c.Case {
			return t, "", fmt.Errorf("no case of the story is called %s", c.Case)
		}
	}
	for link, name := range c.Links {
		t.links[link] = r.named(name)
	}
	document, err := rehearsal.ParseDocument(c.Document, r.files)
	if document != nil {
		t.form = r.document(document).(form)
	}
	return t, c.Name, err
}

// named turns a name of the script into what the play resolves: a case, a link of one, a
// person, an organisation. What is no name stays as it is.
func (r *reader) named(text string) string {
	if known, ok := r.names[text]; ok {
		return known
	}
	if head, link, ok := strings.Cut(text, "."); ok {
		if known, isCase := r.names[head]; isCase && strings.HasPrefix(known, "$") {
			return known + "." + link
		}
	}
	return text
}

// document puts papers and the play's names in the places of a document.
func (r *reader) document(v any) any {
	switch v := v.(type) {
	case string:
		if inner, ok := strings.CutPrefix(v, "digest("); ok {
			title := strings.TrimSuffix(inner, ")")
			return paper{title: strings.TrimSuffix(title, ".pdf"), scan: strings.HasSuffix(title, ".pdf")}
		}
		if inner, ok := strings.CutPrefix(v, "code("); ok {
			n, _ := strconv.Atoi(strings.TrimSuffix(inner, ")")) //nolint:errcheck // nought is a body too
			return creditCode(n)
		}
		if v == "pack()" {
			return inForce{}
		}
		return r.named(v)
	case []any:
		for i := range v {
			v[i] = r.document(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = r.document(v[k])
		}
	}
	return v
}

// refusal: refused [only] <code> <unit>, or hidden.
func (r *reader) refusal(word string, words []string) error {
	if r.attempt == nil {
		return errors.New("nothing was tried before this line")
	}
	if word == "hidden" {
		r.attempt.hidden = true
		return nil
	}
	only := len(words) == 3 && words[0] == "only"
	if only {
		words = words[1:]
	}
	if len(words) != 2 {
		return errors.New("want: refused [only] <code> <unit>")
	}
	r.attempt.wants = append(r.attempt.wants, want{code: words[0], unit: words[1], only: only && !r.told})
	return nil
}

// tried closes an attempt: it is a step that must be refused as the lines after it say.
func (r *reader) tried() error {
	if r.attempt == nil {
		return nil
	}
	t := *r.attempt
	r.attempt = nil
	if len(t.wants) == 0 && !t.hidden {
		return errors.New("the attempt does not say how it is refused; add behind it: refused <code> <unit>, or hidden")
	}
	if t.hidden {
		t.wants = append(t.wants, want{code: "thing.unseen", unit: "PF-03"})
	}
	r.add(refused(t.name, t.who, t.target, t.step, t.links, t.form, t.wants...))
	return nil
}

// opened: opened <name>. It names the case that the step before has opened.
func (r *reader) opened(name string) error {
	if len(r.steps) == 0 || name == "" {
		return errors.New("want behind a step: opened <name>")
	}
	last := len(r.steps) - 1
	do := r.steps[last].do
	r.names[name] = "$" + name
	r.steps[last].do = func(ctx context.Context, p *Play) (Line, error) {
		p.opened = ""
		line, err := do(ctx, p)
		if err == nil && p.opened == "" {
			err = fmt.Errorf("the step opened no case: %w", errUnexpected)
		}
		p.kept.Names["$"+name] = p.opened
		return line, err
	}
	return nil
}

// finds: finds <who> <procedure> <name>. A matter that arose by itself stands in a worklist.
func (r *reader) finds(words []string) error {
	if len(words) != 3 {
		return errors.New("want: finds <who> <procedure> <name by which the matter is called>")
	}
	who, err := r.seatOf(words[0])
	if err == nil {
		r.names[words[2]] = "$" + words[2]
		r.add(finds(r.next(), who, words[1], words[2]))
	}
	return err
}

// arrival: arrives <who> <case> <state>. The platform's own work is waited for.
func (r *reader) arrival(words []string) error {
	if len(words) != 3 {
		return errors.New("want: arrives <who> <case> <state>")
	}
	who, err := r.seatOf(words[0])
	if err == nil {
		r.add(arrives(r.next(), who, r.named(words[1]), words[2]))
	}
	return err
}

// within: within <who> <case> <jurisdiction>. Somebody reads a matter and where it belongs;
// "-" is the installation's own place.
func (r *reader) within(words []string) error {
	if len(words) != 3 {
		return errors.New("want: within <who> <case> <jurisdiction or ->")
	}
	who, err := r.seatOf(words[0])
	if err == nil {
		r.add(within(r.next(), who, r.named(words[1]), r.named(strings.TrimPrefix(words[2], "-"))))
	}
	return err
}

// nothing: unseen <who> <path>. What one may not see is not there.
func (r *reader) nothing(words []string) error {
	if len(words) != 2 {
		return errors.New("want: unseen <who> <path>")
	}
	who, err := r.seatOf(words[0])
	if err != nil {
		return err
	}
	parts := strings.Split(words[1], "/")
	for i := range parts {
		parts[i] = r.named(parts[i])
	}
	r.add(unseen(r.next(), who, http.MethodGet, strings.Join(parts, "/")))
	return nil
}

// query: query <who> <scenario> { sql: … }. A look at the masked sample.
func (r *reader) query(rest string) error {
	head, document, _ := strings.Cut(rest, "{")
	words := strings.Fields(head)
	if len(words) != 2 {
		return errors.New("want: query <who> <scenario> { sql: … }")
	}
	who, err := r.seatOf(words[0])
	if err != nil {
		return err
	}
	f, err := rehearsal.ParseDocument("{"+document, r.files)
	r.add(look(r.next(), who, r.named(words[1]), f))
	return err
}

// use: call <who> <delivery> <scenario> <column>=<value> <status>. A recipient's system
// asks a data interface.
func (r *reader) use(words []string) error {
	if len(words) != 5 {
		return errors.New("want: call <who> <delivery> <scenario> <column>=<value> 200 or refused")
	}
	who, err := r.seatOf(words[0])
	if err != nil {
		return err
	}
	column, value, _ := strings.Cut(words[3], "=")
	status := http.StatusOK
	if words[4] == "refused" {
		status = http.StatusBadRequest
	}
	r.add(call(r.next(), who, r.named(words[1]), r.named(words[2]), column, value, status))
	return nil
}

// resource: resource <key> by=<org>/<login> checked=<org>/<login> file=… format=… title=…
// summary=… class=… level=… unit=… [unitColumn=…]. A file "<key>.columns" at the end of
// the script holds columns that differ: name, level and role, one a line.
func (r *reader) resource(words []string) error {
	given := map[string]string{}
	for _, word := range words[min(1, len(words)):] {
		name, value, ok := strings.Cut(word, "=")
		if !ok {
			return fmt.Errorf("want name=value, found %q", word)
		}
		given[name] = value
	}
	for _, name := range []string{"by", "checked", "file", "format", "title", "class", "level", "unit"} {
		if given[name] == "" {
			return fmt.Errorf("the resource says nothing of %s; it has: %s", name, strings.Join(slices.Sorted(maps.Keys(given)), ", "))
		}
	}
	by, err := r.seatOf(given["by"])
	if err != nil {
		return err
	}
	checker, err := r.seatOf(given["checked"])
	if err != nil {
		return err
	}
	key := words[0]
	h := holding{key: "resource-" + key, by: by, title: given["title"], titleEN: given["titleEN"], summary: given["summary"], field: given["field"], class: given["class"],
		level: given["level"], unit: given["unit"], personal: given["unit"] == "person", synthetic: given["synthetic"] == "true", file: given["file"], format: given["format"], unitColumn: given["unitColumn"]}
	if h.columns, err = columns(r.files[key+".columns"]); err != nil {
		return err
	}
	r.names[key] = "$" + h.key + ".resource"
	r.names[key+"-case"] = "$" + h.key
	r.add(bringIn(h, checker, given["region"])...)
	return nil
}

func columns(text string) ([]column, error) {
	var all []column
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		words := strings.Fields(line)
		switch len(words) {
		case 0:
		case 3:
			all = append(all, column{words[0], words[1], words[2]})
		default:
			return nil, fmt.Errorf("want a column as: name level role, found %q", line)
		}
	}
	return all, nil
}
