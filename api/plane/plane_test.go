package plane

import (
	"crypto/rand"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/casework/works"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/packs"
	"github.com/shuyu-project/shuyu/store/storetest"
)

// What is somebody else's does not exist for who asks, and that it was asked for is in
// the log.
func TestNotTheirs(t *testing.T) {
	p, err := pack.Open(packs.Files, "taian")
	if err != nil {
		t.Fatal(err)
	}
	s, day := storetest.New(t), calendar.MustDay("2025-03-03")
	desk := &casework.Desk{Ledger: s, Packs: casework.OnePack{Pack: p}, Calendar: calendar.China,
		Now: func() time.Time { return day.Time().Add(9 * time.Hour) }, Random: rand.Reader}
	body := []byte(`{"provider": "water", "operator": "huaxin", "recipient": "bank", "way": "file", "state": "in-force"}`)
	puts := []casework.Record{{Kind: "resource", ID: "R1", Rev: 1, Org: "water", Body: body}, {Kind: "delivery", ID: "D1", Rev: 1, Org: "huaxin", Body: body}}
	storetest.Record(t, s, casework.Change{Puts: puts, Entry: storetest.NewEntry("test.put")})
	who := casework.Actor{Role: "operator", Party: casework.Party{Person: "feng", Seat: "huaxin-feng", Organisation: "huaxin"}}
	d, ctx := Plane{&works.Works{Desk: desk}}, t.Context()
	for what, ask := range map[string]func() error{
		"an upload to another's resource": func() error {
			_, err := d.Upload(ctx, who, "R1", "a.csv", io.LimitReader(strings.NewReader("a"), 1))
			return err
		},
		"the file of another's delivery": func() error { _, err := d.File(ctx, who, "D1"); return err },
		"the key of another's delivery":  func() error { _, err := d.DeliveryKey(ctx, who, "D1"); return err },
	} {
		refusal, ok := law.AsRefusal(ask())
		if !ok || !refusal.Hidden {
			t.Fatalf("%s: %v", what, refusal)
		}
		err := s.Read(ctx, func(v casework.View) error {
			e, err := v.Entry(ctx, refusal.Entry)
			if err == nil && (e.Outcome != "refusal" || e.Seat != who.Seat) {
				t.Errorf("%s: the log has %s by %s", what, e.Kind, e.Seat)
			}
			return err
		})
		if err != nil || refusal.Entry == 0 {
			t.Errorf("%s: entry %d of the log: %v", what, refusal.Entry, err)
		}
	}
}

// What a file is called proposes its format; what is no format proposes none.
func TestFormatNamed(t *testing.T) {
	for name, want := range map[string]string{"乡镇.CSV": "csv", "a.b.parquet": "parquet", "表.xlsx": "xlsx", "x.json": "json", "x.xls": "", "csv": "", "": ""} {
		if got := formatNamed(name); got != want {
			t.Errorf("%q proposes %q, not %q", name, got, want)
		}
	}
}
