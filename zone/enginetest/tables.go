package enginetest

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/shuyu-project/shuyu/zone"
)

// Resident is a row of the synthetic register of residents: one row per unit.
type Resident struct {
	ID       string
	District string
	Sex      string
	Age      int64
	Income   int64 // yuan; NULL when negative
	Card     string
}

// Residents makes n residents, the same every time. Every seventh has no income.
func Residents(n int) []Resident {
	all := make([]Resident, n)
	state := uint64(42)
	next := func(m uint64) uint64 { // an LCG: the rows must be the same on every machine, not random
		state = state*6364136223846793005 + 1442695040888963407
		return (state >> 33) % m
	}
	for i := range all {
		all[i] = Resident{
			ID: fmt.Sprintf("U%06d", i), District: fmt.Sprintf("3709%02d", next(6)), Sex: []string{"F", "M"}[next(2)],
			Age: int64(next(90)), Income: int64(next(100_000)), Card: fmt.Sprintf("62%014d", i),
		}
		if i%7 == 0 {
			all[i].Income = -1
		}
	}
	return all
}

// ResidentColumns are the columns of Residents.
func ResidentColumns(n int) []zone.Column {
	return []zone.Column{
		{Name: "id", Type: "VARCHAR", Level: 3, Mask: "hmac", Role: zone.RoleUnit, Distinct: int64(n)},
		{Name: "district", Type: "VARCHAR", Level: 1, Role: zone.RolePublic, Distinct: 6},
		{Name: "sex", Type: "VARCHAR", Level: 2, Role: zone.RoleProtected, Distinct: 2},
		{Name: "age", Type: "INTEGER", Level: 2, Role: zone.RoleProtected, Distinct: 90},
		{Name: "income", Type: "BIGINT", Level: 3, Role: zone.RoleProtected, Distinct: int64(n)},
		{Name: "card", Type: "VARCHAR", Level: 4, Mask: "hmac", Role: zone.RoleIdentifier, Distinct: int64(n)},
	}
}

// ResidentProjection writes residents as the projection "resident".
func (h Harness) ResidentProjection(t *testing.T, catalogue zone.Catalogue, residents []Resident) zone.Projection {
	t.Helper()
	var rows [][]string
	for _, r := range residents {
		income := strconv.FormatInt(r.Income, 10)
		if r.Income < 0 {
			income = ""
		}
		rows = append(rows, []string{r.ID, r.District, r.Sex, strconv.FormatInt(r.Age, 10), income, r.Card})
	}
	columns := ResidentColumns(len(rows))
	return zone.Projection{Name: "resident", Dataset: "D1", Version: "1", Grant: "G1", Scenario: "S1", Catalogue: catalogue, Unit: "person",
		Columns: columns, Rows: int64(len(rows)), Units: int64(len(rows)), Digest: "test", Source: h.Write(t, columns, rows)}
}

// Visit is a row of the register of visits: several rows per unit.
type Visit struct {
	ID   string
	Cost int64
}

// Visits gives every third resident i%5 visits.
func Visits(residents []Resident) []Visit {
	var all []Visit
	for i, r := range residents {
		if i%3 != 0 {
			continue
		}
		for n := range i % 5 {
			all = append(all, Visit{r.ID, int64(10 + n)})
		}
	}
	return all
}

// VisitProjection writes visits as the projection "visit".
func (h Harness) VisitProjection(t *testing.T, catalogue zone.Catalogue, visits []Visit) zone.Projection {
	t.Helper()
	columns := []zone.Column{
		{Name: "id", Type: "VARCHAR", Level: 3, Mask: "hmac", Role: zone.RoleUnit},
		{Name: "cost", Type: "BIGINT", Level: 3, Role: zone.RoleProtected, Distinct: 5},
	}
	var rows [][]string
	units := map[string]bool{}
	for _, v := range visits {
		units[v.ID] = true
		rows = append(rows, []string{v.ID, strconv.FormatInt(v.Cost, 10)})
	}
	columns[0].Distinct = int64(len(units))
	return zone.Projection{Name: "visit", Dataset: "D2", Version: "1", Grant: "G2", Scenario: "S1", Catalogue: catalogue, Unit: "person",
		Columns: columns, Rows: int64(len(rows)), Units: int64(len(units)), Digest: "test", Source: h.Write(t, columns, rows)}
}

// AreaProjection writes the districts as "area": a public table without a unit.
func (h Harness) AreaProjection(t *testing.T, catalogue zone.Catalogue) zone.Projection {
	t.Helper()
	columns := []zone.Column{
		{Name: "district", Type: "VARCHAR", Level: 1, Role: zone.RolePublic, Distinct: 8},
		{Name: "name", Type: "VARCHAR", Level: 1, Role: zone.RolePublic, Distinct: 8},
		{Name: "half", Type: "VARCHAR", Level: 1, Role: zone.RolePublic, Distinct: 2},
		{Name: "size", Type: "DOUBLE", Level: 1, Role: zone.RolePublic, Distinct: 8},
	}
	var rows [][]string
	for i := range 8 {
		rows = append(rows, []string{fmt.Sprintf("3709%02d", i), fmt.Sprintf("区%d", i), []string{"east", "west"}[i%2], fmt.Sprint(i + 1)})
	}
	return zone.Projection{Name: "area", Dataset: "D3", Version: "1", Grant: "G3", Scenario: "S1", Catalogue: catalogue, Unit: zone.NoUnit,
		Columns: columns, Rows: 8, Digest: "test", Source: h.Write(t, columns, rows)}
}
