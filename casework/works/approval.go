package works

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone"
)

// approvals are the ids of the approvals, one for each grant, under which a text
// may run in production. They are none where a grant's provider has not approved it to the
// letter. 〔platform PF-48, PF-Z05〕
func (w *Works) approvals(ctx context.Context, form jobForm) ([]string, error) {
	digest := zone.CodeDigest(form.SQL)
	ids := make([]string, 0, len(form.Grants))
	for _, grant := range form.Grants {
		id, err := w.approval(ctx, grant, digest)
		if err != nil || id == "" {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// approval finds the approval of a text over one grant; "" where there is none. Whether
// its grant is in force is asked where the reading is logged, and said of the grant.
func (w *Works) approval(ctx context.Context, grant, digest string) (string, error) {
	found := ""
	err := w.Desk.Ledger.Read(ctx, func(v casework.View) error {
		for r, err := range casework.EveryRecord(ctx, v, casework.RecordQuery{Kind: "code", Subject: grant, State: "approved"}) {
			if err != nil {
				return err
			}
			var code struct {
				Digest string `json:"digest"`
			}
			if err := json.Unmarshal(r.Body, &code); err != nil {
				return err
			}
			if code.Digest == digest {
				found = r.ID
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("looking for code approved over grant %s: %w", grant, err)
	}
	return found, nil
}

// approved is the digest that people have approved for a job, as admission asks for it.
func approved(form jobForm, approvals []string) string {
	if len(approvals) == 0 {
		return ""
	}
	return zone.CodeDigest(form.SQL)
}

// Approved reports whether production may run a text over grants: the provider behind each
// has approved exactly this text.
func (w *Works) Approved(ctx context.Context, grants []string, sql string) (bool, error) {
	ids, err := w.approvals(ctx, jobForm{Grants: grants, SQL: sql})
	return len(ids) > 0, err
}

// CheckCode reads a text before a provider is asked to approve it, as production would
// read it once it is: what could never run troubles nobody. Desk.Checks holds it for
// code.submit.
func (w *Works) CheckCode(ctx context.Context, who casework.Actor, cmd casework.Command) (*law.Refusal, error) {
	form := jobForm{Catalogue: string(zone.Production), SQL: asText(cmd.Form["sql"])}
	readable, err := w.ownGrants(ctx, who, cmd, &form)
	if err != nil || !readable {
		return nil, err
	}
	_, refusal, err := w.admit(ctx, "check", form, zone.CodeDigest(form.SQL))
	return withoutVersion(refusal, err)
}
