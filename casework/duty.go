package casework

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/law/procedure"
)

// startDuties opens the first period of every duty that is tied to an agreement.
func (p *plan) startDuties(agreement *draft) error {
	for _, r := range p.in.Pack.Rules(pack.KindDuty) {
		duty := r.Body.(*pack.Duty)
		if duty.Per != "agreement" {
			continue
		}
		owed, err := p.in.Pack.Owed(r, agreement.body)
		if err != nil {
			return fmt.Errorf("duty %s: %w", r.ID, err)
		}
		if !owed {
			continue
		}
		holder := agreement.text("operator")
		if duty.Holder != "operator" && duty.Holder != "developer" {
			holder = agreement.text("grantor")
		}
		from, err := p.dutyBegins(duty, agreement)
		if err != nil {
			return fmt.Errorf("duty %s: %w", r.ID, err)
		}
		if err := p.openDuty(r, holder, agreement.id, from, dayOf(agreement.text("until"))); err != nil {
			return err
		}
	}
	return nil
}

// openDuty opens the period of a duty that contains the day from. A period that begins
// after the end of what the duty is tied to is not opened.
func (p *plan) openDuty(r *pack.Rule, holder, subject string, from, end calendar.Day) error {
	duty := r.Body.(*pack.Duty)
	if !end.IsZero() && from.After(end) {
		return nil
	}
	until, ok, err := p.periodEnd(duty, from)
	if err != nil {
		return fmt.Errorf("duty %s: %w", r.ID, err)
	}
	if !ok {
		return nil // the installation has set no interval: the duty has no day
	}
	due := until
	if duty.Within != "" {
		period, err := calendar.ParsePeriod(duty.Within)
		if err != nil {
			return fmt.Errorf("duty %s: %w", r.ID, err)
		}
		due = p.Calendar().Due(until, period).Last
	}
	id := fmt.Sprintf("duty-%06d-%d", p.seq, len(p.order)+1)
	p.keep("duty/"+id, &draft{kind: "duty", id: id, body: map[string]any{
		"title": duty.Title.ZH, "titleEN": duty.Title.EN, "rule": r.ID, "cite": r.Cites[0].String(), "step": duty.Step, "holder": holder,
		"subject": subject, "from": from.String(), "until": until.String(), "due": due.String(), "state": "scheduled", "pack": p.in.Pack.Digest}})
	p.dutyTimer(id, "overdue", due.AddDays(1), r.ID)
	p.dutyTimer(id, "next", until.AddDays(1), r.ID)
	if remind := due.AddDays(-max(duty.Remind, 1)); remind.After(p.today) {
		p.dutyTimer(id, "remind", remind, r.ID)
	}
	return nil
}

func (p *plan) dutyTimer(id, what string, on calendar.Day, rule string) {
	p.change.Timers = append(p.change.Timers, Timer{ID: id + "/" + what, Step: "duty:" + what + ":" + id, On: on, Rule: rule})
}

// periodEnd is the last day of the duty's period that begins on from; false while the
// installation has set no interval.
func (p *plan) periodEnd(duty *pack.Duty, from calendar.Day) (calendar.Day, bool, error) {
	every, err := duty.Interval()
	if err != nil {
		return calendar.Day{}, false, err
	}
	months := every.Months
	switch {
	case every.Cycle != 0:
		_, last := every.Cycle.Around(from)
		return last, true, nil
	case every.Setting != "":
		set := p.setting(every.Setting)
		if set == "" || set == "0" { // left open, or set to none
			return calendar.Day{}, false, nil
		}
		if months, err = strconv.Atoi(set); err != nil || months < 0 {
			return calendar.Day{}, false, fmt.Errorf("the setting %s is no number of months: %.20q", every.Setting, set)
		}
	}
	return from.AddMonths(months).AddDays(-1), true, nil
}

func (p *plan) setting(name string) string {
	if v, ok := p.look.Setting(name); ok {
		return v
	}
	v, _ := p.in.Pack.Setting(name)
	return v
}

// meetDuties marks the earliest open period of the duty that this step meets.
func (p *plan) meetDuties() error {
	for _, r := range p.in.Pack.Rules(pack.KindDuty) {
		duty := r.Body.(*pack.Duty)
		if duty.Step != p.in.Procedure+"."+p.in.Step {
			continue
		}
		if err := p.meet(r.ID); err != nil {
			return fmt.Errorf("meeting duty %s: %w", r.ID, err)
		}
	}
	return nil
}

