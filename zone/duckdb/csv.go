package duckdb

import (
	"encoding/hex"
	"io"
	"math/big"
	"strconv"
	"strings"
	"time"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/shuyu-project/shuyu/zone"
)

// flushSize is how many bytes of a result are gathered before they are sent.
const flushSize = 64 << 10

// csvWriter writes RFC 4180 with one addition that it permits: NULL is an empty field,
// an empty text is "".
type csvWriter struct {
	to    io.Writer
	buf   []byte
	begun bool // a field has been written on this line
}

func (w *csvWriter) field() {
	if w.begun {
		w.buf = append(w.buf, ',')
	}
	w.begun = true
}

func (w *csvWriter) plain(s string) {
	w.field()
	w.buf = append(w.buf, s...)
}

func (w *csvWriter) text(s string) {
	w.field()
	if s != "" && !strings.ContainsAny(s, ",\"\r\n") {
		w.buf = append(w.buf, s...)
		return
	}
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, strings.ReplaceAll(s, `"`, `""`)...)
	w.buf = append(w.buf, '"')
}

func (w *csvWriter) endLine() {
	w.buf = append(w.buf, '\r', '\n')
	w.begun = false
}

// value writes v, of the engine's type. A value of a kind that a result may not hold
// fails the job.
func (w *csvWriter) value(v any, kind string) error {
	switch v := v.(type) {
	case nil:
		w.plain("")
	case string:
		w.text(v)
	case bool:
		w.plain(strconv.FormatBool(v))
	case int8:
		w.plain(strconv.FormatInt(int64(v), 10))
	case int16:
		w.plain(strconv.FormatInt(int64(v), 10))
	case int32:
		w.plain(strconv.FormatInt(int64(v), 10))
	case int64:
		w.plain(strconv.FormatInt(v, 10))
	case uint8:
		w.plain(strconv.FormatUint(uint64(v), 10))
	case uint16:
		w.plain(strconv.FormatUint(uint64(v), 10))
	case uint32:
		w.plain(strconv.FormatUint(uint64(v), 10))
	case uint64:
		w.plain(strconv.FormatUint(v, 10))
	case *big.Int:
		w.plain(v.String())
	case float32:
		w.plain(strconv.FormatFloat(float64(v), 'g', -1, 32))
	case float64:
		w.plain(strconv.FormatFloat(v, 'g', -1, 64))
	case duck.Decimal:
		w.plain(v.String())
	case time.Time:
		w.plain(moment(v, kind))
	case []byte:
		w.plain(hex.EncodeToString(v))
	default:
		return &zone.Failure{Class: zone.FailedOther}
	}
	return nil
}

// moment prints a day or a time as its type has it; zones are of the engine's setting.
func moment(t time.Time, kind string) string {
	switch kind {
	case "DATE":
		return t.Format("2006-01-02")
	case "TIME":
		return t.Format("15:04:05.999999")
	case "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ":
		return t.Format("2006-01-02T15:04:05.999999Z07:00")
	}
	return t.UTC().Format("2006-01-02T15:04:05.999999")
}

func (w *csvWriter) flushBeyond(size int) error {
	if len(w.buf) < size {
		return nil
	}
	return w.flush()
}

func (w *csvWriter) flush() error {
	_, err := w.to.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}
