package party

import (
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// CreditCode is a unified social credit code (统一社会信用代码): eighteen places, the last
// a check character. The zero value is no code. 〔GB 32100〕
type CreditCode string

// creditAlphabet leaves out I, O, Z, S and V, which are taken for digits.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ParseCreditCode reads a code, without regard to case and surrounding space. Refusals:
// organisation.credit-code, with what is wrong as a fact: the length, a character, or
// the check. 〔platform PF-28〕
func ParseCreditCode(s string) (CreditCode, *law.Refusal) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if len(s) != 18 {
		return "", creditFault("length")
	}
	sum, weight := 0, 1
	for i := range 17 {
		value := strings.IndexByte(creditAlphabet, s[i])
		if value < 0 {
			return "", creditFault("character")
		}
		// The weight of place i, counted from 0, is 3^i mod 31.
		sum += value * weight
		weight = weight * 3 % 31
	}
	if s[17] != creditAlphabet[(31-sum%31)%31] {
		return "", creditFault("check")
	}
	return CreditCode(s), nil
}

func creditFault(what string) *law.Refusal {
	return law.Refuse(CodeCreditCode, law.Platform("PF-28"), law.Fact{Name: "wrong", Value: what})
}
