package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// CheckInvariants reads the whole state and reports everything in it that no sequence
// of commands may bring about: a grant without an agreement, a released output without
// two reviewers other than its author, a delivery without a released product, a case that
// stays open on an agreement that has ended, a case or register line that does not open
// the log's newest commitment to it. Cases are read under the packs they are pinned to.
func CheckInvariants(ctx context.Context, ledger Ledger, packs Packs) error {
	return ledger.Read(ctx, func(v View) error {
		c := &invariants{ctx: ctx, view: v, packs: packs}
		c.every("grant", c.grant)
		c.every("output", c.output)
		c.every("product", c.product)
		c.every("delivery", c.delivery)
		c.every("certificate", c.certificate)
		c.every("agreement", c.agreement)
		c.commitments()
		return errors.Join(c.broken...)
	})
}

type invariants struct {
	ctx    context.Context
	view   View
	packs  Packs
	broken []error
}

func (c *invariants) found(format string, args ...any) {
	c.broken = append(c.broken, fmt.Errorf(format, args...))
}

// every reads every line of a register.
func (c *invariants) every(kind string, check func(Record, map[string]any)) {
	for r, err := range EveryRecord(c.ctx, c.view, RecordQuery{Kind: kind}) {
		if err != nil {
			c.found("%w", err)
			return
		}
		body := map[string]any{}
		if err := json.Unmarshal(r.Body, &body); err != nil {
			c.found("reading %s %s: %w", kind, r.ID, err)
			continue
		}
		check(r, body)
	}
}

func (c *invariants) state(kind, id string) string {
	r, err := c.view.Registered(c.ctx, kind, id)
	if err != nil {
		return ""
	}
	return r.State
}

func (c *invariants) grant(r Record, body map[string]any) {
	agreement, _ := body["agreement"].(string)
	if state := c.state("agreement", agreement); r.State == "in-force" && state != "in-force" {
		c.found("grant %s is in force under agreement %q, which is %q", r.ID, agreement, state)
	}
}

// output: what has been released was voted for by two others than its author.
func (c *invariants) output(r Record, body map[string]any) {
	if body["released"] != true {
		return
	}
	cases, _, err := c.view.Cases(c.ctx, CaseQuery{Link: r.ID, Limit: 200})
	if err != nil {
		c.found("reading the cases of output %s: %w", r.ID, err)
		return
	}
	for _, one := range cases {
		voters := []string{}
		for _, v := range one.Votes {
			if !v.On.IsZero() && v.For && v.By.Person != body["author"] && !slices.Contains(voters, v.By.Person) {
				voters = append(voters, v.By.Person)
			}
		}
		if len(voters) >= 2 {
			return
		}
	}
	c.found("output %s is released without two reviewers other than its author", r.ID)
}

// product: it rests on a released output. Only a line that no case made and that names no
// output is passed over: it was set up as it is on the stage of a rehearsal, whoever has
// ended it since.
func (c *invariants) product(r Record, body map[string]any) {
	output, _ := body["output"].(string)
	if made, _ := body["case"].(string); made == "" && output == "" {
		return
	}
	o, err := c.view.Registered(c.ctx, "output", output)
	if err != nil {
		c.found("product %s rests on the output %q, which does not exist", r.ID, output)
		return
	}
	facts := map[string]any{}
	if err := json.Unmarshal(o.Body, &facts); err != nil || facts["released"] != true {
		c.found("product %s rests on the output %q, which is not released", r.ID, output)
	}
}

func (c *invariants) delivery(r Record, body map[string]any) {
	product, _ := body["product"].(string)
	if state := c.state("product", product); r.State == "in-force" && (state == "" || state == "withdrawn") {
		c.found("delivery %s is in force of product %q, which is %q", r.ID, product, state)
	}
}

func (c *invariants) certificate(r Record, body map[string]any) {
	if body["number"] == "" || r.Subject == "" {
		c.found("certificate %s lacks its number or what it certifies", r.ID)
	}
	if r.State == "suspended" {
		c.found("certificate %s is registered as suspended; only holds suspend, and they say so themselves", r.ID)
	}
}

// agreement: when it has ended, no case about it stays open but in a state that outlives
// it, such as the winding up, a settlement or a hold.
func (c *invariants) agreement(r Record, _ map[string]any) {
	if !hasEnded(r.State) {
		return
	}
	for one, err := range EveryCase(c.ctx, c.view, CaseQuery{Link: r.ID, Open: true}) {
		if err != nil {
			c.found("looking for what is open about agreement %s: %w", r.ID, err)
			return
		}
		c.outlives(one, r)
	}
}

func (c *invariants) outlives(one Case, ended Record) {
	p, ok := c.packs.Of(one.Pack)
	if !ok {
		c.found("case %s was accepted under the pack %.12s, which is not at hand", one.ID, one.Pack)
		return
	}
	def, ok := p.Procedure(one.Procedure)
	if !ok {
		c.found("case %s is of the procedure %s, which its pack does not have", one.ID, one.Procedure)
		return
	}
	if state, _ := def.State(one.State); state.Outlives.IsZero() {
		c.found("case %s of %s stays %s about agreement %s, which is %s", one.ID, one.Procedure, one.State, ended.ID, ended.State)
	}
}

// commitments opens the log's newest commitment to every case and register line.
func (c *invariants) commitments() {
	newest := map[string]Commitment{}
	from := int64(0)
	for {
		entries, err := c.view.Entries(c.ctx, EntryQuery{From: from, Limit: 500})
		if err != nil {
			c.found("reading the log: %w", err)
			return
		}
		for _, e := range entries {
			if e.Seq != from {
				c.found("the log is not dense: entry %d follows %d", e.Seq, from-1)
				return
			}
			from++
			for _, o := range e.Objects {
				newest[o.Kind+"/"+o.ID] = o
			}
		}
		if len(entries) == 0 {
			break
		}
	}
	for _, o := range newest {
		if err := c.opens(o); err != nil {
			c.broken = append(c.broken, err)
		}
	}
}

func (c *invariants) opens(o Commitment) error {
	var body []byte
	if o.Kind == "case" {
		one, err := c.view.Case(c.ctx, o.ID)
		if err != nil {
			return fmt.Errorf("the log knows case %s, the store does not: %w", o.ID, err)
		}
		if body, err = canonicalCase(one); err != nil {
			return err
		}
		return opened(o, one.Rev, one.Salt, body)
	}
	r, err := c.view.Registered(c.ctx, o.Kind, o.ID)
	if err != nil {
		return fmt.Errorf("the log knows %s %s, the store does not: %w", o.Kind, o.ID, err)
	}
	var salted struct {
		Salt string `json:"salt"`
	}
	if err := json.Unmarshal(r.Body, &salted); err != nil {
		return fmt.Errorf("reading %s %s: %w", o.Kind, o.ID, err)
	}
	return opened(o, r.Rev, salted.Salt, r.Body)
}

func opened(o Commitment, rev int64, salt string, body []byte) error {
	if rev != o.Rev || !o.Opens(salt, body) {
		return fmt.Errorf("%s %s at revision %d is not what the log committed to at revision %d", o.Kind, o.ID, rev, o.Rev)
	}
	return nil
}
