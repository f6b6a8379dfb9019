package catalogue_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/registry/catalogue"
)

func TestLevelText(t *testing.T) {
	for _, l := range append(catalogue.Levels(), 0) {
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		var back catalogue.Level
		if err := json.Unmarshal(b, &back); err != nil || back != l {
			t.Errorf("level %d: read back %d from %s, %v", l, back, b, err)
		}
	}
	for _, bad := range []string{`"L0"`, `"L5"`, `"3"`, `"l1"`, `"L11"`} {
		var l catalogue.Level
		if err := json.Unmarshal([]byte(bad), &l); err == nil {
			t.Errorf("%s was read as level %v", bad, l)
		}
	}
}

func TestKindText(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range catalogue.Detectors() {
		b, err := d.Kind.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back catalogue.Kind
		if err := back.UnmarshalText(b); err != nil || back != d.Kind || seen[string(b)] {
			t.Errorf("kind %s: read back %v, %v, seen before: %v", b, back, err, seen[string(b)])
		}
		seen[string(b)] = true
		if d.Name.ZH == "" || d.Name.EN == "" || !d.Level.Valid() || !d.Role.Valid() || d.Class == "" || d.Values && d.Source == "" {
			t.Errorf("detector %s is not fully described: %+v", b, d)
		}
	}
	if len(seen) < 12 {
		t.Errorf("%d detectors", len(seen))
	}
}

// Known numbers of the standards' own examples and of public bodies.
func TestCheckDigits(t *testing.T) {
	for _, id := range []string{"11010519491231002X", "440524188001010014"} { // examples of GB 11643
		if check, ok := catalogue.ResidentCheck([]byte(id[:17])); !ok || check != id[17] {
			t.Errorf("resident number: check %c, want %c", check, id[17])
		}
	}
	for _, code := range []string{"91350100M000100Y43"} { // example of GB 32100
		if check, ok := catalogue.CreditCheck([]byte(code[:17])); !ok || check != code[17] {
			t.Errorf("credit code: check %c, want %c", check, code[17])
		}
	}
	if check, ok := catalogue.OrganisationCheck([]byte("D2143569")); !ok || check != 'X' { // example of GB 11714
		t.Errorf("organisation code: check %c, want X", check)
	}
	if check, ok := catalogue.CardCheck([]byte("7992739871")); !ok || check != '3' { // example of ISO/IEC 7812
		t.Errorf("card: check %c, want 3", check)
	}
	if check, ok := catalogue.VINCheck([]byte("1M8GDM9AXKP042788")); !ok || check != 'X' { // example of the VIN rule
		t.Errorf("vehicle: check %c, want X", check)
	}
	if _, ok := catalogue.ResidentCheck([]byte("1101051949123100X")); ok {
		t.Error("a letter among the first seventeen places was accepted")
	}
}

// A check digit must catch every single wrong digit.
func TestResidentCheckCatchesOneWrongDigit(t *testing.T) {
	const id = "11010519491231002X"
	for i := range 17 {
		for d := byte('0'); d <= '9'; d++ {
			b := []byte(id)
			if b[i] == d {
				continue
			}
			b[i] = d
			if check, _ := catalogue.ResidentCheck(b[:17]); check == id[17] {
				t.Errorf("place %d written as %c passes", i+1, d)
			}
		}
	}
}

func column(name string, level catalogue.Level, role catalogue.Role) catalogue.Column {
	return catalogue.Column{Name: name, Type: catalogue.Integer, Label: law.Text{ZH: name, EN: name}, Class: catalogue.ClassGeneral,
		Level: level, Role: role, ConfirmedBy: "seat/han"}
}

func version(number int, columns ...catalogue.Column) catalogue.Version {
	unique := 1.0
	return catalogue.Version{Dataset: "d", Number: number, Columns: columns, Rows: 1000, Object: "o",
		Quality: catalogue.Quality{Completeness: 0.99, Validity: 1, Uniqueness: &unique}}
}

