package api

import (
	"context"
	"encoding/csv"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
)

// Export asks for a list as a table, whole.
type Export struct {
	Accept string `header:"Accept" hidden:"true"`
	Format string `query:"format" enum:"json,csv" doc:"csv 导出全部（至多十万行），同 Accept: text/csv · the whole list as CSV, at most a hundred thousand lines"`
}

func (e Export) wanted() bool {
	return e.Format == "csv" || e.Format == "" && strings.Contains(e.Accept, "text/csv")
}

// Counted asks how many lines a list has.
type Counted struct {
	Total bool `query:"total" doc:"同时给出总条数 · say how many lines there are on all pages"`
}

// Total is how many lines a list has.
type Total struct {
	Count   int  `json:"count"`
	AtLeast bool `json:"atLeast,omitempty" doc:"至少有这么多 · there are at least that many"`
}

// total counts where it was asked for.
func (s *Server) total(ctx context.Context, asked bool, count func(casework.View) (int, error)) (*Total, error) {
	if !asked {
		return nil, nil
	}
	var t Total
	err := s.Desk.Ledger.Read(ctx, func(v casework.View) (err error) {
		t.Count, err = count(v)
		return err
	})
	t.AtLeast = t.Count >= casework.CountMost
	return &t, err
}

// dayAsked reads a day of the query; none is the zero day.
func dayAsked(ctx context.Context, where, text string) (calendar.Day, error) {
	if text == "" {
		return calendar.Day{}, nil
	}
	day, err := calendar.ParseDay(text)
	if err != nil {
		return day, malformed(ctx, where, law.Text{ZH: "应为日期，写作 2026-02-25", EN: "want a day written 2026-02-25"})
	}
	return day, nil
}

// mostExported bounds one export; a list that is longer is exported by its filters.
const mostExported = 100_000

// exported writes a table while it is read, page by page. The first page is read before
// the answer begins, so that a refusal or a fault of it is a problem document; a fault
// later breaks the answer off, so that half of a table does not look whole.
func exported(head []string, page func() (rows [][]string, more bool, err error)) (*huma.StreamResponse, error) {
	rows, more, err := page()
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/csv; charset=utf-8")
		c.SetStatus(http.StatusOK)
		w := c.BodyWriter()
		_, _ = w.Write([]byte("\ufeff")) // so that spreadsheet programs read it as UTF-8
		out := csv.NewWriter(w)
		_ = out.Write(head) // what cannot be written shows when it is flushed
		for n := 0; ; {
			for _, row := range rows {
				for i := range row {
					row[i] = harmless(row[i])
				}
				_ = out.Write(row)
			}
			out.Flush()
			if out.Error() != nil {
				return // whoever asked has gone
			}
			if n += len(rows); !more || n >= mostExported {
				return
			}
			if rows, more, err = page(); err != nil {
				panic(http.ErrAbortHandler)
			}
		}
	}}, nil
}

// harmless keeps a spreadsheet program from taking a text for a formula: such programs pass
// over what is not seen, and read the wide signs as the narrow ones.
func harmless(text string) string {
	first := strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) })
	if sign, _ := utf8.DecodeRuneInString(first); first != "" && strings.ContainsRune("=+-@＝＋－＠", sign) {
		return "'" + text
	}
	return text
}
