package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// backupTables are what a backup holds, in the order in which references allow them to
// be restored. Columns that hold bytes end in "*". Left out on purpose: sessions and
// failed sign-ins, which must not come back, and the checkpoint lock, whose whole use is
// that it does not go back with the log.
var backupTables = []struct{ name, columns, key string }{
	{"entry", "seq kind outcome case_id org leaf* sha256* sm3*", "seq"},
	{"tile", "algorithm level number hashes* root*", "algorithm, level, number"},
	{"case_file", "id procedure pack state opened closed due filer_org rev entry reach body jurisdiction", "id"},
	{"case_party", "org case_id", "org, case_id"},
	{"case_link", "target case_id kind", "target, case_id, kind"},
	{"record_rev", "kind id rev entry org subject state from_day until_day title case_id body jurisdiction", "kind, id, rev"},
	{"register_record", "kind id rev org subject state from_day until_day title case_id jurisdiction", "kind, id"},
	{"timer", "id case_id step on_day rule", "id"},
	{"notice", "id to_org seat case_id kind text sent served how reader entry", "id"},
	{"task", "id kind case_id body entry ready_ms attempt holder lease_ms done_entry done_ms", "id"},
	{"receipt", "seat key body entry expires_ms", "seat, key"},
	{"token", "hash* id seat name created_by created_ms expires_ms revoked_by revoked_ms", "id"},
	{"credential", "person password password_ms totp* totp_ms totp_step", "person"},
	{"wrapped_key", "id purpose subject wrapped_by wrapped* state created_ms destroyed_by destroyed_ms", "id"},
	{"meter", "key on_day count", "key, on_day"},
	{"checkpoint", "origin size signed_ms note*", "origin, size"},
	{"setting", "name value set_by set_ms", "name"},
}

// backupFormat names what this package writes and reads.
const backupFormat = "shuyu-backup/1"

// The lines of a backup: one header, for each table its name and rows (arrays in the
// order of the columns, bytes in base64), one trailer. It is gzip of these lines.
type (
	backupHeader struct {
		Format string `json:"format"`
		Schema int    `json:"schema"` // migrations applied
		Engine string `json:"engine"` // it came from; any engine restores it
		Size   int64  `json:"size"`   // entries of the log
	}
	backupTable struct {
		Table   string   `json:"table"`
		Columns []string `json:"columns"`
	}
	backupTrailer struct {
		End    bool   `json:"end"`
		Rows   int64  `json:"rows"`
		SHA256 string `json:"sha256"` // of all lines before, hex
	}
)

// Backup writes the store as of one snapshot, while others go on writing. The form is
// the same for both engines, so that a backup of one restores onto the other. It holds
// hashes of tokens and passwords and wrapped keys: keep it like the database.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	return s.snapshot(ctx, func(v view) error {
		if err := v.backup(ctx, w); err != nil {
			return fmt.Errorf("backing up: %w", err)
		}
		return nil
	})
}

// dump writes lines and keeps count and digest of them.
type dump struct {
	lines *json.Encoder
	rows  int64
}

func (v view) backup(ctx context.Context, w io.Writer) error {
	size, err := v.Size(ctx)
	if err != nil {
		return err
	}
	steps, err := v.engine.migrations()
	if err != nil {
		return err
	}
	packed := gzip.NewWriter(w)
	digest := sha256.New()
	d := dump{lines: json.NewEncoder(io.MultiWriter(packed, digest))}
	d.lines.SetEscapeHTML(false)
	if err := d.lines.Encode(backupHeader{backupFormat, len(steps), v.engine.name, size}); err != nil {
		return err
	}
	for _, t := range backupTables {
		if err := d.table(ctx, v, t.name, strings.Fields(t.columns), t.key); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	if err := json.NewEncoder(packed).Encode(backupTrailer{true, d.rows, hex.EncodeToString(digest.Sum(nil))}); err != nil {
		return err
	}
	return packed.Close()
}

func (d *dump) table(ctx context.Context, v view, name string, columns []string, key string) error {
	if err := d.lines.Encode(backupTable{name, columns}); err != nil {
		return err
	}
	query := "SELECT " + strings.ReplaceAll(strings.Join(columns, ", "), "*", "") + " FROM " + name + " ORDER BY " + key
	row, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		dest[i] = &row[i]
	}
	return v.each(ctx, func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		for i, value := range row {
			if text, ok := value.([]byte); ok && !strings.HasSuffix(columns[i], "*") {
				row[i] = string(text) // a driver may hand text out as bytes
			}
		}
		d.rows++
		return d.lines.Encode(row)
	}, query)
}

// What a restore refuses.
var (
	ErrNotEmpty = errors.New("the store to restore into is not empty")
	ErrBackup   = errors.New("not a whole backup")
)