func TestDiff(t *testing.T) {
	a, b := column("a", catalogue.L1, catalogue.NoRole), column("b", catalogue.L2, catalogue.QuasiIdentifier)
	change := func(c catalogue.Column, f func(*catalogue.Column)) catalogue.Column { f(&c); return c }
	rows := []struct {
		why   string
		fresh catalogue.Version
		allow catalogue.Allowance
		stops []string
		notes []string
	}{
		{why: "nothing changed", fresh: version(2, a, b)},
		{why: "the same number again", fresh: version(1, a, b), stops: []string{"version.number"}},
		{why: "a column is gone", fresh: version(2, a), stops: []string{"column.removed b"}},
		{why: "a column is new, though nobody has graded it", fresh: version(2, a, b, catalogue.Column{Name: "c", Type: catalogue.String}), notes: []string{"column.added c"}},
		{why: "columns changed places", fresh: version(2, b, a), notes: []string{"column.moved a", "column.moved b"}},
		{why: "another type", fresh: version(2, change(a, func(c *catalogue.Column) { c.Type = catalogue.Double }), b), stops: []string{"column.type a"}},
		{why: "another unit of measure", fresh: version(2, change(a, func(c *catalogue.Column) { c.Unit = "km" }), b), stops: []string{"column.unit a"}},
		{why: "a higher level", fresh: version(2, change(a, func(c *catalogue.Column) { c.Level = catalogue.L3 }), b), stops: []string{"column.level-rise a"}},
		{why: "a lower level", fresh: version(2, a, change(b, func(c *catalogue.Column) { c.Level = catalogue.L1 })), notes: []string{"column.level-fall b"}},
		{why: "another role", fresh: version(2, a, change(b, func(c *catalogue.Column) { c.Role = catalogue.Identifier })), stops: []string{"column.role b"}},
		{why: "another class", fresh: version(2, a, change(b, func(c *catalogue.Column) { c.Class = catalogue.ClassVehicle })), stops: []string{"column.class b"}},
		{why: "not confirmed yet: held as sensitive until then", fresh: version(2, change(a, func(c *catalogue.Column) { c.ConfirmedBy = "" }), b),
			stops: []string{"column.unconfirmed a", "column.level-rise a"}},
		{why: "less complete", fresh: quality(version(2, a, b), 0.90, 1, 1, 1000), stops: []string{"quality.completeness"}},
		{why: "less complete, within what is allowed", fresh: quality(version(2, a, b), 0.98, 1, 1, 1000), allow: catalogue.Allowance{Completeness: 0.02}},
		{why: "everything worse: every reason", fresh: quality(version(2, a, b), 0.5, 0.5, 0.5, 500),
			stops: []string{"quality.completeness", "quality.validity", "quality.uniqueness", "quality.rows"}},
		{why: "rows lost, within what is allowed", fresh: quality(version(2, a, b), 0.99, 1, 1, 900), allow: catalogue.Allowance{Rows: 0.1}},
		{why: "the key is no longer measured", fresh: func() catalogue.Version { v := version(2, a, b); v.Quality.Uniqueness = nil; return v }(), stops: []string{"quality.uniqueness"}},
	}
	for _, row := range rows {
		d := catalogue.Diff(version(1, a, b), row.fresh, row.allow)
		if got := codes(d.Stops); !reflect.DeepEqual(got, row.stops) || d.Compatible() != (len(row.stops) == 0) {
			t.Errorf("%s: stops %v, want %v", row.why, got, row.stops)
		}
		if got := codes(d.Notes); !reflect.DeepEqual(got, row.notes) {
			t.Errorf("%s: notes %v, want %v", row.why, got, row.notes)
		}
	}
}

func quality(v catalogue.Version, completeness, validity, uniqueness float64, rows int64) catalogue.Version {
	v.Quality.Completeness, v.Quality.Validity, v.Quality.Uniqueness, v.Rows = completeness, validity, &uniqueness, rows
	return v
}

