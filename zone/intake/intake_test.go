package intake

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/registry/catalogue/synthetic"
)

func TestSmoke(t *testing.T) {
	dir := t.TempDir()
	run := func(src Source, opt Options) Result {
		opt.WorkDir = dir
		start := time.Now()
		res, err := Read(context.Background(), src, opt, func(p Progress) {})
		if err != nil {
			t.Error(err)
			return res
		}
		t.Log(src.Name, time.Since(start), res.Version.Rows, res.Version.Bytes, res.Version.Quality, len(res.Rejects.Listed), res.Encoding, res.Delimiter)
		for i, c := range res.Version.Columns {
			t.Log("   ", c.Name, c.Type, c.Scale, res.Version.Profile[i])
			for _, p := range c.Proposals {
				t.Log("         ", p)
			}
		}
		return res
	}
	run(Source{Format: Parquet, Name: "flights", Path: "/work/shared/data/transport_us_flights_3m.parquet"}, Options{Unit: catalogue.UnitNone})
	run(Source{Format: Parquet, Name: "villages", Path: "/work/shared/data/admin_cn_villages.parquet"}, Options{Unit: catalogue.UnitNone, Key: []string{"code"}})
	run(Source{Format: CSV, Name: "divisions", Path: "/work/shared/data/admin_cn_divisions.csv.gz"}, Options{Unit: catalogue.UnitNone, Key: []string{"code"}})
	p := dir + "/res.csv"
	f, _ := os.Create(p)
	synthetic.WriteResidentsCSV(f, 300000, 7)
	f.Close()
	run(Source{Format: CSV, Name: "residents", Path: p}, Options{})
	f, _ = os.Create(p)
	synthetic.WriteFirmsCSV(f, 10000, 7)
	f.Close()
	run(Source{Format: CSV, Name: "firms", Path: p}, Options{})
}
