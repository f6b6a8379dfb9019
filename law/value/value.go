// Package value computes amounts of money, and each with what it was computed from. Money
// is a whole number of fen (分), a share is a whole number of parts in a million; there is
// no float. What is divided is rounded once, in the way the rule names, and what is shared
// out adds up to the whole.
//
// It holds no rate, band or period and no formula of any text: a pack states them in rules
// of the kind figure, and law/procedure hands them over with their facts.
//
// What newcomers get wrong: a comparison with a percentage is never made on the percentage,
// which is rounded to be shown. Compare amounts: |A − M| ≤ M × 10 %, rounded down.
package value

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
)

// Limit bounds every amount, up and down: what JSON carries exactly (RFC 7493, 2.2). In
// fen it is ninety million million yuan.
const Limit int64 = 1<<53 - 1

// Whole is one hundred per cent, in parts of a share.
const Whole int64 = 1_000_000

// What cannot be computed.
var (
	ErrBeyond   = errors.New("an amount is beyond what can be kept exactly")
	ErrNothing  = errors.New("nothing can be divided by zero")
	ErrNegative = errors.New("weights and what is shared out are at least zero")
	ErrTwice    = errors.New("a claim is named twice")
	ErrRounding = errors.New("a division needs its rounding: half-up, down or up")
)

// Rounding is how a quotient that is no whole number becomes one.
type Rounding string

// The ways of rounding. HalfUp takes the nearest, and a half away from zero; Down goes
// towards zero and Up away from it.
const (
	HalfUp Rounding = "half-up"
	Down   Rounding = "down"
	Up     Rounding = "up"
)

// Valid reports whether r is one of the three.
func (r Rounding) Valid() bool { return r == HalfUp || r == Down || r == Up }

// whole gives a big number as an amount.
func whole(n *big.Int) (int64, error) {
	if !n.IsInt64() || n.Int64() > Limit || n.Int64() < -Limit {
		return 0, ErrBeyond
	}
	return n.Int64(), nil
}

// Sum adds the products of pairs exactly. The order of the pairs does not matter: only the
// sum must lie within Limit, not what comes before it.
func Sum(pairs ...[2]int64) (int64, error) {
	sum, product := new(big.Int), new(big.Int)
	for _, p := range pairs {
		sum.Add(sum, product.Mul(big.NewInt(p[0]), big.NewInt(p[1])))
	}
	return whole(sum)
}

// Portion is amount × times ÷ per, rounded once. exact says that nothing was rounded.
func Portion(amount, times, per int64, r Rounding) (portion int64, exact bool, err error) {
	switch {
	case per == 0:
		return 0, false, ErrNothing
	case !r.Valid():
		return 0, false, ErrRounding
	}
	n := new(big.Int).Mul(big.NewInt(amount), big.NewInt(times))
	d := big.NewInt(per)
	negative := n.Sign()*d.Sign() < 0
	n.Abs(n)
	d.Abs(d)
	q, rest := new(big.Int).QuoRem(n, d, new(big.Int))
	exact = rest.Sign() == 0
	if r == Up && !exact || r == HalfUp && rest.Lsh(rest, 1).Cmp(d) >= 0 {
		q.Add(q, big.NewInt(1))
	}
	if negative {
		q.Neg(q)
	}
	portion, err = whole(q)
	return portion, exact, err
}

// Weight is one claim on what is shared out.
type Weight struct {
	Name   string
	Weight int64 // at least 0; only the ratio of the weights matters
}

// Share parts total among the claims by weight. Each first gets its portion rounded down;
// the fen that are left go, one each, to those whose portion lost most by it, and of equals
// to the one whose name comes first. The shares add up to total, none is negative, and the
// order of the claims does not matter as long as their names differ.
func Share(total int64, claims []Weight) ([]int64, error) {
	all := new(big.Int)
	for _, c := range claims {
		if c.Weight < 0 {
			return nil, ErrNegative
		}
		all.Add(all, big.NewInt(c.Weight))
	}
	switch {
	case total < 0:
		return nil, ErrNegative
	case total > Limit:
		return nil, ErrBeyond
	case all.Sign() == 0:
		return nil, ErrNothing
	}
	shares, lost, left := make([]int64, len(claims)), make([]*big.Int, len(claims)), total
	for i, c := range claims {
		q, rest := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(total), big.NewInt(c.Weight)), all, new(big.Int))
		shares[i], lost[i] = q.Int64(), rest
		left -= shares[i]
	}
	order := make([]int, len(claims))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(lost[y].Cmp(lost[x]), cmp.Compare(claims[x].Name, claims[y].Name))
	})
	for _, i := range order[:left] {
		shares[i]++
	}
	return shares, nil
}
