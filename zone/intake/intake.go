// Package intake turns what a provider hands in, a file or a table of a department's
// database, into the object and the metadata of one dataset version (入库).
//
// It reads untrusted bytes. It keeps no state of its own between calls and is meant to
// run in a child process; it reaches no network but the one database it is told to
// read, and writes nowhere but under the folder it is given.
//
// What newcomers get wrong:
//
//   - Nothing is dropped in silence. A row that cannot be read is counted, listed by
//     file, line and column, and kept word for word in a rejects file that only the
//     provider may fetch. Its values are in no error, log or result.
//   - Types are inferred from the whole file and not from its first lines, and codes
//     that look like numbers stay text: "0538" is not 538.
//   - Detectors propose; the profile already obeys what they propose. A column that is
//     perhaps sensitive has no extremes and no frequent values here.
package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// Format is how the source is written.
type Format string

// The formats. A CSV file may be gzip-compressed; that is seen from its bytes.
const (
	CSV      Format = "csv"
	Parquet  Format = "parquet"
	Excel    Format = "xlsx"
	Postgres Format = "postgresql"
)

// Source is what is to be read.
type Source struct {
	Format Format `json:"format"`
	Name   string `json:"name"`           // how the source is called to people: the uploaded file's name
	Path   string `json:"path,omitempty"` // file formats: where the bytes lie

	Encoding  string `json:"encoding,omitempty"`  // CSV: "utf-8", "gb18030", "utf-16le", "utf-16be"; empty: detected
	Delimiter byte   `json:"delimiter,omitempty"` // CSV: 0: detected among , ; tab | and :
	Skip      int    `json:"skip,omitempty"`      // CSV, Excel: rows above the header, titles for instance
	NoHeader  bool   `json:"noHeader,omitempty"`  // CSV, Excel: the first row is data; columns are named c1, c2, …
	Sheet     string `json:"sheet,omitempty"`     // Excel: empty: the first sheet

	URL    string `json:"url,omitempty"`    // PostgreSQL: connection string; a secret, never part of an error
	Schema string `json:"schema,omitempty"` // PostgreSQL: empty: public
	Table  string `json:"table,omitempty"`  // PostgreSQL
}

// Options is how a source is to be read. The zero value of a limit means its default.
type Options struct {
	WorkDir string    `json:"workDir"` // existing folder for the result and everything temporary
	Today   time.Time `json:"today"`   // the day of reading, for timeliness; zero: no age is computed

	// Columns are columns as declared or as confirmed in the version before. Type,
	// dictionary, class, level, role and confirmation are taken over by name.
	Columns   []catalogue.Column  `json:"columns,omitempty"`
	Key       []string            `json:"key,omitempty"`       // columns declared unique together
	AsOf      string              `json:"asOf,omitempty"`      // column that dates a row
	Frequency catalogue.Frequency `json:"frequency,omitempty"` // declared frequency, for timeliness
	Unit      catalogue.Unit      `json:"unit,omitempty"`      // whose secrets the rows are; unset is treated as a person's

	Strict    bool     `json:"strict,omitempty"`    // refuse the source when any row is bad
	Tolerance float64  `json:"tolerance,omitempty"` // share of values that may misfit a column's inferred type; default 0.01, below 0: none
	Nulls     []string `json:"nulls,omitempty"`     // unquoted texts that mean "no value" beside the empty one; default NULL and \N
	ListCap   int      `json:"listCap,omitempty"`   // bad cells listed in the result; default 200. All are in the rejects file

	MaxRows      int64 `json:"maxRows,omitempty"`      // default: none
	MaxExcelRows int64 `json:"maxExcelRows,omitempty"` // default 200,000
	MaxBytes     int64 `json:"maxBytes,omitempty"`     // bytes after decompression; default 64 GiB
	MaxRecord    int   `json:"maxRecord,omitempty"`    // bytes of one CSV record; default 1 MiB

	// MemoryBytes is the embedded engine's; default 512 MiB, which suits some 500
	// columns. The process needs about 256 MiB more.
	MemoryBytes int64 `json:"memoryBytes,omitempty"`
	Threads     int   `json:"threads,omitempty"` // of the embedded engine; default 2
}

// Phase is where a reading stands.
type Phase string

// The phases, in order. A database table and a Parquet file are not inferred.
const (
	Inferring Phase = "inferring"
	Loading   Phase = "loading"
	Writing   Phase = "writing"
	Measuring Phase = "measuring"
)

// Progress is how far a reading has come. Totals are 0 where they cannot be known.
type Progress struct {
	Phase     Phase `json:"phase"`
	Rows      int64 `json:"rows"`
	TotalRows int64 `json:"totalRows,omitempty"`
	Bytes     int64 `json:"bytes"` // of the source as it lies there, compressed or not; while writing, of the object
	Total     int64 `json:"total,omitempty"`
}

// Result is a finished reading. Its files lie in Dir, which the caller removes.
type Result struct {
	Dir     string            `json:"dir"`
	Path    string            `json:"path"`    // the Parquet object (zstd)
	Version catalogue.Version `json:"version"` // Dataset, Number and Object are the caller's to fill
	Rejects Rejects           `json:"rejects"`
	Blank   int64             `json:"blank"` // empty lines, which hold no row

	Encoding  string `json:"encoding,omitempty"`  // CSV: as read
	Delimiter string `json:"delimiter,omitempty"` // CSV: as read
}

