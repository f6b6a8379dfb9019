package intake

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
)

// plainPath gives the absolute path of a file the engine is to open. The engine reads
// patterns in names; one that would be read as a pattern is not opened.
func plainPath(src Source) (string, error) {
	path, err := filepath.Abs(src.Path)
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", src.Name, err)
	}
	if strings.ContainsAny(path, "*?[]{}") {
		return "", fmt.Errorf("reading %s: its path holds characters of a pattern", src.Name)
	}
	return path, nil
}

// readParquet takes in a Parquet file: its types are its own, and it is rewritten, so
// that nothing the catalogue does not know of (metadata, other types) comes with it.
func (r *reading) readParquet(ctx context.Context) error {
	path, err := plainPath(r.src)
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("reading %s: %w", r.src.Name, err)
	}
	if info.Size() > r.opt.MaxBytes {
		return refuseLimit(CodeBytes, r.src.Name, r.opt.MaxBytes, remedySplit)
	}
	if r.version.Source, err = digest(path); err != nil {
		return fmt.Errorf("reading %s: %w", r.src.Name, err)
	}
	from := "read_parquet(" + literal(path) + ")"
	columns, list, err := r.parquetColumns(ctx, from)
	if err != nil {
		return err
	}
	if err := r.engine.one(ctx, "SELECT count(*) FROM "+from, &r.version.Rows); err != nil {
		return r.damaged(err)
	}
	r.read = r.version.Rows
	if r.opt.MaxRows > 0 && r.read > r.opt.MaxRows {
		return refuseLimit(CodeRows, r.src.Name, r.opt.MaxRows, remedySplit)
	}
	r.progress(Progress{Phase: Loading, TotalRows: r.read, Total: info.Size()})
	if err := r.classify(ctx, from, columns); err != nil {
		return r.damaged(err)
	}
	for i := range columns {
		columns[i] = r.declared(columns[i])
	}
	r.version.Columns = columns
	if r.version.Rows == 0 {
		return nil
	}
	if err := r.write(ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+from); err != nil {
		return r.damaged(err)
	}
	return nil
}

// damaged turns a fault met while reading the file into the refusal of a damaged file,
// where it is nobody else's fault.
func (r *reading) damaged(err error) error {
	var fault engineFault
	if !errors.As(err, &fault) || fault.class == "INTERRUPT Error" || fault.class == "INTERNAL Error" || fault.class == "FATAL Error" {
		return fmt.Errorf("reading %s: %w", r.src.Name, err)
	}
	return refuseUnreadable(r.src.Name)
}

// parquetColumns gives the columns of a file and the expression that reads each.
func (r *reading) parquetColumns(ctx context.Context, from string) ([]catalogue.Column, []string, error) {
	var names, types []string
	err := r.engine.many(ctx, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM "+from+")", func(rows *sql.Rows) error {
		var name, kind string
		err := rows.Scan(&name, &kind)
		names, types = append(names, name), append(types, kind)
		return err
	})
	if err != nil {
		return nil, nil, r.damaged(err)
	}
	columns, err := r.header(names)
	if err != nil {
		return nil, nil, err
	}
	list := make([]string, len(columns))
	for i := range columns {
		found, ok := engineType(types[i])
		if !ok {
			return nil, nil, r.refuseType(columns[i].Name, types[i])
		}
		found.Name = columns[i].Name
		if want := r.declared(found); sqlType(want) != sqlType(found) {
			return nil, nil, r.refuseType(found.Name, types[i])
		}
		columns[i] = found
		list[i] = "CAST(" + identifier(names[i]) + " AS " + sqlType(found) + ") AS " + identifier(found.Name)
	}
	return columns, list, nil
}

func (r *reading) refuseType(column, kind string) error {
	return refuse(CodeType, UnitTypes,
		law.Text{ZH: "列的类型不是目录规定的类型，或与已声明的类型不同。", EN: "The column's type is not one of the catalogue's, or not the declared one."},
		law.Text{ZH: "请由提供单位转换该列后重新上传。", EN: "The provider converts the column and uploads again."},
		law.Fact{Name: "file", Value: r.src.Name}, law.Fact{Name: "column", Value: column}, law.Fact{Name: "type", Value: kind})
}

// engineType gives the catalogue's type for one of the engine's. Every value of the
// engine's type fits it without loss, except that nanoseconds are cut.
func engineType(kind string) (catalogue.Column, bool) {
	switch kind {
	case "BOOLEAN":
		return catalogue.Column{Type: catalogue.Boolean}, true
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER":
		return catalogue.Column{Type: catalogue.Integer}, true
	case "UBIGINT":
		return catalogue.Column{Type: catalogue.Decimal, Precision: 20}, true
	case "FLOAT", "DOUBLE":
		return catalogue.Column{Type: catalogue.Double}, true
	case "DATE":
		return catalogue.Column{Type: catalogue.Date}, true
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE":
		return catalogue.Column{Type: catalogue.Timestamp}, true
	case "VARCHAR", "UUID", "TIME", "JSON":
		return catalogue.Column{Type: catalogue.String}, true
	}
	if strings.HasPrefix(kind, "ENUM(") && !strings.HasSuffix(kind, "[]") {
		return catalogue.Column{Type: catalogue.String}, true
	}
	var precision, scale int
	if n, _ := fmt.Sscanf(kind, "DECIMAL(%d,%d)", &precision, &scale); n == 2 && kind == fmt.Sprintf("DECIMAL(%d,%d)", precision, scale) {
		return catalogue.Column{Type: catalogue.Decimal, Precision: precision, Scale: scale}, true
	}
	return catalogue.Column{}, false
}
