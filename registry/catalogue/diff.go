package catalogue

import (
	"fmt"
	"strconv"
)

// Allowance is how much worse a new version may be and still reach the grants that
// stand on the old one. The numbers come from the pack or the agreement, never from
// here; the zero value allows nothing.
type Allowance struct {
	Completeness float64 `json:"completeness"` // share by which it may fall
	Validity     float64 `json:"validity"`
	Uniqueness   float64 `json:"uniqueness"`
	Rows         float64 `json:"rows"` // share of rows that may be lost
}

// Difference is what changed between two versions of a dataset, as it matters to the
// grants that read it.
type Difference struct {
	Stops []Change `json:"stops,omitempty"` // each alone keeps the new version from the projections
	Notes []Change `json:"notes,omitempty"` // changes that do no harm to a grant: said, not acted on
}

// Compatible reports whether the new version may reach standing grants.
func (d Difference) Compatible() bool { return len(d.Stops) == 0 }

// Change is one difference. Code is stable; From and To are names, levels, shares or
// counts, never a cell.
type Change struct {
	Code   string `json:"code"`
	Column string `json:"column,omitempty"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
}

// Codes of changes.
const (
	ChangeRemoved      = "column.removed"
	ChangeAdded        = "column.added"
	ChangeMoved        = "column.moved"
	ChangeType         = "column.type"
	ChangeUnit         = "column.unit"
	ChangeClass        = "column.class"
	ChangeLevelRise    = "column.level-rise"
	ChangeLevelFall    = "column.level-fall"
	ChangeRole         = "column.role"
	ChangeUnconfirmed  = "column.unconfirmed"
	ChangeUnitColumn   = "version.unit-column" // another column identifies the privacy unit
	ChangeDataset      = "version.dataset"
	ChangeNumber       = "version.number"
	ChangeCompleteness = "quality.completeness"
	ChangeValidity     = "quality.validity"
	ChangeUniqueness   = "quality.uniqueness"
	ChangeRows         = "quality.rows"
)

// Diff compares a new version with the one that standing grants were issued on, and
// gives every reason why it may not take its place.
//
// A column that is new stops nothing, confirmed or not: a grant names its columns, so
// no grant shows it. One that is gone, typed or measured differently, of another
// class, level or role, or not yet confirmed, stops.
func Diff(old, fresh Version, allow Allowance) Difference {
	var d Difference
	stop := func(code, column, from, to string) {
		d.Stops = append(d.Stops, Change{Code: code, Column: column, From: from, To: to})
	}
	note := func(code, column, from, to string) {
		d.Notes = append(d.Notes, Change{Code: code, Column: column, From: from, To: to})
	}
	if old.Dataset != fresh.Dataset {
		stop(ChangeDataset, "", string(old.Dataset), string(fresh.Dataset))
	}
	if fresh.Number <= old.Number {
		stop(ChangeNumber, "", strconv.Itoa(old.Number), strconv.Itoa(fresh.Number))
	}
	place := map[string]int{}
	for i, c := range fresh.Columns {
		place[c.Name] = i
	}
	for i, was := range old.Columns {
		at, kept := place[was.Name]
		if !kept {
			stop(ChangeRemoved, was.Name, string(was.Type), "")
			continue
		}
		if at != i {
			note(ChangeMoved, was.Name, strconv.Itoa(i+1), strconv.Itoa(at+1))
		}
		diffColumn(was, fresh.Columns[at], stop, note)
		delete(place, was.Name)
	}
	for _, c := range fresh.Columns {
		if _, added := place[c.Name]; added {
			note(ChangeAdded, c.Name, "", string(c.Type))
		}
	}
	diffQuality(old, fresh, allow, stop)
	return d
}

// diffColumn compares one column with itself in the new version.
func diffColumn(was, is Column, stop, note func(code, column, from, to string)) {
	if a, b := typeText(was), typeText(is); a != b {
		stop(ChangeType, is.Name, a, b)
	}
	if was.Unit != is.Unit {
		stop(ChangeUnit, is.Name, was.Unit, is.Unit)
	}
	if !is.Confirmed() {
		stop(ChangeUnconfirmed, is.Name, "", "")
	}
	if was.Class != is.Class {
		stop(ChangeClass, is.Name, string(was.Class), string(is.Class))
	}
	if was.Role != is.Role {
		stop(ChangeRole, is.Name, string(was.Role), string(is.Role))
	}
	switch before, after := was.Guarded(), is.Guarded(); {
	case after > before:
		stop(ChangeLevelRise, is.Name, before.String(), after.String())
	case after < before:
		note(ChangeLevelFall, is.Name, before.String(), after.String())
	}
}

// diffQuality stops a version that fell by more than is allowed.
func diffQuality(old, fresh Version, allow Allowance, stop func(code, column, from, to string)) {
	fell := func(code string, was, is, by float64) {
		if was-is > by+1e-12 {
			stop(code, "", share(was), share(is))
		}
	}
	fell(ChangeCompleteness, old.Quality.Completeness, fresh.Quality.Completeness, allow.Completeness)
	fell(ChangeValidity, old.Quality.Validity, fresh.Quality.Validity, allow.Validity)
	if old.Quality.Uniqueness != nil {
		now := 0.0 // a key that is no longer measured is not known to hold
		if fresh.Quality.Uniqueness != nil {
			now = *fresh.Quality.Uniqueness
		}
		fell(ChangeUniqueness, *old.Quality.Uniqueness, now, allow.Uniqueness)
	}
	if lost := float64(old.Rows - fresh.Rows); lost > allow.Rows*float64(old.Rows)+1e-9 {
		stop(ChangeRows, "", strconv.FormatInt(old.Rows, 10), strconv.FormatInt(fresh.Rows, 10))
	}
}

func share(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }

func typeText(c Column) string {
	if c.Type == Decimal {
		return fmt.Sprintf("decimal(%d,%d)", c.Precision, c.Scale)
	}
	return string(c.Type)
}
