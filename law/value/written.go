package value

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Written writes an amount as people read it: money in yuan with two decimals, a share as
// a per cent with four, thousands parted by commas.
func Written(u Unit, amount int64) string { return written(u, big.NewInt(amount)) }

func written(u Unit, amount *big.Int) string {
	digits := new(big.Int).Abs(amount).String()
	sign := ""
	if amount.Sign() < 0 {
		sign = "−"
	}
	switch u {
	case Money:
		return sign + point(digits, 2)
	case Parts:
		return sign + point(digits, 4) + "%"
	}
	return sign + commas(digits)
}

// point puts the decimal point before the last places digits.
func point(digits string, places int) string {
	if len(digits) <= places {
		digits = strings.Repeat("0", places+1-len(digits)) + digits
	}
	cut := len(digits) - places
	return commas(digits[:cut]) + "." + digits[cut:]
}

func commas(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// roundingWords say how a figure was rounded.
var roundingWords = map[Rounding]law.Text{
	HalfUp: {ZH: "四舍五入", EN: "rounded half up"},
	Down:   {ZH: "舍去尾数", EN: "rounded down"},
	Up:     {ZH: "进位取整", EN: "rounded up"},
}

// Derivation writes in both languages how the figure was reached, in one line: each
// operand with its name, the arithmetic, the rounding, the result.
func (f Figure) Derivation() law.Text {
	return law.Text{ZH: f.derivation("zh"), EN: f.derivation("en")}
}

func (f Figure) derivation(language string) string {
	var b strings.Builder
	for i, t := range f.Terms {
		switch {
		case t.Less:
			b.WriteString(" − ")
		case i > 0:
			b.WriteString(" + ")
		}
		b.WriteString(t.written(language))
	}
	if len(f.Terms) == 0 {
		b.WriteString(Written(f.Unit, 0))
	}
	text := strings.TrimSpace(b.String())
	if f.Absolute {
		text = "|" + text + "|"
	}
	if f.Portion != nil {
		if len(f.Terms) > 1 && !f.Absolute {
			text = "(" + text + ")"
		}
		text += f.Portion.written(language)
	}
	text += " = " + Written(f.Unit, f.Amount)
	if f.Portion != nil && !f.Portion.Exact {
		text += bracketed(roundingWords[f.Portion.Rounding].In(language), language)
	}
	if f.Least != nil {
		text += bracketed(law.Text{ZH: "不低于 ", EN: "at least "}.In(language)+Written(f.Unit, *f.Least), language)
	}
	for _, s := range f.Shares {
		text += "; " + s.Name + " " + strconv.FormatInt(s.Weight, 10) + " → " + Written(f.Unit, s.Amount)
	}
	return text
}

func bracketed(text, language string) string {
	if language == "en" {
		return " (" + text + ")"
	}
	return "（" + text + "）"
}

func (t Term) written(language string) string {
	name := t.Title.In(language)
	if t.Named != "" {
		name += " " + t.Named
	}
	text := strings.TrimSpace(name + " " + Written(t.Unit, t.Value))
	if t.Times != nil {
		text += " × " + Written(Count, *t.Times)
	}
	return text
}

func (r Ratio) written(language string) string {
	text := ""
	if r.Times != 1 {
		text += " × " + strings.TrimSpace(r.TimesTitle.In(language)+" "+Written(Count, r.Times))
	}
	if r.Per != 1 {
		text += " ÷ " + strings.TrimSpace(r.PerTitle.In(language)+" "+Written(Count, r.Per))
	}
	return text
}
