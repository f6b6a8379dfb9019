package casework

import (
	"context"
	"fmt"
	"slices"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
)

// Attachment is a file that was handed in, as the register knows it. Its bytes are kept
// by whoever keeps attachments, before it is registered: a crash in between leaves bytes
// that no document can name.
type Attachment struct {
	Digest string // SHA-256 of its content, hex
	Type   string // found from its content: "pdf", "txt", …
	Bytes  int64
}

// Attach registers a file as handed in by the actor's organisation: from now on its
// documents may name it. Handing the same content in again changes nothing; another
// organisation that hands it in is added. 〔platform PF-23〕
func (d *Desk) Attach(ctx context.Context, who Actor, a Attachment) error {
	err := d.Ledger.Write(ctx, func(tx Tx) error {
		t, err := d.open(ctx, tx, who)
		if err != nil {
			return err
		}
		p := &plan{turn: t, records: map[string]*draft{}}
		line, err := p.attachment(a)
		if err != nil {
			return err
		}
		orgs, _ := line.body["orgs"].([]any)
		if slices.Contains(orgs, any(who.Organisation)) {
			return nil
		}
		line.body["orgs"] = append(orgs, who.Organisation)
		entry := t.entry("attachment.put", "record")
		entry.Cites = []string{law.Platform("PF-23").String()}
		return p.file(entry)
	})
	if err != nil {
		return fmt.Errorf("registering an attachment: %w", err)
	}
	return nil
}

// attachment is the line of a file that was handed in before, or a new one.
func (p *plan) attachment(a Attachment) (*draft, error) {
	kind := string(pack.TypeAttachment)
	known, _, err := p.tx.Records(p.ctx, RecordQuery{Kind: kind, Subject: a.Digest, Limit: 1})
	if err != nil {
		return nil, fmt.Errorf("looking for it: %w", err)
	}
	if len(known) > 0 {
		return p.line(kind, known[0].ID)
	}
	return p.fresh(kind, fmt.Sprintf("attachment-%06d", p.seq), map[string]any{"digest": a.Digest, "org": p.who.Organisation, "orgs": []any{}, "type": a.Type,
		"bytes": a.Bytes, "on": p.today.String(), "state": "kept"}), nil
}
