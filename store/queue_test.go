package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// TestInsertWidths keeps the statements in step with the columns they name.
func TestInsertWidths(t *testing.T) {
	for _, i := range []*insert{intoCase, intoParty, intoLink, intoEntry, intoRev, intoRecord, outOfTimer, intoTimer, intoNotice, intoTask, intoReceipt, intoTile} {
		columns := strings.Count(i.table, ",") + 1
		if columns != i.width {
			t.Errorf("%s: %d columns, width %d", i.table, columns, i.width)
		}
		for power := range i.texts {
			if got := strings.Count(i.sql(power), "?"); got != i.width<<power {
				t.Errorf("%s: %d parameters for %d rows", i.table, got, 1<<power)
			}
		}
	}
}

// TestQueueMarks plays rows, marks and drops against a plain list.
func TestQueueMarks(t *testing.T) {
	for seed := range 200 {
		q := newQueue(&insert{table: "t (a, b)", width: 2})
		var rows []string
		mark, state := 0, uint32(seed)*2654435761+1
		for step := range 60 {
			state = state*1664525 + 1013904223
			switch choice := state >> 24 % 8; choice {
			case 0:
				q.mark, mark = q.rows(), len(rows)
			case 1:
				q.undo()
				rows = rows[:mark]
			case 2:
				n := int(state>>8) % (mark + 1)
				q.drop(n)
				rows, mark = slices.Clone(rows[n:]), mark-n
			default:
				key := fmt.Sprintf("k%d-%d", seed, step)
				if choice == 3 {
					key = ""
				}
				q.add(key, key, step)
				rows = append(rows, key)
			}
			if q.rows() != len(rows) || q.mark != mark {
				t.Fatalf("seed %d, step %d: %d rows marked %d, want %d marked %d", seed, step, q.rows(), q.mark, len(rows), mark)
			}
			for i, key := range rows {
				if q.args[2*i] != key {
					t.Fatalf("seed %d, step %d: row %d is %v, want %s", seed, step, i, q.args[2*i], key)
				}
				if row, ok := q.row(key); key != "" && (!ok || row[0] != key) {
					t.Fatalf("seed %d, step %d: %s is not found by its key", seed, step, key)
				}
			}
		}
	}
}

// TestMigrations holds them to the house's rules: every constraint is a sentence, and
// nothing is left to render.
func TestMigrations(t *testing.T) {
	for _, e := range []*engine{sqliteEngine(), postgresEngine()} {
		steps, err := e.migrations()
		if err != nil || len(steps) == 0 {
			t.Fatalf("%s: %d migrations, %v", e.name, len(steps), err)
		}
		for i, step := range steps {
			if step.Version != int64(i+1) {
				t.Errorf("migration %d has number %d: a backup counts them", i+1, step.Version)
			}
		}
	}
	files, err := migrationFiles.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := migrationFiles.ReadFile("migrations/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		rendered := sqliteEngine().words.Replace(string(text))
		if strings.Contains(strings.ReplaceAll(rendered, "$argon2id$", ""), "$") {
			t.Errorf("%s: a word was not rendered", file.Name())
		}
		for line := range strings.Lines(rendered) {
			line = strings.TrimSpace(line)
			if strings.Contains(line, "CHECK (") && !strings.HasPrefix(line, "CHECK") && !strings.HasPrefix(line, `CONSTRAINT "`) {
				t.Errorf("%s: a check has no sentence for a name: %s", file.Name(), line)
			}
			if name, ok := strings.CutPrefix(line, `CONSTRAINT "`); ok && !(unicode.IsLower(rune(name[0])) && strings.Count(name, " ") > 2) {
				t.Errorf("%s: not a sentence: %s", file.Name(), line)
			}
		}
	}
}

// TestBackupHoldsAllTables compares the list of the backup with the tables there are.
func TestBackupHoldsAllTables(t *testing.T) {
	leftOut := []string{"session", "sign_in_attempt", "checkpoint_lock"}
	files, _ := migrationFiles.ReadDir("migrations")
	seen := 0
	for _, file := range files {
		text, _ := migrationFiles.ReadFile("migrations/" + file.Name())
		for _, statement := range splitStatements(string(text)) {
			name, found := strings.CutPrefix(statement, "CREATE TABLE ")
			if !found {
				continue
			}
			name, body, _ := strings.Cut(name, " ")
			seen++
			i := slices.IndexFunc(backupTables, func(b struct{ name, columns, key string }) bool { return b.name == name })
			if (i < 0) != slices.Contains(leftOut, name) {
				t.Errorf("table %s: is it in the backup?", name)
			}
			if i < 0 {
				continue
			}
			for line := range strings.Lines(body) {
				column, kind, _ := strings.Cut(strings.TrimSpace(line), " ")
				if !strings.HasPrefix(kind, "${") {
					continue
				}
				if strings.HasPrefix(kind, "${BYTES}") {
					column += "*"
				}
				if !slices.Contains(strings.Fields(backupTables[i].columns), column) {
					t.Errorf("table %s: column %s is not in the backup", name, column)
				}
			}
		}
	}
	if seen != len(backupTables)+len(leftOut) {
		t.Errorf("%d tables, %d in the backup", seen, len(backupTables))
	}
}
