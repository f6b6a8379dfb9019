package works

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/zone/delivery"
	"github.com/shuyu-project/shuyu/zone/egress"
)

// tables keeps released tables indexed for look-up, by delivery.
type tables struct {
	sync.Mutex
	loaded map[string]*delivery.Table
}

// deliver gets a delivery ready: the released table is loaded before the first call.
func (w *Works) deliver(ctx context.Context, l store.Lease, o order) error {
	if id := o.Links["delivery"]; id != "" {
		d, err := w.facts(ctx, "delivery", id)
		if err != nil {
			return err
		}
		if asText(d["way"]) == "interface" {
			if _, err := w.table(ctx, d); err != nil {
				return err
			}
		}
	}
	return w.finish(ctx, l, o)
}

// withdraw drops what was loaded. That the delivery is refused does not wait for this:
// its standing is asked at every call.
func (w *Works) withdraw(ctx context.Context, l store.Lease, o order) error {
	w.tables.Lock()
	delete(w.tables.loaded, o.Links["delivery"])
	w.tables.Unlock()
	return w.finish(ctx, l, o)
}

// table indexes a delivery's released table by its group keys.
func (w *Works) table(ctx context.Context, d map[string]any) (*delivery.Table, error) {
	id := text(d, "id")
	w.tables.Lock()
	defer w.tables.Unlock()
	if t, ok := w.tables.loaded[id]; ok {
		return t, nil
	}
	product, err := w.facts(ctx, "product", text(d, "product"))
	if err != nil {
		return nil, err
	}
	body, err := w.released(ctx, product)
	if err != nil {
		return nil, err
	}
	fields, err := w.fields(ctx, product)
	if err != nil {
		return nil, err
	}
	t, err := delivery.Load(body, egress.CSV, fields)
	if err != nil {
		return nil, fmt.Errorf("loading delivery %s: %w", id, err)
	}
	if w.tables.loaded == nil {
		w.tables.loaded = map[string]*delivery.Table{}
	}
	w.tables.loaded[id] = t
	return t, nil
}

// fields are the columns of a release: its group keys are the parameters of a look-up.
func (w *Works) fields(ctx context.Context, product map[string]any) ([]delivery.Field, error) {
	output, err := w.facts(ctx, "output", text(product, "output"))
	if err != nil {
		return nil, err
	}
	var h held
	if err := w.getJSON(ctx, w.outputOf(text(output, "job"), "held"), &h); err != nil {
		return nil, err
	}
	var fields []delivery.Field
	for _, c := range describe(h.Outputs) {
		if c.Withheld {
			continue
		}
		fields = append(fields, delivery.Field{Name: c.Name, Type: delivery.Text, Key: c.As == egress.Group})
	}
	return fields, nil
}

// Standing answers, for this moment, whether a delivery may be used.
func (w *Works) Standing(ctx context.Context, id string) (delivery.Status, error) {
	f, err := w.Desk.Facts(ctx, "delivery", id)
	if err != nil {
		return delivery.Status{}, err
	}
	if f["inForce"] == true {
		return delivery.Status{InForce: true}, nil
	}
	says := law.Text{ZH: "交付已停止：协议、产品或交付本身已结束或被暂停。", EN: "The delivery has stopped: the agreement, the product or the delivery itself has ended or is held."}
	return delivery.Status{Ground: law.Platform("PF-17"), Says: says}, nil
}

// keyOf finds the one key of a delivery. It is derived from the installation's secret, so
// that it is stored nowhere; whoever may have it is asked at the door.
type keyOf struct {
	works    *Works
	delivery string
}

func (k keyOf) Key(ctx context.Context, id string) (delivery.Key, bool, error) {
	key, _, err := k.works.key(ctx, k.delivery)
	if errors.Is(err, casework.ErrNotFound) {
		return delivery.Key{}, false, nil
	}
	return key, err == nil && key.ID == id, err
}

// KeyFor answers the key of a delivery to its recipient.
func (w *Works) KeyFor(ctx context.Context, id string) (secret string, err error) {
	_, secret, err = w.key(ctx, id)
	return secret, err
}

