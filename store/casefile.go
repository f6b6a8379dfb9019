package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// head is what a new revision of a case is compared with.
type head struct {
	rev     int64
	reach   string
	founded string // what never changes; see founding
}

// founding is what a case keeps from its opening on.
func founding(procedure, opened, filerOrg, jurisdiction string) string {
	return procedure + "\n" + opened + "\n" + filerOrg + "\n" + jurisdiction
}

// putCase replaces or creates a case.
func (t *Tx) putCase(c casework.Case, seq int64) error {
	if c.ID == "" || c.Procedure == "" || c.State == "" || c.Opened.IsZero() {
		return fmt.Errorf("a case has an id, a procedure, a state and a day on which it was opened")
	}
	reach, err := reachOf(c)
	if err != nil {
		return err
	}
	old, err := t.caseHead(c.ID)
	if err != nil {
		return err
	}
	if c.Rev != old.rev+1 {
		return casework.ErrStale
	}
	founded := founding(c.Procedure, c.Opened.String(), c.Filer.Organisation, c.Jurisdiction)
	if old.rev > 0 && founded != old.founded {
		return fmt.Errorf("case %s keeps its procedure, its day of opening, its filer and its jurisdiction", c.ID)
	}
	body, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("writing case %s: %w", c.ID, err)
	}
	if _, twice := t.batch.queues.cases.row(c.ID); twice {
		if _, err := t.settled(); err != nil {
			return err
		}
	}
	if err := t.putReach(c, old.reach, reach); err != nil {
		return err
	}
	t.batch.queues.cases.add(c.ID, c.ID, c.Procedure, c.Pack, c.State, c.Opened.String(), dayOrNull(c.Closed),
		earliest(c), c.Filer.Organisation, c.Rev, seq, reach, string(body), c.Jurisdiction)
	t.heads[c.ID] = head{c.Rev, reach, founded}
	return nil
}

// caseHead is the stored revision of a case; zero when there is none.
func (t *Tx) caseHead(id string) (head, error) {
	if h, ok := t.heads[id]; ok {
		return h, nil
	}
	if row, ok := t.batch.queues.cases.row(id); ok {
		return head{row[8].(int64), row[10].(string), founding(row[1].(string), row[4].(string), row[7].(string), row[12].(string))}, nil
	}
	var h head
	var procedure, opened, org, jurisdiction string
	_, err := t.batch.one(background, []any{&h.rev, &h.reach, &procedure, &opened, &org, &jurisdiction},
		"SELECT rev, reach, procedure, opened, filer_org, jurisdiction FROM case_file WHERE id = ?", id)
	if err != nil {
		return head{}, fmt.Errorf("reading revision of case %s: %w", id, err)
	}
	h.founded = founding(procedure, opened, org, jurisdiction)
	return h, nil
}

// reachOf lists who may see a case and what it is about, in a form that is equal when
// neither has changed.
func reachOf(c casework.Case) (string, error) {
	var b strings.Builder
	for _, org := range slices.Sorted(slices.Values(c.Parties)) {
		if org == "" || !plain(org) || strings.Contains(org, "\n") {
			return "", fmt.Errorf("a party of case %s is not an organisation", c.ID)
		}
		b.WriteString(org + "\n")
	}
	for _, kind := range slices.Sorted(maps.Keys(c.Links)) {
		id := c.Links[kind]
		if kind == "" || id == "" || !plain(kind+id) || strings.ContainsAny(kind+id, "\t\n") {
			return "", fmt.Errorf("a link of case %s does not name a thing of a kind", c.ID)
		}
		b.WriteString(kind + "\t" + id + "\n")
	}
	if !plain(c.ID + c.Procedure + c.Pack + c.State + c.Filer.Organisation + c.Jurisdiction) {
		return "", fmt.Errorf("a name in the case is not plain text")
	}
	return b.String(), nil
}

// putReach brings the parties and links of a case up to date.
func (t *Tx) putReach(c casework.Case, old, now string) error {
	if old == now {
		return nil
	}
	q := &t.batch.queues
	if gone := linesOnlyIn(old, now); len(gone) > 0 {
		v, err := t.settled()
		if err != nil {
			return err
		}
		for _, line := range gone {
			if kind, id, link := strings.Cut(line, "\t"); link {
				_, err = v.exec(background, "DELETE FROM case_link WHERE target = ? AND case_id = ? AND kind = ?", id, c.ID, kind)
			} else {
				_, err = v.exec(background, "DELETE FROM case_party WHERE org = ? AND case_id = ?", line, c.ID)
			}
			if err != nil {
				return fmt.Errorf("taking a party or link from case %s: %w", c.ID, err)
			}
		}
	}
	for _, line := range linesOnlyIn(now, old) {
		if kind, id, link := strings.Cut(line, "\t"); link {
			q.links.add("", id, c.ID, kind)
		} else {
			q.parties.add("", line, c.ID)
		}
	}
	return nil
}

// linesOnlyIn lists the lines of a that b lacks, each once.
func linesOnlyIn(a, b string) []string {
	others := strings.Split(b, "\n")
	var only []string
	for line := range strings.SplitSeq(a, "\n") {
		if line != "" && !slices.Contains(others, line) && !slices.Contains(only, line) {
			only = append(only, line)
		}
	}
	return only
}

// What stands in the column due where there is no day: an open case that is due on none
// sorts after those that are, and a closed one after all open ones, so that a list of
// open cases never reads the archive.
const (
	noDue     = "9999-12-31"
	closedDue = "9999-99-99"
)

// earliest is the first day on which something in the case is due.
func earliest(c casework.Case) string {
	if !c.Closed.IsZero() {
		return closedDue
	}
	var first calendar.Day
	for _, d := range c.Dues {
		if !d.On.IsZero() && (first.IsZero() || d.On.Before(first)) {
			first = d.On
		}
	}
	if first.IsZero() {
		return noDue
	}
	return first.String()
}
