package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/registry/party"
)

// ofInstallation is what a duty is tied to that is owed whether or not any agreement is in
// force.
const ofInstallation = "installation"

// owe opens the duties of each jurisdiction that rest on no agreement, each once: from the
// day on which a body in the role that owes it is found enrolled there.
func (d *Desk) owe(ctx context.Context) error {
	var places []string
	err := d.Ledger.Read(ctx, func(v View) error {
		all, err := JurisdictionsIn(ctx, v)
		if err != nil {
			return err
		}
		for _, id := range append([]string{""}, slices.Sorted(maps.Keys(all))...) {
			if id != "" && all[id].State != "in-force" {
				continue
			}
			p, err := d.PackIn(all, id)
			if err != nil {
				return err
			}
			open, err := unopened(ctx, v, p, id)
			if err != nil {
				return err
			}
			if len(open) > 0 {
				places = append(places, id)
			}
		}
		return nil
	})
	for _, id := range places {
		if err == nil {
			err = d.Ledger.Write(ctx, func(tx Tx) error { return d.oweIn(ctx, tx, id) })
		}
	}
	if err != nil {
		return fmt.Errorf("opening the duties that rest on no agreement: %w", err)
	}
	return nil
}

// oweIn opens what is owed in one jurisdiction and is not yet open.
func (d *Desk) oweIn(ctx context.Context, tx Tx, jurisdiction string) error {
	t, err := d.open(ctx, tx, Machine)
	if err != nil {
		return err
	}
	current, err := d.PackIn(t.look.jurisdictions(), jurisdiction)
	if err = errors.Join(err, t.look.fault); err != nil {
		return err
	}
	open, err := unopened(ctx, tx, current, jurisdiction)
	if err != nil {
		return err
	}
	p := &plan{turn: t, records: map[string]*draft{}}
	p.in.Pack, p.out.Case.Jurisdiction, p.look.within = current, jurisdiction, jurisdiction
	entry := t.entry("duty.open", "record")
	entry.Pack, entry.Jurisdiction = current.Digest, jurisdiction
	for _, o := range open {
		if err := p.openDuty(o.rule, o.holder, ofInstallation, t.today, calendar.Day{}); err != nil {
			return err
		}
		entry.Rules, entry.Cites = append(entry.Rules, o.rule.ID), append(entry.Cites, o.rule.Cites[0].String())
	}
	if len(p.order) == 0 {
		return nil // the installation has set no interval
	}
	return p.file(entry)
}

// owing is a duty that is not open yet, and the body that owes it.
type owing struct {
	rule   *pack.Rule
	holder string
}

// unopened lists the duties of a pack that rest on no agreement and were never opened in a
// jurisdiction, where there is a body to owe them.
func unopened(ctx context.Context, v View, p *pack.Pack, jurisdiction string) ([]owing, error) {
	var rules []*pack.Rule
	for _, r := range p.Rules(pack.KindDuty) {
		if r.Body.(*pack.Duty).Per == ofInstallation {
			rules = append(rules, r)
		}
	}
	if len(rules) == 0 {
		return nil, nil
	}
	opened := map[string]bool{}
	for r, err := range EveryRecord(ctx, v, RecordQuery{Kind: "duty", Subject: ofInstallation, Jurisdictions: []string{jurisdiction}}) {
		if err != nil {
			return nil, err
		}
		var duty struct {
			Rule string `json:"rule"`
		}
		if err := json.Unmarshal(r.Body, &duty); err != nil {
			return nil, fmt.Errorf("reading duty %s: %w", r.ID, err)
		}
		opened[duty.Rule] = true
	}
	if rules = slices.DeleteFunc(rules, func(r *pack.Rule) bool { return opened[r.ID] }); len(rules) == 0 {
		return nil, nil
	}
	holders, err := holdersIn(ctx, v, jurisdiction)
	var all []owing
	for _, r := range rules {
		if holder := holders[r.Body.(*pack.Duty).Holder]; holder != "" {
			all = append(all, owing{r, holder})
		}
	}
	return all, err
}

// holdersIn names the first body that is enrolled in each role in a jurisdiction.
func holdersIn(ctx context.Context, v View, jurisdiction string) (map[string]string, error) {
	holders := map[string]string{}
	for r, err := range EveryRecord(ctx, v, RecordQuery{Kind: "organisation", State: "enrolled", Jurisdictions: []string{jurisdiction}}) {
		if err != nil {
			return nil, err
		}
		var org party.Organisation
		if err := json.Unmarshal(r.Body, &org); err != nil {
			return nil, fmt.Errorf("reading organisation %s: %w", r.ID, err)
		}
		for _, role := range org.Roles {
			if holders[string(role)] == "" {
				holders[string(role)] = r.ID
			}
		}
	}
	return holders, nil
}