// Read takes in one source. progress may be nil; it is called from the reading
// goroutine, and often enough to draw a bar.
//
// It answers a law.Refusal where the source itself is at fault (no header, too many
// rows, no row that could be read, bad rows under Strict) and a fault otherwise.
// Whatever it answers but success, nothing is left in WorkDir, with one exception: a
// refusal for bad rows comes with a Result that holds the rejects, and their file.
func Read(ctx context.Context, src Source, opt Options, progress func(Progress)) (res Result, err error) {
	opt = opt.withDefaults()
	if progress == nil {
		progress = func(Progress) {}
	}
	dir, err := os.MkdirTemp(opt.WorkDir, "intake-")
	if err != nil {
		return Result{}, fmt.Errorf("making intake folder: %w", err)
	}
	keep := false
	defer func() {
		if !keep {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	r := &reading{src: src, opt: opt, dir: dir, progress: progress}
	defer func() {
		if closing := r.close(); closing != nil {
			res, keep, err = Result{}, false, errors.Join(err, closing)
		}
	}()
	if err := r.run(ctx); err != nil {
		if r.rejects != nil && r.refusedRows {
			keep = true
			return Result{Dir: dir, Rejects: r.rejects.summary()}, err
		}
		return Result{}, r.wrap(ctx, err)
	}
	keep = true
	return r.result(), nil
}

// reading is one call of Read. It belongs to one goroutine.
type reading struct {
	src      Source
	opt      Options
	dir      string // private to this reading
	progress func(Progress)

	engine  *engine
	rejects *rejects
	version catalogue.Version

	encoding    string
	delimiter   byte
	blank       int64
	read        int64 // rows seen, bad ones included
	looked      int64 // rows whose width was taken, and
	bytes       int64 // their bytes in all
	refusedRows bool
}

func (r *reading) path(name string) string { return filepath.Join(r.dir, name) }

const (
	objectName  = "version.parquet"
	rejectsName = "rejects.csv"
	stagingName = "staging.duckdb"
	spillName   = "spill"
	spoolName   = "spool.csv"
)

// run takes the phases in order; each leaves its product in the folder.
func (r *reading) run(ctx context.Context) error {
	var err error
	if r.rejects, err = newRejects(r.path(rejectsName), r.opt.ListCap); err != nil {
		return err
	}
	also := ""
	if r.src.Format == Parquet {
		if also, err = plainPath(r.src); err != nil {
			return err
		}
	}
	if r.engine, err = openEngine(ctx, r.path(stagingName), r.path(spillName), r.dir, also, r.opt); err != nil {
		return err
	}
	switch r.src.Format {
	case CSV:
		err = r.readCSV(ctx, r.src.Path)
	case Excel:
		err = r.readExcel(ctx)
	case Parquet:
		err = r.readParquet(ctx)
	case Postgres:
		err = r.readPostgres(ctx)
	default:
		err = fmt.Errorf("reading source %s: unknown format %q", r.src.Name, r.src.Format)
	}
	if err != nil {
		return err
	}
	if err := r.rejects.close(); err != nil {
		return err
	}
	if r.opt.Strict && r.rejects.rows > 0 {
		r.refusedRows = true
		return refuseRows(r.src.Name, r.rejects.summary())
	}
	if r.version.Rows == 0 {
		r.refusedRows = r.rejects.rows > 0
		return refuseEmpty(r.src.Name, r.rejects.summary())
	}
	return r.measure(ctx)
}

// close ends the engine and removes what only the reading needed.
func (r *reading) close() error {
	var errs []error
	if r.engine != nil {
		errs = append(errs, r.engine.close())
	}
	if r.rejects != nil {
		errs = append(errs, r.rejects.close())
		if r.rejects.rows == 0 {
			errs = append(errs, remove(r.path(rejectsName)))
		}
	}
	for _, name := range []string{stagingName, stagingName + ".wal", spoolName} {
		errs = append(errs, remove(r.path(name)))
	}
	errs = append(errs, os.RemoveAll(r.path(spillName)))
	if r.refusedRows {
		errs = append(errs, remove(r.path(objectName)))
	}
	return errors.Join(errs...)
}

// remove deletes a file that may not be there.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// wrap names the source, and gives a cancelled reading its cause.
func (r *reading) wrap(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return fmt.Errorf("reading %s: %w", r.src.Name, cause)
	}
	return err
}

func (r *reading) result() Result {
	res := Result{Dir: r.dir, Path: r.path(objectName), Version: r.version, Rejects: r.rejects.summary(), Blank: r.blank, Encoding: r.encoding}
	if r.delimiter != 0 {
		res.Delimiter = string(r.delimiter)
	}
	return res
}

func (o Options) withDefaults() Options {
	if o.Tolerance == 0 {
		o.Tolerance = 0.01
	}
	o.Tolerance = max(o.Tolerance, 0)
	if o.Nulls == nil {
		o.Nulls = []string{"NULL", `\N`}
	}
	o.ListCap = either(o.ListCap, 200)
	o.MaxExcelRows = either(o.MaxExcelRows, 200_000)
	o.MaxBytes = either(o.MaxBytes, 64<<30)
	o.MaxRecord = either(o.MaxRecord, 1<<20)
	o.MemoryBytes = either(o.MemoryBytes, 512<<20)
	o.Threads = either(o.Threads, 2)
	return o
}

func either[T int | int64](value, otherwise T) T {
	if value == 0 {
		return otherwise
	}
	return value
}
