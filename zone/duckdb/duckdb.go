// Package duckdb is the embedded engine: DuckDB in a locked child process.
//
// A job's child loads the columns the job reads into an in-memory instance, turns off
// everything that reaches outside the instance, locks the settings and then the process
// (zone/work), and only then is given the job's SQL. No DuckDB setting is a boundary by
// itself: several attacks pass all of them in the same instance, so the instance holds
// nothing but what the job may see.
//
// The parser is a child of the same kind that lives longer, holds no data and answers
// with DuckDB's own parse tree.
package duckdb

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/shuyu-project/shuyu/zone"
	"github.com/shuyu-project/shuyu/zone/work"
)

// Names of the tasks a child can be asked to do.
const (
	taskRun   = "duckdb.run"
	taskParse = "duckdb.parse"
)

// Tasks are what cmd (and a test's TestMain) gives to work.Main.
func Tasks() map[string]func() work.Task {
	return map[string]func() work.Task{
		taskRun:   func() work.Task { return &runner{} },
		taskParse: func() work.Task { return &parser{} },
	}
}

// settings is what a child's header says to this engine.
type settings struct {
	Threads int     `json:"threads"`
	Tables  []table `json:"tables"`
}

// table is a projection as it is loaded: which input, and which of its columns.
type table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// instance is one in-memory database with one connection.
type instance struct{ conn driver.Conn }

// open starts an instance under the job's limits. Everything that could load code or
// keep a secret is off from the start.
func open(h work.Header, s settings) (instance, error) {
	connector, err := duck.NewConnector("", nil)
	if err != nil {
		return instance{}, fmt.Errorf("opening engine: %w", err)
	}
	conn, err := connector.Connect(context.Background())
	if err != nil {
		return instance{}, fmt.Errorf("opening engine: %w", err)
	}
	i := instance{conn}
	return i, i.exec(
		"SET autoinstall_known_extensions=false", "SET autoload_known_extensions=false",
		"SET allow_community_extensions=false", "SET allow_persistent_secrets=false",
		fmt.Sprintf("SET memory_limit='%dMB'", max(h.Limits.Memory>>20, 16)),
		fmt.Sprintf("SET threads=%d", max(s.Threads, 1)),
		"SET temp_directory=''", "SET TimeZone='Asia/Shanghai'", "SET preserve_insertion_order=true")
}

// seal turns off what reaches outside and then the turning on again; nothing may follow.
func (i instance) seal() error {
	return i.exec("SET enable_external_access=false", "SET disabled_filesystems='LocalFileSystem'", "SET lock_configuration=true")
}

func (i instance) exec(statements ...string) error {
	x, ok := i.conn.(driver.ExecerContext)
	if !ok {
		return errors.New("preparing engine: the driver cannot execute")
	}
	for n, q := range statements {
		if _, err := x.ExecContext(context.Background(), q, nil); err != nil {
			// the engine's words stay here: while loading they may hold a cell
			return fmt.Errorf("preparing engine, statement %d: %w", n+1, failure(err))
		}
	}
	return nil
}

// failure maps an engine's error to its class. The message is dropped: it quotes values.
func failure(err error) *zone.Failure {
	var known *zone.Failure
	if errors.As(err, &known) {
		return known
	}
	var e *duck.Error
	if !errors.As(err, &e) {
		return &zone.Failure{Class: zone.FailedOther}
	}
	switch e.Type {
	case duck.ErrorTypeConversion, duck.ErrorTypeOutOfRange, duck.ErrorTypeDivideByZero, duck.ErrorTypeDecimal, duck.ErrorTypeMismatchType:
		return &zone.Failure{Class: zone.FailedConversion}
	case duck.ErrorTypeOutOfMemory, duck.ErrorTypeObjectSize:
		return &zone.Failure{Class: zone.FailedMemory}
	case duck.ErrorTypePermission, duck.ErrorTypeIO, duck.ErrorTypeMissingExtension, duck.ErrorTypeAutoLoad, duck.ErrorTypeSettings,
		duck.ErrorTypeInvalidConfiguration, duck.ErrorTypeNetwork, duck.ErrorTypeHTTP:
		return &zone.Failure{Class: zone.FailedForbidden}
	case duck.ErrorTypeBinder, duck.ErrorTypeCatalog, duck.ErrorTypeParser, duck.ErrorTypeSyntax, duck.ErrorTypeNotImplemented, duck.ErrorTypeParameterNotResolved:
		return &zone.Failure{Class: zone.FailedBinding}
	}
	return &zone.Failure{Class: zone.FailedOther}
}

func readSettings(h work.Header) (settings, error) {
	var s settings
	if err := json.Unmarshal(h.Settings, &s); err != nil {
		return s, fmt.Errorf("reading settings: %w", err)
	}
	return s, nil
}