func (w *Works) key(ctx context.Context, id string) (delivery.Key, string, error) {
	f, err := w.Desk.Facts(ctx, "delivery", id)
	if err != nil {
		return delivery.Key{}, "", err
	}
	random, err := hkdf.Key(sha256.New, w.Secret, nil, "delivery "+id, 64)
	if err != nil {
		return delivery.Key{}, "", fmt.Errorf("deriving the key of delivery %s: %w", id, err)
	}
	number := func(name string, otherwise int64) int64 {
		if n, ok := f[name].(int); ok && n > 0 {
			return int64(n)
		}
		return otherwise
	}
	until, err := calendar.ParseDay(text(f, "until"))
	if err != nil {
		until = w.Desk.Today()
	}
	secret, key, err := delivery.NewKey(io.MultiReader(bytes.NewReader(random)), delivery.Key{ID: id, Release: id, Recipient: text(f, "recipient"),
		Scenario: text(f, "scenario"), From: 0, Until: dayNumber(until), PerDay: number("dailyQuota", 1000), Total: number("totalQuota", 100_000)})
	return key, secret, err
}

// dayNumber counts a day from 1970-01-01.
func dayNumber(d calendar.Day) int64 { return int64(calendar.MustDay("1970-01-01").DaysUntil(d)) }

// LookUp answers one call of a data interface: key, scenario, quota and standing are
// checked and the call is metered before a row is read.
func (w *Works) LookUp(ctx context.Context, id, secret, scenario string, q delivery.Query) (json.RawMessage, error) {
	d, err := w.facts(ctx, "delivery", id)
	if err != nil {
		return nil, err
	}
	_, right, err := w.key(ctx, id)
	if err != nil {
		return nil, err
	}
	// Nothing is read for whoever has not the key: without it the table stays nil, and the
	// interface refuses before it would look.
	var table *delivery.Table
	if subtle.ConstantTimeCompare([]byte(right), []byte(secret)) == 1 {
		if table, err = w.table(ctx, d); err != nil {
			return nil, err
		}
	}
	face := delivery.Interface{Table: table, Keys: keyOf{w, id}, Standing: w, Meter: w.Meter,
		Release: delivery.Release{ID: id, Product: text(d, "product"), Recipient: text(d, "recipient"), Scenario: text(d, "scenario")}}
	answer, err := face.Serve(ctx, delivery.Call{Secret: secret, Scenario: scenario, Day: dayNumber(w.Desk.Today()), Query: q})
	if err != nil {
		return nil, err
	}
	return answer.Page.AppendJSON(nil), nil
}

// File hands a delivery's file over: the released bytes with a manifest that names the
// recipient, the scenario and the day.
func (w *Works) File(ctx context.Context, id, recipient, scenario string) ([]byte, delivery.Manifest, error) {
	d, err := w.facts(ctx, "delivery", id)
	if err != nil {
		return nil, delivery.Manifest{}, err
	}
	product, err := w.facts(ctx, "product", text(d, "product"))
	if err != nil {
		return nil, delivery.Manifest{}, err
	}
	body, err := w.released(ctx, product)
	if err != nil {
		return nil, delivery.Manifest{}, err
	}
	sum := sha256.Sum256(body)
	release := delivery.Release{ID: id, Product: text(d, "product"), Recipient: text(d, "recipient"), Scenario: text(d, "scenario"), Digest: fmt.Sprintf("%x", sum)}
	mark, err := hkdf.Key(sha256.New, w.Secret, nil, "watermark "+id, 32)
	if err != nil {
		return nil, delivery.Manifest{}, fmt.Errorf("deriving the mark of delivery %s: %w", id, err)
	}
	manifest, err := delivery.HandOver(ctx, delivery.File{Release: release, Format: "csv", Bytes: body}, w, recipient, scenario, w.Desk.Today().String(), 1, mark)
	return body, manifest, err
}

// records reads the bodies of the register lines of a kind about a subject.
func (w *Works) records(ctx context.Context, kind, subject string) (bodies []json.RawMessage, err error) {
	err = w.Desk.Ledger.Read(ctx, func(v casework.View) error {
		for r, err := range casework.EveryRecord(ctx, v, casework.RecordQuery{Kind: kind, Subject: subject}) {
			if err != nil {
				return err
			}
			bodies = append(bodies, withID(r.Body, r.ID))
		}
		return nil
	})
	return bodies, err
}

// withID is a body with the record's id in it.
func withID(body json.RawMessage, id string) json.RawMessage {
	var m map[string]any
	if json.Unmarshal(body, &m) != nil {
		return body
	}
	m["id"] = id
	with, err := json.Marshal(m)
	if err != nil {
		return body
	}
	return with
}
