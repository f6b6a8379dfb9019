package egress

import (
	"crypto/sha256"
	"encoding/hex"
)

// Format is how an artefact is written.
type Format string

const (
	CSV     Format = "csv"
	JSON    Format = "json" // an array of flat objects, all with the same names
	Parquet Format = "parquet"
)

// Artefact is a held output, exactly as it is held.
type Artefact struct {
	Name    string   // file name, for people
	Format  Format   // as the author says; the bytes decide
	Bytes   []byte   //
	Columns []Column // the author's description, one for each column of the file
}

// As says what a column shows.
type As string

const (
	Group        As = "group"        // a key the rows are grouped by
	Count        As = "count"        // how many distinct units
	Sum          As = "sum"          // total of a source column
	Mean         As = "mean"         //
	RateOf       As = "rate"         // Numerator over Denominator, columns of the same table
	Min          As = "min"          //
	Max          As = "max"          //
	Quantile     As = "quantile"     // At says which
	Contributors As = "contributors" // how many distinct units stand behind the row
	Value        As = "value"        // a value of single records: refused by R16 where there is a unit
)

// Column describes one column of an artefact. The author writes it, but for
// Structural, which the platform sets from what the provider declared and the
// authority confirmed, and Withheld, which reviewers may set; Public counts only where
// the source says so too.
type Column struct {
	Name         string  `json:"name"`
	As           As      `json:"as"`
	Of           string  `json:"of,omitempty"`           // source column it was made from; Name when empty
	Counted      Counted `json:"counted,omitempty"`      // for count and contributors
	Contributors string  `json:"contributors,omitempty"` // column with its contributors; the table's only one when empty
	Numerator    string  `json:"numerator,omitempty"`    // for a rate: column with the count above the line
	Denominator  string  `json:"denominator,omitempty"`  // for a rate: column with the count below the line
	At           int     `json:"at,omitempty"`           // for a quantile, in basis points: 5000 is the median
	Structural   bool    `json:"structural,omitempty"`   // zeros, or being all of one class, lie in the table's nature; declared and confirmed
	Public       bool    `json:"public,omitempty"`       // the source column is level 1 and open
	Withheld     bool    `json:"withheld,omitempty"`     // for the reviewers only: left out when the file is re-written
}

// Counted says what a count counts.
type Counted string

const (
	Units Counted = "units" // distinct privacy units
	Rows  Counted = "rows"  // refused by R1 where there is a unit
)

func (a As) magnitude() bool {
	return a == Sum || a == Mean || a == Min || a == Max || a == Quantile
}

func (a As) count() bool { return a == Count || a == Contributors }

func (a As) numeric() bool { return a.magnitude() || a.count() || a == RateOf }

func (a As) known() bool { return a.numeric() || a == Group || a == Value }

// source is the name of the source column c was made from.
func (c Column) source() string {
	if c.Of != "" {
		return c.Of
	}
	return c.Name
}

// Table is an artefact read: rows × columns, in the order of the file.
type Table struct {
	Names []string
	Rows  [][]Cell
}

// Cell is one value as text. Numbers are canonical: no sign +, no exponent, no zero
// that says nothing.
type Cell struct {
	Text string
	Null bool
}

// at is the position of a column, or -1.
func (t Table) at(name string) int {
	for i, n := range t.Names {
		if n == name {
			return i
		}
	}
	return -1
}

// Digest is the SHA-256 of bytes in hexadecimal.
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
