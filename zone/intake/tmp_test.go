package intake

import (
	"bytes"
	"context"
	"syscall"
	"testing"
	"time"

	"github.com/shuyu-project/shuyu/registry/catalogue"
	"github.com/shuyu-project/shuyu/registry/catalogue/synthetic"
)

func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(0, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestTmp(t *testing.T) {
	for _, f := range []string{"transport_us_flights_3m.parquet", "admin_cn_villages.parquet"} {
		last, ph := cpu(), Phase("")
		_, err := Read(context.Background(), Source{Format: Parquet, Name: "f", Path: sharedFile(t, f)}, Options{WorkDir: t.TempDir(), Unit: catalogue.UnitNone}, func(p Progress) {
			if p.Phase != ph {
				t.Log(f, ph, cpu()-last)
				ph, last = p.Phase, cpu()
			}
		})
		t.Log(f, ph, cpu()-last, err)
	}
	var text bytes.Buffer
	synthetic.WriteResidentsCSV(&text, 300_000, 1)
	path := write(t, "residents.csv", text.Bytes())
	last, ph := cpu(), Phase("")
	_, err := Read(context.Background(), Source{Format: CSV, Name: "f", Path: path}, Options{WorkDir: t.TempDir(), Unit: catalogue.UnitPerson}, func(p Progress) {
		if p.Phase != ph {
			t.Log(ph, cpu()-last)
			ph, last = p.Phase, cpu()
		}
	})
	t.Log(ph, cpu()-last, err, text.Len())
}
