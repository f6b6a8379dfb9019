package api_test

import (
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/registry/certificate"
	"github.com/shuyu-project/shuyu/zone"
)

// findsEntries looks the log through: newest first to the very first entry, by seat, by
// article with what lies under it, and by day; each entry is named in words.
func (tn *town) findsEntries(t *testing.T) {
	list := func(query string) api.EntryPage {
		return must[api.EntryPage](tn.authority, "GET", "/v1/log/entries?"+query, nil)
	}
	back := list("sort=-seq&limit=4")
	all := back.Items
	for next := back.Next; next > 0; {
		page := list("sort=-seq&limit=4&from=" + itoa(next))
		all, next = append(all, page.Items...), page.Next
	}
	if forth := list("limit=200").Items; len(all) != len(forth) || all[0].Seq != forth[len(forth)-1].Seq || all[len(all)-1].Seq != 0 {
		t.Errorf("back there are %d entries, forth %d", len(all), len(forth))
	}
	for _, e := range all {
		if e.Word.ZH == e.Kind || e.Word.EN == "" {
			t.Errorf("entry %d has no words for %s", e.Seq, e.Kind)
		}
	}
	seat := must[api.Me](tn.provider, "GET", "/v1/me", nil).Seat.Name
	mine := list("limit=200&seat=" + seat).Items
	if len(mine) == 0 || mine[0].OrgName != "民政局" {
		t.Errorf("the seat did %s", dump(mine))
	}
	for _, e := range mine {
		if e.Seat != seat {
			t.Errorf("entry %d is of %s", e.Seq, e.Seat)
		}
	}
	under := list("limit=200&cite=platform:PF-22").Items
	if len(under) == 0 || len(under) == len(all) {
		t.Errorf("PF-22 is cited by %d of %d", len(under), len(all))
	}
	if none := list("cite=platform:PF-2").Items; len(none) != 0 {
		t.Errorf("PF-2 is not PF-22: %s", dump(none))
	}
	day := all[0].Day.String()
	if on := list("limit=200&since=" + day + "&until=" + day).Items; len(on) == 0 {
		t.Error("nothing happened on the day of the newest entry")
	}
	if later := list("since=2199-01-01").Items; len(later) != 0 {
		t.Errorf("after all days: %s", dump(later))
	}
	tn.authority.refused(400, "request.malformed", "GET", "/v1/log/entries?since=yesterday", nil)
}

// continues: anybody who kept a checkpoint is shown, without an account, that the log has
// only grown since.
func (tn *town) continues(t *testing.T, kept []byte) {
	must[api.EntryPage](tn.audits, "GET", "/v1/log/entries?limit=1", nil) // reading is logged: the log grows
	claimed, err := audit.Unverified(kept)
	if err != nil {
		t.Fatal(err)
	}
	got := tn.browser().do("GET", "/v1/log/continuation?from="+itoa(int64(claimed.Size)), nil)
	raw := tn.browser().do("GET", "/v1/certificates/trust", nil)
	trust, err := certificate.ParseTrust(raw.body)
	if err != nil {
		t.Fatalf("%v: %s", err, raw.body)
	}
	now, err := audit.VerifyContinuation(kept, got.body, audit.OriginOf(trust.Origin, audit.SHA256), trust.Log)
	if err != nil || now.Size <= claimed.Size {
		t.Errorf("from %d to %d: %v\n%s", claimed.Size, now.Size, err, got.body)
	}
	tn.browser().refused(404, "thing.unseen", "GET", "/v1/log/continuation?from=99999999", nil)
	tn.browser().refused(400, "request.malformed", "GET", "/v1/log/continuation", nil)
}

// Roles and powers of seats have words.
func TestWordsOfSeats(t *testing.T) {
	tn := newTown(t)
	words := map[string]string{}
	for _, kind := range must[pageOf[api.KindShown]](tn.system, "GET", "/v1/registers", nil).Items {
		for _, f := range kind.Facts {
			for _, v := range f.Values {
				words[kind.Kind+"."+f.Name+"."+v.Key] = v.Word.ZH
			}
		}
	}
	for name, want := range map[string]string{"seat.powers.clerk": "经办", "seat.role.audit-admin": "审计管理员"} {
		if words[name] != want {
			t.Errorf("%s is %q", name, words[name])
		}
	}
	if word := words["organisation.roles.authority"]; word == "" || word == "authority" {
		t.Errorf("an authority is %q", word)
	}
}

// The installation is described to administrators and overseers, and nobody else; no
// secret half of a key is among what is said.
func TestInstallation(t *testing.T) {
	weak := zone.Isolation{Child: true, RLimits: true}
	tn := newTown(t, func(p *api.Parts) { p.Isolation = &weak })
	for who, b := range map[string]*browser{"system": tn.system, "audit": tn.audits, "authority": tn.authority} {
		shown := must[api.InstallationShown](b, "GET", "/v1/installation", nil)
		if !shown.Ready || shown.Log.Size == 0 || len(shown.Keys) == 0 || shown.Isolation.Sufficient || len(shown.Isolation.Remedies) == 0 {
			t.Errorf("%s is told %s", who, dump(shown))
		}
		for _, m := range shown.Isolation.Means {
			if lacks := m.Means == "seccomp" || m.Means == "filesystem"; m.Lacks != lacks {
				t.Errorf("%s: %s lacks %v", who, m.Means, m.Lacks)
			}
		}
		for _, k := range shown.Keys {
			if k.Word.ZH == "" || k.State == "" {
				t.Errorf("key %s has no words", k.ID)
			}
		}
	}
	if text := string(tn.system.do("GET", "/v1/installation", nil).body); strings.Contains(text, "ed25519") || strings.Contains(text, "secret") {
		t.Error("the installation shows more of its keys than their descriptors")
	}
	tn.operator.refused(404, "thing.unseen", "GET", "/v1/installation", nil)
}
