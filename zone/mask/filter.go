package mask

import (
	"fmt"
	"math/big"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/law"
)

// Predicate is one condition on rows. A grant's row filter is a list of them, all of
// which must hold; it is never SQL text.
type Predicate struct {
	Column string   `json:"column"`
	Op     Op       `json:"op"`
	Values []string `json:"values,omitempty"` // literals of the column's type: one, or one or more for in
}

// Op compares a column with literals. A null in the column never satisfies one but
// IsNull.
type Op string

const (
	Equal     Op = "="
	Unequal   Op = "!="
	Below     Op = "<"
	AtMost    Op = "<="
	Above     Op = ">"
	AtLeast   Op = ">="
	In        Op = "in"
	Prefix    Op = "prefix" // text only
	IsNull    Op = "is-null"
	IsPresent Op = "is-present"
)

// comparison operators as the engine writes them.
var comparisons = map[Op]string{Equal: "=", Unequal: "<>", Below: "<", AtMost: "<=", Above: ">", AtLeast: ">="}

// render writes p as a condition of the engine. Every literal is read as the
// column's type first and written anew, so that no text of the grant reaches the
// engine as anything but a value.
func (p Predicate) render(c Column) (string, error) {
	name := quoteName(c.Name)
	switch p.Op {
	case IsNull, IsPresent:
		if len(p.Values) != 0 {
			return "", fmt.Errorf("takes no value")
		}
		return name + map[Op]string{IsNull: " IS NULL", IsPresent: " IS NOT NULL"}[p.Op], nil
	case In:
		if len(p.Values) == 0 {
			return "", fmt.Errorf("wants a value")
		}
		list := make([]string, len(p.Values))
		for i, v := range p.Values {
			l, err := literal(v, c.Type)
			if err != nil {
				return "", err
			}
			list[i] = l
		}
		return name + " IN (" + strings.Join(list, ", ") + ")", nil
	}
	if len(p.Values) != 1 {
		return "", fmt.Errorf("wants one value")
	}
	l, err := literal(p.Values[0], c.Type)
	if err != nil {
		return "", err
	}
	if p.Op == Prefix {
		if c.Type != Text {
			return "", fmt.Errorf("wants text")
		}
		return "starts_with(" + name + ", " + l + ")", nil
	}
	op, ok := comparisons[p.Op]
	if !ok {
		return "", fmt.Errorf("is not an operator")
	}
	if c.Type == Boolean && p.Op != Equal && p.Op != Unequal {
		return "", fmt.Errorf("does not order booleans")
	}
	return name + " " + op + " " + l, nil
}

// literal reads v as a value of the type and writes it as the engine reads it.
func literal(v string, t Type) (string, error) {
	switch t {
	case Text:
		if !utf8.ValidString(v) || strings.IndexByte(v, 0) >= 0 {
			return "", fmt.Errorf("has a value that is not text")
		}
		return quoteText(v), nil
	case Integer:
		n, ok := new(big.Int).SetString(v, 10)
		if !ok || n.BitLen() > 120 {
			return "", fmt.Errorf("has a value that is no integer")
		}
		return n.String(), nil
	case Decimal, Double:
		if len(v) > 40 || strings.ContainsAny(v, "eExXpP/_") {
			return "", fmt.Errorf("has a value that is no decimal number")
		}
		r, ok := new(big.Rat).SetString(v)
		if !ok {
			return "", fmt.Errorf("has a value that is no decimal number")
		}
		return "CAST('" + r.FloatString(18) + "' AS DOUBLE)", nil
	case Date:
		day, err := time.Parse(time.DateOnly, v)
		if err != nil {
			return "", fmt.Errorf("has a value that is no day")
		}
		return "DATE '" + day.Format(time.DateOnly) + "'", nil
	case Moment:
		moment, err := time.Parse(time.DateTime, v)
		if err != nil {
			return "", fmt.Errorf("has a value that is no moment")
		}
		return "TIMESTAMP '" + moment.Format(time.DateTime) + "'", nil
	case Boolean:
		if v != "true" && v != "false" {
			return "", fmt.Errorf("has a value that is neither true nor false")
		}
		return v, nil
	}
	return "", fmt.Errorf("has a column of unknown type")
}

// where renders a filter over the version's columns; "true" for none. Refusals:
// [CodeUnknownColumn], [CodeFilterIdentifier], [CodeFilterUnfit].
func where(filter []Predicate, version map[string]Column) (string, *law.Refusal) {
	var refused *law.Refusal
	parts := []string{}
	for _, p := range filter {
		c, ok := version[p.Column]
		if !ok {
			refused = law.Join(refused, unknownColumn(p.Column))
			continue
		}
		if c.Role == Identifier && !p.coarse() {
			refused = law.Join(refused, refuse(CodeFilterIdentifier, p.Column,
				law.Text{ZH: "行条件不得按标识列挑选具体的人或企业。", EN: "A row filter does not pick persons or firms by their identifier."},
				law.Text{ZH: "请改用地区、时间等条件。", EN: "Filter by region, time or the like."}))
			continue
		}
		condition, err := p.render(c)
		if err != nil {
			refused = law.Join(refused, refuse(CodeFilterUnfit, p.Column,
				law.Text{ZH: "行条件与该列的类型不符。", EN: "The row filter does not fit the column."},
				law.Text{ZH: "请修正条件的运算符和取值。", EN: "Mend the operator and values of the condition."},
				law.Fact{Name: "operator", Value: string(p.Op)}, law.Fact{Name: "ground", Value: err.Error()}))
			continue
		}
		parts = append(parts, "("+condition+")")
	}
	if refused != nil || len(parts) == 0 {
		return "true", refused
	}
	return strings.Join(parts, " AND "), nil
}

// mostPrefix is how much of an identifier a filter may name: a division's six digits.
const mostPrefix = 6

// coarse: p singles nobody out, whatever the column.
func (p Predicate) coarse() bool {
	switch p.Op {
	case IsNull, IsPresent:
		return true
	case Prefix:
		return len(p.Values) == 1 && utf8.RuneCountInString(p.Values[0]) <= mostPrefix
	}
	return false
}

func unknownColumn(name string) *law.Refusal {
	return refuse(CodeUnknownColumn, name,
		law.Text{ZH: "数据集的该版本没有这一列。", EN: "This version of the dataset has no such column."},
		law.Text{ZH: "请按目录核对列名。", EN: "Check the name against the catalogue."})
}