// Restore reads a backup into the empty store at address, creating it. It is one
// transaction: when the backup is cut short or altered, or the restored store does not
// pass Check, nothing remains. The caller then compares the log with the checkpoint lock
// (audit.CheckStart): a restored log that is shorter than what was signed must not be
// continued silently.
func Restore(ctx context.Context, address string, r io.Reader, opts Options) (Report, error) {
	h, err := connect(address, opts)
	if err != nil {
		return Report{}, err
	}
	defer h.close()
	if err := h.migrate(ctx); err != nil {
		return Report{}, err
	}
	tx, err := h.write.BeginTx(ctx, nil)
	if err != nil {
		return Report{}, fmt.Errorf("restoring: %w", err)
	}
	defer tx.Rollback() // after Commit it does nothing
	v := view{queries{on: tx, engine: h.engine}}
	report, err := v.restore(ctx, r)
	if err != nil {
		return report, fmt.Errorf("restoring: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return report, fmt.Errorf("restoring: %w", err)
	}
	return report, nil
}

func (v view) restore(ctx context.Context, r io.Reader) (Report, error) {
	for _, t := range backupTables {
		var n int64
		if _, err := v.one(ctx, []any{&n}, "SELECT COUNT(*) FROM "+t.name); err != nil {
			return Report{}, err
		}
		if n > 0 {
			return Report{}, ErrNotEmpty
		}
	}
	size, err := v.load(ctx, r)
	if err != nil {
		return Report{}, err
	}
	report, err := v.check(ctx, CheckOptions{})
	if err == nil && report.Head.Size != uint64(size) {
		err = fmt.Errorf("%w: %d entries of %d", ErrBackup, report.Head.Size, size)
	}
	if err == nil && !report.OK() {
		err = fmt.Errorf("the restored store does not pass its check, first: %s", report.Findings[0])
	}
	return report, err
}

// load inserts the rows of a backup and answers the size of its log.
func (v view) load(ctx context.Context, r io.Reader) (int64, error) {
	packed, err := gzip.NewReader(r)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	in := bufio.NewReaderSize(packed, 1<<16)
	digest := sha256.New()
	l := &loader{view: v, ctx: ctx}
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return 0, fmt.Errorf("%w: it ends before its end", ErrBackup)
		}
		if bytes.HasPrefix(line, []byte(`{"end":`)) {
			return l.header.Size, l.finish(line, hex.EncodeToString(digest.Sum(nil)))
		}
		digest.Write(line)
		if err := l.line(line); err != nil {
			return 0, err
		}
	}
}

// loader is the state of one restore.
type loader struct {
	view
	ctx    context.Context
	header backupHeader
	bytes  []bool // of the table's columns: which hold bytes
	rows   *queue
	n      int64
}

func (l *loader) line(line []byte) error {
	switch {
	case l.header.Format == "":
		return l.begin(line)
	case line[0] == '{':
		return l.table(line)
	case l.rows == nil:
		return fmt.Errorf("%w: a row before its table", ErrBackup)
	}
	return l.row(line)
}

func (l *loader) begin(line []byte) error {
	if json.Unmarshal(line, &l.header) != nil || l.header.Format != backupFormat {
		return fmt.Errorf("%w: its first line is not %s", ErrBackup, backupFormat)
	}
	steps, err := l.engine.migrations()
	if err != nil {
		return err
	}
	if l.header.Schema > len(steps) {
		return fmt.Errorf("%w: it was made by a later version (schema %d, this one knows %d)", ErrBackup, l.header.Schema, len(steps))
	}
	return nil
}

// table begins a table. Names are compared with the list above: a backup cannot bring
// SQL with it.
func (l *loader) table(line []byte) error {
	if err := l.flush(); err != nil {
		return err
	}
	var t backupTable
	if err := json.Unmarshal(line, &t); err != nil {
		return fmt.Errorf("%w: %w", ErrBackup, err)
	}
	for _, known := range backupTables {
		if known.name != t.Table {
			continue
		}
		l.bytes = nil
		for _, column := range t.Columns {
			if !strings.Contains(" "+known.columns+" ", " "+column+" ") {
				return fmt.Errorf("%w: table %s has no such column", ErrBackup, t.Table)
			}
			l.bytes = append(l.bytes, strings.HasSuffix(column, "*"))
		}
		columns := strings.ReplaceAll(strings.Join(t.Columns, ", "), "*", "")
		l.rows = newQueue(&insert{table: t.Table + " (" + columns + ")", width: len(t.Columns)})
		return nil
	}
	return fmt.Errorf("%w: unknown table", ErrBackup)
}

func (l *loader) row(line []byte) error {
	var cells []json.RawMessage
	if json.Unmarshal(line, &cells) != nil || len(cells) != len(l.bytes) {
		return fmt.Errorf("%w: a row of %s is malformed", ErrBackup, l.rows.into.table)
	}
	row := make([]any, len(cells))
	for i, cell := range cells {
		var err error
		if row[i], err = readCell(cell, l.bytes[i]); err != nil {
			return fmt.Errorf("%w: a row of %s is malformed", ErrBackup, l.rows.into.table)
		}
	}
	l.n++
	if l.rows.add("", row...); l.rows.rows() >= widest {
		return l.flush()
	}
	return nil
}

// readCell reads null, an integer, text, or bytes.
func readCell(cell json.RawMessage, isBytes bool) (any, error) {
	switch {
	case string(cell) == "null":
		return nil, nil
	case isBytes:
		b := []byte{}
		err := json.Unmarshal(cell, &b)
		return b, err
	case cell[0] == '"':
		var s string
		err := json.Unmarshal(cell, &s)
		return s, err
	}
	var n int64
	err := json.Unmarshal(cell, &n)
	return n, err
}

func (l *loader) flush() error {
	if l.rows == nil {
		return nil
	}
	if err := l.rows.send(l.queries, l.rows.rows()); err != nil {
		return fmt.Errorf("table %s: %w", l.rows.into.table, err)
	}
	return nil
}

func (l *loader) finish(line []byte, digest string) error {
	if err := l.flush(); err != nil {
		return err
	}
	var end backupTrailer
	if json.Unmarshal(line, &end) != nil || end.Rows != l.n || end.SHA256 != digest {
		return fmt.Errorf("%w: it was altered", ErrBackup)
	}
	return nil
}