func (p *plan) meet(rule string) error {
	var earliest *draft
	err := p.each(RecordQuery{Kind: "duty", Org: p.who.Organisation}, func(d *draft) bool {
		open := slices.Contains([]string{"scheduled", "due", "overdue"}, d.text("state"))
		about := d.text("subject")
		concerns := about == "" || about == p.out.Case.Links["agreement"] || about == ofInstallation
		if d.text("rule") == rule && open && concerns && (earliest == nil || d.text("due") < earliest.text("due")) {
			earliest = d
		}
		return false
	})
	if err != nil || earliest == nil {
		return err
	}
	if earliest, err = p.line("duty", earliest.id); err != nil {
		return err
	}
	earliest.body["state"] = "met"
	if p.today.String() > earliest.text("due") {
		earliest.body["state"] = "late"
	}
	earliest.body["met"], earliest.body["case"] = p.today.String(), p.out.Case.ID
	p.change.Cancel = append(p.change.Cancel, earliest.id+"/overdue", earliest.id+"/remind")
	return nil
}

// dutyFires carries out a duty's timer: the reminder, the word that it is overdue, the
// opening of its next period.
func (t *turn) dutyFires(timer Timer) error {
	_, rest, _ := strings.Cut(timer.Step, ":")
	what, id, _ := strings.Cut(rest, ":")
	p := &plan{turn: t, records: map[string]*draft{}}
	p.change.Cancel = []string{timer.ID}
	d, err := p.line("duty", id)
	if err != nil {
		return err
	}
	pinned, ok := t.Packs.Of(d.text("pack"))
	if !ok {
		return fmt.Errorf("duty %s rests on the pack %.12s, which the installation does not have", id, d.text("pack"))
	}
	p.in.Pack, p.out.Case.Jurisdiction, p.look.within = pinned, d.text("jurisdiction"), d.text("jurisdiction")
	overdue := what == "overdue" && slices.Contains([]string{"scheduled", "due"}, d.text("state"))
	if err := p.dutyAct(what, d); err != nil {
		return err
	}
	entry := t.entry("duty."+what, "record")
	entry.Rules, entry.Cites, entry.Pack, entry.Jurisdiction = []string{timer.Rule}, []string{d.text("cite")}, pinned.Digest, d.text("jurisdiction")
	if err := p.file(entry); err != nil || !overdue {
		return err
	}
	return p.breach(d)
}

// breach carries out what the law ties to a duty that was not met: the cases that it
// opens, each logged as a command of its own. What such a case is about is what the duty
// was tied to.
func (p *plan) breach(d *draft) error {
	rule, ok := p.ruleOf(d)
	if !ok {
		return nil
	}
	for _, e := range rule.Body.(*pack.Duty).Breach {
		if e.Open == "" {
			continue
		}
		links := map[string]string{}
		for name := range e.Links {
			links[name] = d.text("subject")
		}
		if _, err := p.openCase(procedure.Effect{Kind: e.Open, Links: links}); err != nil {
			if _, refused := law.AsRefusal(err); refused {
				continue // the refusal is in the log: what would be opened stands open already, or has ended
			}
			return fmt.Errorf("opening %s for the breach of duty %s: %w", e.Open, d.id, err)
		}
	}
	return nil
}

func (p *plan) dutyAct(what string, d *draft) error {
	open := slices.Contains([]string{"scheduled", "due"}, d.text("state"))
	switch {
	case what == "remind" && open:
		d.body["state"] = "due"
		p.notice(d.text("holder"), "due", d.text("title"))
	case what == "overdue" && open:
		d.body["state"] = "overdue"
		p.notice(d.text("holder"), "overdue", d.text("title"))
	case what == "next" && d.text("state") != "closed":
		return p.nextDuty(d)
	}
	return nil
}

func (p *plan) nextDuty(d *draft) error {
	rule, ok := p.ruleOf(d)
	if !ok {
		return fmt.Errorf("duty %s rests on the rule %s, which its pack does not have", d.id, d.text("rule"))
	}
	end := calendar.Day{}
	if subject := d.text("subject"); subject != "installation" {
		agreement, ok := p.look.Thing("agreement", subject)
		if !ok || agreement["state"] != "in-force" {
			return nil
		}
		until, _ := agreement["until"].(string)
		end = dayOf(until)
	}
	return p.openDuty(rule, d.text("holder"), d.text("subject"), dayOf(d.text("until")).AddDays(1), end)
}

func (p *plan) ruleOf(d *draft) (*pack.Rule, bool) {
	cite, err := law.ParseCitation(d.text("cite"))
	if err != nil {
		return nil, false
	}
	return p.in.Pack.Rule(cite.Instrument + ":" + d.text("rule"))
}

// file writes a plan that belongs to no case.
func (p *plan) file(entry Entry) error {
	for _, key := range p.order {
		r, commitment, err := p.record(p.records[key])
		if err != nil {
			return err
		}
		p.change.Puts = append(p.change.Puts, r)
		entry.Objects = append(entry.Objects, commitment)
	}
	p.change.Entry = entry
	if _, err := p.tx.Record(p.ctx, p.change); err != nil {
		return fmt.Errorf("recording %s: %w", entry.Kind, err)
	}
	return nil
}
