package certificate

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
)

// sample is an invented certificate of registration under the draft of Tai'an.
func sample() Statement {
	return Statement{
		Type:   Registration,
		Number: "TA-DJ-2026-000123",
		Code:   "370900-2026-A0001-7",
		Instrument: Instrument{
			Code: "taian", Title: law.Text{ZH: "泰安市公共数据资源登记和授权运营管理办法", EN: "Tai'an Measures on Registration and Authorised Operation of Public Data Resources"},
			Status: InForce, Pack: "sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730", Layers: []string{"taian", "national"},
		},
		Articles: []law.Citation{{Instrument: "taian", Unit: "TA-09.3"}, {Instrument: "taian", Unit: "TA-09.4"}, {Instrument: "national", Unit: "NR-13"}},
		Issuer:   Party{ID: "authority", Name: law.Text{ZH: "泰安市大数据局（示例）", EN: "Tai'an Big Data Bureau (example)"}},
		Holder:   Party{ID: "org-transport", Name: law.Text{ZH: "泰安市交通运输局（示例）", EN: "Tai'an Transport Bureau (example)"}, Code: "11370900MB2849127F"},
		Subject: Subject{Kind: "resource", ID: "res-taxi-orders", Name: law.Text{ZH: "巡游出租汽车运营订单数据资源", EN: "Taxi operation order data"},
			Digest: "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"},
		Particulars: []Particular{
			{Name: law.Text{ZH: "数据分类", EN: "Class"}, Value: law.Text{ZH: "交通运输", EN: "transport"}},
			{Name: law.Text{ZH: "数据分级", EN: "Level"}, Value: law.Text{ZH: "一般数据（2级）", EN: "general data (level 2)"}},
			{Name: law.Text{ZH: "更新频率", EN: "Updated"}, Value: law.Text{ZH: "每日", EN: "daily"}},
		},
		Case:   "DJ-2026-000045",
		Issued: calendar.MustDay("2026-03-02"), From: calendar.MustDay("2026-03-02"), Until: calendar.MustDay("2029-03-01"),
	}
}

const origin = "log.example.cn/taian"

var founded = time.Date(2025, 12, 1, 8, 0, 0, 0, time.UTC)

// house is an installation in memory: keys, a log with the certificate's entry in the
// middle, and what it takes to make bundles.
type house struct {
	ring  *seal.Ring
	trust Trust
	log   *ledger
	cert  seal.Signer
	logs  seal.Signer
}

// ledger keeps leaf hashes; it holds fewer than 256 entries, so that no tile is ever full.
type ledger struct {
	twin   *audit.Twin
	leaves [][]byte
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{ring: seal.NewRing(rand.Reader), log: &ledger{twin: audit.NewTwin()}}
	for _, p := range []seal.Purpose{seal.ForLog, seal.ForCertificate} {
		if _, err := h.ring.Create(p, "", founded); err != nil {
			t.Fatal(err)
		}
	}
	var err error
	if h.cert, err = h.ring.Signer(seal.ForCertificate, ""); err != nil {
		t.Fatal(err)
	}
	if h.logs, err = h.ring.Signer(seal.ForLog, ""); err != nil {
		t.Fatal(err)
	}
	h.trust = NewTrust(origin, h.ring.PublicKeys(seal.ForLog, ""), h.ring.PublicKeys(seal.ForCertificate, ""))
	for i := range 7 {
		h.log.add(t, map[string]any{"seq": i, "kind": "other", "outcome": "receipt", "day": "2026-02-01"})
	}
	return h
}

func (l *ledger) add(t testing.TB, entry any) []byte {
	t.Helper()
	leaf, err := seal.Canonical(entry)
	if err != nil {
		t.Fatal(err)
	}
	l.twin.Append(leaf)
	l.leaves = append(l.leaves, leaf)
	return leaf
}

// entryOf is the log's entry for the issue of a certificate.
func entryOf(seq int, number string, payload []byte) map[string]any {
	c := Commitment(payload)
	return map[string]any{"seq": seq, "v": 1, "kind": "registration.issue", "outcome": "receipt", "day": "2026-03-02",
		"objects": []map[string]any{{"kind": ObjectKind, "id": number, "rev": 1, "mac": hex.EncodeToString(c[:])}}}
}

// bundle issues a certificate and puts together what its holder gets. status may
// change the status before it is signed.
func (h *house) bundle(t testing.TB, s Statement, status func(*Status)) Bundle {
	t.Helper()
	ctx := t.Context()
	e, err := Issue(ctx, s, h.cert)
	if err != nil {
		t.Fatal(err)
	}
	index := len(h.log.leaves)
	leaf := h.log.add(t, entryOf(index, s.Number, e.Payload))
	h.log.add(t, map[string]any{"seq": index + 1, "kind": "other", "outcome": "receipt", "day": "2026-03-02"})
	head := h.log.twin.Head()
	var proofs [][]byte
	for _, a := range audit.Algorithms() {
		signed, err := head.Checkpoint(origin, a, "").Sign(ctx, h.logs)
		if err != nil {
			t.Fatal(err)
		}
		proofs = append(proofs, h.log.prove(t, a, index, signed).Text())
	}
	st := Status{Number: s.Number, Statement: Digest(e.Payload), State: Valid, Since: s.From,
		Origin: origin, Size: head.Size, Root: head.SHA256, AsOf: calendar.MustDay("2026-03-10")}
	if status != nil {
		status(&st)
	}
	signed, err := st.Sign(ctx, h.cert)
	if err != nil {
		t.Fatal(err)
	}
	return NewBundle(e, h.ring.PublicKeys(seal.ForCertificate, ""), leaf, proofs, signed)
}

// prove computes an inclusion proof from the leaves alone.
func (l *ledger) prove(t testing.TB, a audit.Algorithm, index int, checkpoint []byte) audit.Proof {
	t.Helper()
	var path func(from, to int) []audit.Hash
	var root func(from, to int) audit.Hash
	split := func(n int) int {
		k := 1
		for k*2 < n {
			k *= 2
		}
		return k
	}
	root = func(from, to int) audit.Hash {
		if to-from == 1 {
			return a.HashLeaf(l.leaves[from])
		}
		k := from + split(to-from)
		return a.HashChildren(root(from, k), root(k, to))
	}
	path = func(from, to int) []audit.Hash {
		if to-from == 1 {
			return nil
		}
		k := from + split(to-from)
		if index < k {
			return append(path(from, k), root(k, to))
		}
		return append(path(k, to), root(from, k))
	}
	return audit.Proof{Alg: a, Index: uint64(index), Path: path(0, len(l.leaves)), Checkpoint: bytes.Clone(checkpoint)}
}
