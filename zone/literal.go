package zone

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shuyu-project/shuyu/law"
)

var errLiteral = errors.New("literal of a kind that is not admitted")

// literal reads a constant: NULL, whole numbers, decimals, doubles and text.
func (r *reader) literal(n node) expr {
	raw, _ := n.take("value")
	v := r.open(raw)
	t, _ := v.take("type")
	kind := r.open(t)
	id := kind.text("id")
	scale := 0
	if info, ok := kind.take("type_info"); ok {
		i := r.open(info)
		r.expect(i, "type", "DECIMAL_TYPE_INFO")
		i.take("width")
		i.take("alias")
		scale = i.number("scale")
		r.done(i, "literal")
	}
	isNull := v.flag("is_null")
	value, _ := v.take("value")
	r.done(kind, "literal")
	r.done(v, "literal")
	if isNull && id == "NULL" {
		return null(n.at)
	}
	l, err := constant(id, scale, value)
	if err != nil {
		r.refuse(CodeLiteral, UnitStatement, n.at,
			law.Text{ZH: "该常量的形式不予受理。", EN: "A constant of this kind is not admitted."},
			law.Text{ZH: "使用数值或文本常量。", EN: "Use a number or a text."}, law.Fact{Name: "type", Value: clip(id)})
		return null(n.at)
	}
	l.pos = pos(n.at)
	return l
}

func constant(id string, scale int, value json.RawMessage) (literal, error) {
	switch id {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL":
		whole, err := bigNumber(value)
		if err != nil || scale < 0 || scale > 38 {
			return literal{}, errLiteral
		}
		text := decimal(whole, scale)
		number, _ := strconv.ParseFloat(text, 64)
		return literal{text: text, number: number}, nil
	case "FLOAT", "DOUBLE":
		f, err := strconv.ParseFloat(string(value), 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return literal{}, errLiteral
		}
		return literal{text: "CAST('" + strconv.FormatFloat(f, 'g', -1, 64) + "' AS DOUBLE)", number: f}, nil
	case "VARCHAR":
		var s string
		if json.Unmarshal(value, &s) != nil || len(s) > maxLiteral || !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return literal{}, errLiteral
		}
		return literal{text: quoteText(s), isText: true}, nil
	}
	return literal{}, errLiteral
}

// bigNumber reads a whole number, or the two halves in which the engine writes one of
// 128 bits.
func bigNumber(raw json.RawMessage) (*big.Int, error) {
	if !bytes.HasPrefix(raw, []byte("{")) {
		if i, ok := new(big.Int).SetString(string(raw), 10); ok {
			return i, nil
		}
		return nil, errLiteral
	}
	var halves struct {
		Upper json.Number `json:"upper"`
		Lower json.Number `json:"lower"`
	}
	strict := json.NewDecoder(bytes.NewReader(raw))
	strict.DisallowUnknownFields()
	if strict.Decode(&halves) != nil {
		return nil, errLiteral
	}
	upper, ok1 := new(big.Int).SetString(halves.Upper.String(), 10)
	lower, ok2 := new(big.Int).SetString(halves.Lower.String(), 10)
	if !ok1 || !ok2 {
		return nil, errLiteral
	}
	return upper.Lsh(upper, 64).Add(upper, lower), nil
}

// decimal prints whole × 10^-scale.
func decimal(whole *big.Int, scale int) string {
	digits := new(big.Int).Abs(whole).String()
	if scale > 0 {
		if len(digits) <= scale {
			digits = strings.Repeat("0", scale-len(digits)+1) + digits
		}
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if whole.Sign() < 0 {
		return "-" + digits
	}
	return digits
}
