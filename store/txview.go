package store

import (
	"context"
	"encoding/json"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// Case answers a case as this batch has left it.
func (t *Tx) Case(ctx context.Context, id string) (casework.Case, error) {
	if t.over {
		return casework.Case{}, errOver
	}
	if row, ok := t.batch.queues.cases.row(id); ok {
		return decodeCase(id, row[11].(string))
	}
	c, reach, err := t.batch.caseAndReach(background, id)
	if err == nil {
		t.heads[id] = head{c.Rev, reach, founding(c.Procedure, c.Opened.String(), c.Filer.Organisation, c.Jurisdiction)}
	}
	return c, err
}

// Cases answers cases as this batch has left them.
func (t *Tx) Cases(_ context.Context, q casework.CaseQuery) ([]casework.Case, string, error) {
	all := &t.batch.queues
	v, err := t.lookIn(all.cases, all.parties, all.links, all.records)
	if err != nil {
		return nil, "", err
	}
	return v.Cases(background, q)
}

// Registered answers a register line as this batch has left it.
func (t *Tx) Registered(_ context.Context, kind, id string) (casework.Record, error) {
	v, err := t.batch.view, error(nil)
	if _, waiting := t.batch.queues.records.row(recordKey(kind, id)); waiting || t.over {
		v, err = t.settled()
	}
	if err != nil {
		return casework.Record{}, err
	}
	return v.Registered(background, kind, id)
}

// Revisions answers what entries wrote, also those of this batch.
func (t *Tx) Revisions(_ context.Context, from, until int64) ([]casework.Revision, error) {
	v, err := t.settled()
	if err != nil {
		return nil, err
	}
	return v.Revisions(background, from, until)
}

// CountCases counts the cases of all pages, up to casework.CountMost.
func (t *Tx) CountCases(ctx context.Context, q casework.CaseQuery) (int, error) {
	v, err := t.settled()
	if err != nil {
		return 0, err
	}
	return v.CountCases(ctx, q)
}

// CountRecords counts the lines of all pages, up to casework.CountMost.
func (t *Tx) CountRecords(ctx context.Context, q casework.RecordQuery) (int, error) {
	v, err := t.settled()
	if err != nil {
		return 0, err
	}
	return v.CountRecords(ctx, q)
}

// Records answers register lines as this batch has left them.
func (t *Tx) Records(_ context.Context, q casework.RecordQuery) ([]casework.Record, string, error) {
	v, err := t.batch.view, error(nil)
	if t.over || t.batch.queues.records.has(q.Kind) {
		v, err = t.settled()
	}
	if err != nil {
		return nil, "", err
	}
	return v.Records(background, q)
}

// Entry answers an entry, also one of this batch.
func (t *Tx) Entry(_ context.Context, seq int64) (casework.LoggedEntry, error) {
	v, err := t.lookIn()
	if err != nil {
		return casework.LoggedEntry{}, err
	}
	if n := seq - t.batch.base; n >= 0 && n < int64(len(t.batch.leaves)) {
		return decodeEntry(seq, t.batch.leaves[n])
	}
	return v.Entry(background, seq)
}

// Entries answers entries, also those of this batch.
func (t *Tx) Entries(_ context.Context, q casework.EntryQuery) ([]casework.LoggedEntry, error) {
	v, err := t.lookIn(t.batch.queues.entries)
	if err != nil {
		return nil, err
	}
	return v.Entries(background, q)
}

// Notices answers notices as this batch has left them.
func (t *Tx) Notices(_ context.Context, q casework.NoticeQuery) ([]casework.Notice, string, error) {
	v, err := t.lookIn(t.batch.queues.notices)
	if err != nil {
		return nil, "", err
	}
	return v.Notices(background, q)
}

// DueTimers answers timers as this batch has left them.
func (t *Tx) DueTimers(_ context.Context, on calendar.Day, limit int) ([]casework.Timer, error) {
	v, err := t.lookIn(t.batch.queues.cancels, t.batch.queues.timers)
	if err != nil {
		return nil, err
	}
	return v.DueTimers(background, on, limit)
}

// Receipt answers what a key was answered with, also in this batch.
func (t *Tx) Receipt(_ context.Context, seat, key string) (json.RawMessage, error) {
	if t.over {
		return nil, errOver
	}
	if row, ok := t.batch.queues.receipts.row(seat + "\x00" + key); ok {
		return json.RawMessage(row[2].(string)), nil
	}
	return t.batch.view.Receipt(background, seat, key)
}

// Size is the number of entries with those of this batch: the sequence number that the
// next Record will take.
func (t *Tx) Size(context.Context) (int64, error) {
	if t.over {
		return 0, errOver
	}
	return t.batch.base + int64(len(t.batch.leaves)), nil
}
