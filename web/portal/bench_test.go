package portal_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/shuyu-project/shuyu/casework"
)

// BenchmarkRegister asks for a page of a register of 100,000 resources, once the index is
// there.
func BenchmarkRegister(b *testing.B) {
	c := newCity(b, "", lastDay)
	const many, batch = 100_000, 2_000
	for from := 0; from < many; from += batch {
		err := c.store.Write(context.Background(), func(tx casework.Tx) error {
			var puts []casework.Record
			for i := from; i < from+batch; i++ {
				puts = append(puts, casework.Record{Kind: "publication", ID: fmt.Sprintf("P%06d-1", i), Rev: 1, State: "shown", Body: body(map[string]any{"where": "register",
					"title": "公共数据资源登记结果", "titleEN": "Registered", "state": "shown", "on": "2026-02-25", "cite": "taian:TA-09.4", "case": "C1",
					"fields": map[string]any{"resource": fmt.Sprintf("供水用户统计%d", i), "summary": "按月汇总的供水用户统计，含户数与用水量，不含个人信息", "provider": "water"}})})
			}
			_, err := tx.Record(context.Background(), casework.Change{Puts: puts, Entry: casework.Entry{Version: 1, Kind: "test.put", Outcome: "receipt", Seat: "machine", Org: "platform", Day: c.today()}})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := c.pages.Prepare(context.Background()); err != nil {
		b.Fatal(err)
	}
	for _, one := range []struct{ name, path string }{{"home", "/"}, {"page", "/register?page=3000"}, {"search", "/register?q=统计99"}} {
		b.Run(one.name, func(b *testing.B) {
			for b.Loop() {
				res, err := http.Get(c.http.URL + one.path)
				if err != nil || res.StatusCode != http.StatusOK {
					b.Fatal(err, res)
				}
				res.Body.Close()
			}
		})
	}
}
