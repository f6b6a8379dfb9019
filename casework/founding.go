package casework

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// ErrFounded means that the installation has its administrators already.
var ErrFounded = errors.New("the installation is founded already")

// Administrator is one of the three who run an installation, as it is founded.
type Administrator struct {
	Person, Seat, Role, Login string
	Name                      law.Text
}

// Administrators are the three. There is no fourth, and none who can do everything.
// 〔platform PF-10〕
var Administrators = []Administrator{
	{"person-system-admin", "seat-system-admin", "system-admin", "sysadmin", law.Text{ZH: "系统管理员", EN: "System administrator"}},
	{"person-security-admin", "seat-security-admin", "security-admin", "secadmin", law.Text{ZH: "安全管理员", EN: "Security administrator"}},
	{"person-audit-admin", "seat-audit-admin", "audit-admin", "auditadmin", law.Text{ZH: "审计管理员", EN: "Audit administrator"}},
}

// FoundAdministrators creates the organisation "platform" and exactly the three
// administrators, each a person and a seat in force, in one entry of the log. It is the
// one act that nobody proposes and nobody confirms; everybody else is enrolled by these.
// An installation that has them answers ErrFounded and is not changed.
func (d *Desk) FoundAdministrators(ctx context.Context) error {
	return d.Ledger.Write(ctx, func(tx Tx) error {
		if _, err := tx.Registered(ctx, "organisation", Clock.Organisation); err == nil {
			return ErrFounded
		} else if !errors.Is(err, ErrNotFound) {
			return err
		}
		roles := []any{}
		for _, a := range Administrators {
			roles = append(roles, a.Role)
		}
		change := Change{Entry: Entry{Version: 1, Kind: "installation.found", Outcome: "record", Seat: Machine.Seat, Org: Machine.Organisation,
			Day: d.Today(), Recorded: d.Now().UTC().UnixMilli(), Cites: []string{law.Platform("PF-10").String()}, Note: "founding-act"}}
		add := func(kind, id string, body map[string]any) error {
			r, commitment, err := committed(d.random(), kind, id, body)
			change.Puts, change.Entry.Objects = append(change.Puts, r), append(change.Entry.Objects, commitment)
			return err
		}
		err := add("organisation", Clock.Organisation, map[string]any{"name": "平台运行", "roles": roles, "legalForm": "administrative", "state": "enrolled"})
		for _, a := range Administrators {
			err = errors.Join(err,
				add("person", a.Person, map[string]any{"name": a.Name.ZH, "org": Clock.Organisation, "state": "active"}),
				add("seat", a.Seat, map[string]any{"title": a.Name.ZH, "person": a.Person, "org": Clock.Organisation, "role": a.Role, "powers": []any{}, "state": "in-force"}))
		}
		if err != nil {
			return fmt.Errorf("founding the installation: %w", err)
		}
		_, err = tx.Record(ctx, change)
		return err
	})
}

// committed makes the first revision of a register line and the log's commitment to it.
func committed(random io.Reader, kind, id string, body map[string]any) (Record, Commitment, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(random, salt); err != nil {
		return Record{}, Commitment{}, fmt.Errorf("drawing a salt: %w", err)
	}
	body["salt"] = hex.EncodeToString(salt)
	canonical, err := seal.Canonical(body)
	if err != nil {
		return Record{}, Commitment{}, fmt.Errorf("writing %s %s: %w", kind, id, err)
	}
	thing, _ := pack.ThingOf(kind)
	raw := json.RawMessage(canonical)
	r := Record{Kind: kind, ID: id, Rev: 1, Org: textIn(raw, thing.Org), Subject: textIn(raw, thing.Subject), State: textIn(raw, "state"),
		Title: textIn(raw, thing.Title), Body: raw}
	if thing.Org == "id" {
		r.Org = id
	}
	return r, Commitment{Kind: kind, ID: id, Rev: 1, Mac: mac(salt, canonical)}, nil
}
