package catalogue

// Version is one immutable state of a dataset: bytes in the vault, and what is known
// about them. Numbers start at 1 and are dense.
type Version struct {
	Dataset DatasetID `json:"dataset"`
	Number  int       `json:"number"`

	Columns []Column `json:"columns"` // in the order of the file; names unique
	Rows    int64    `json:"rows"`
	Bytes   int64    `json:"bytes"`            // size of the object
	Object  string   `json:"object,omitempty"` // digest of the object, as the vault names it
	Source  string   `json:"source,omitempty"` // digest of what was uploaded, "sha256:…"; empty for a table

	Quality Quality         `json:"quality"`
	Profile []ColumnProfile `json:"profile,omitempty"` // as Columns, same order
}

// Column finds a column by its name.
func (v Version) Column(name string) (Column, bool) {
	for _, c := range v.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

// Level is the level at which the version as a whole is held: the highest of its
// columns, L3 while any is unconfirmed.
func (v Version) Level() Level {
	level := L1
	for _, c := range v.Columns {
		level = max(level, c.Guarded())
	}
	return level
}

// Quality is how good a version is, as measured when it was taken in. Shares are in
// [0, 1]; a figure that was not asked for is absent, which is not the same as bad.
type Quality struct {
	Completeness float64  `json:"completeness"`         // cells that hold a value, of all cells
	Validity     float64  `json:"validity"`             // rows taken in, of all rows read
	Uniqueness   *float64 `json:"uniqueness,omitempty"` // distinct declared keys, of all rows
	Duplicates   int64    `json:"duplicates"`           // rows that repeat an earlier row in every column
	Rejected     int64    `json:"rejected"`             // rows refused for a stated reason
	Newest       string   `json:"newest,omitempty"`     // latest day in the as-of column, yyyy-mm-dd
	AgeDays      *int     `json:"ageDays,omitempty"`    // natural days from Newest to the day of reading
	Timely       *bool    `json:"timely,omitempty"`     // AgeDays within the declared frequency
}

// ColumnProfile describes the values of one column. Extremes and frequent values are
// present only where the column is not protected: a minimum is somebody's value.
type ColumnProfile struct {
	Name      string     `json:"name"`
	Nulls     int64      `json:"nulls"`
	Distinct  int64      `json:"distinct"` // counted up to about 100,000, beyond that estimated within about a fifth
	MinLength int        `json:"minLength,omitempty"`
	MaxLength int        `json:"maxLength,omitempty"` // of the text, in characters
	Min       string     `json:"min,omitempty"`       // numbers and days only
	Max       string     `json:"max,omitempty"`
	Frequent  []Frequent `json:"frequent,omitempty"` // most frequent first
	Withheld  bool       `json:"withheld"`           // protected: extremes and frequent values were not computed
}

// Frequent is a value that many rows share.
type Frequent struct {
	Value string `json:"value"`
	Rows  int64  `json:"rows"`
}