func codes(changes []catalogue.Change) []string {
	var list []string
	for _, c := range changes {
		list = append(list, strings.TrimSpace(c.Code+" "+c.Column))
	}
	return list
}

func TestUnconfirmedIsNeverPublic(t *testing.T) {
	bare := catalogue.Column{Name: "x", Type: catalogue.Integer, Level: catalogue.L1}
	if got := bare.Guarded(); got != catalogue.L3 {
		t.Errorf("an unconfirmed column is held at %v, want L3", got)
	}
	proposed := bare
	proposed.Proposals = []catalogue.Proposal{{Detector: catalogue.BankCard, Level: catalogue.L4, Role: catalogue.Identifier, Class: catalogue.ClassPersonAccount}}
	if got := proposed.Guarded(); got != catalogue.L4 {
		t.Errorf("a column proposed as L4 is held at %v", got)
	}
	filled := catalogue.Column{Name: "x", Proposals: proposed.Proposals}.Propose()
	if filled.Level != catalogue.L4 || filled.Role != catalogue.Identifier || filled.Confirmed() {
		t.Errorf("proposing filled %+v", filled)
	}
	confirmed := column("x", catalogue.L1, catalogue.NoRole)
	confirmed.Proposals = proposed.Proposals
	if got := confirmed.Guarded(); got != catalogue.L1 {
		t.Errorf("a person confirmed L1 and it is held at %v", got)
	}
}

// Records are kept as canonical JSON: what is written is what is read.
func TestVersionJSON(t *testing.T) {
	v := version(3, column("a", catalogue.L2, catalogue.Sensitive))
	v.Columns[0].Proposals = []catalogue.Proposal{{Detector: catalogue.Mobile, Confidence: 0.5, Level: catalogue.L3, Role: catalogue.Identifier, Class: catalogue.ClassPersonContact}}
	v.Profile = []catalogue.ColumnProfile{{Name: "a", Distinct: 3, Frequent: []catalogue.Frequent{{Value: "1", Rows: 20}}}}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back catalogue.Version
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(v, back) {
		t.Errorf("read back %+v from %s, %v", back, b, err)
	}
}

func TestConfirm(t *testing.T) {
	c := catalogue.Column{Name: "x", Proposals: []catalogue.Proposal{{Detector: catalogue.Mobile, Level: catalogue.L3}}}
	got, err := c.Confirm(catalogue.ClassGeneral, catalogue.L1, catalogue.NoRole, "seat/han")
	if err != nil || !got.Confirmed() || !got.Lowered() || c.Confirmed() {
		t.Errorf("confirmed %+v, %v", got, err)
	}
	if same, err := c.Confirm(catalogue.ClassPersonContact, catalogue.L3, catalogue.Identifier, "seat/han"); err != nil || same.Lowered() {
		t.Errorf("confirmed as proposed: %+v, %v", same, err)
	}
	for why, f := range map[string]func() (catalogue.Column, error){
		"no class":   func() (catalogue.Column, error) { return c.Confirm("", catalogue.L1, catalogue.NoRole, "s") },
		"no level":   func() (catalogue.Column, error) { return c.Confirm(catalogue.ClassGeneral, 0, catalogue.NoRole, "s") },
		"level five": func() (catalogue.Column, error) { return c.Confirm(catalogue.ClassGeneral, 5, catalogue.NoRole, "s") },
		"no role":    func() (catalogue.Column, error) { return c.Confirm(catalogue.ClassGeneral, catalogue.L1, "", "s") },
		"nobody": func() (catalogue.Column, error) {
			return c.Confirm(catalogue.ClassGeneral, catalogue.L1, catalogue.NoRole, "")
		},
	} {
		if got, err := f(); err == nil || got.Confirmed() {
			t.Errorf("%s was confirmed", why)
		}
	}
}
