package value_test

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/value"
)

// yuan writes whole yuan as fen.
func yuan(y int64) int64 { return y * 100 }

func times(n int64) *int64 { return &n }

// The worked example of the price formulas, figure by figure: each is what it must be, to
// the fen. Its numbers are invented; its formulas are those of the notice on prices.
func TestExample(t *testing.T) {
	zero := int64(0)
	m := yuan(7_600_000)
	for _, row := range []struct {
		why  string
		f    value.Figure
		want int64
	}{
		{"cost entries are added up", value.Figure{Terms: []value.Term{{Value: yuan(3_600_000)}, {Value: yuan(2_100_000)}, {Value: yuan(2_400_000)}, {Value: yuan(500_000)}, {Value: yuan(900_000)}}}, yuan(9_500_000)},
		{"80 % of them is for industry", portion(yuan(9_500_000), 800_000, value.Whole, value.HalfUp), yuan(7_600_000)},
		{"less the subsidy", value.Figure{Terms: []value.Term{{Value: yuan(7_600_000)}, {Value: yuan(600_000), Less: true}}}, yuan(7_000_000)},
		{"yield and points", value.Figure{Terms: []value.Term{{Value: 17_000}, {Value: 50_000}}}, 67_000},
		{"profit is 6.70 % of cost", portion(yuan(7_000_000), 67_000, value.Whole, value.HalfUp), yuan(469_000)},
		{"revenue is cost, profit and tax", value.Figure{Terms: []value.Term{{Value: yuan(7_000_000)}, {Value: yuan(469_000)}, {Value: yuan(131_000)}}}, m},
		{"ceilings times forecast", value.Figure{Terms: []value.Term{{Value: 120, Times: times(4_000_000)}, {Value: yuan(3_000), Times: times(800)}}}, yuan(7_200_000)},
		{"ceilings that pass the revenue", value.Figure{Terms: []value.Term{{Value: 120, Times: times(4_000_000)}, {Value: yuan(3_600), Times: times(800)}}}, yuan(7_680_000)},
		{"year 1", value.Figure{Terms: []value.Term{{Value: 110, Times: times(4_500_000)}, {Value: yuan(3_000), Times: times(900)}}}, yuan(7_650_000)},
		{"year 1 deviates by 0.66 %", portion(yuan(50_000), value.Whole, m, value.HalfUp), 6_579},
		{"year 2", value.Figure{Terms: []value.Term{{Value: 110, Times: times(5_400_000)}, {Value: yuan(3_000), Times: times(980)}}}, yuan(8_880_000)},
		{"year 2 deviates by 16.84 %", portion(yuan(1_280_000), value.Whole, m, value.HalfUp), 168_421},
		{"year 3 lies below", value.Figure{Absolute: true, Terms: []value.Term{{Value: yuan(7_340_000)}, {Value: m, Less: true}}}, yuan(260_000)},
		{"year 3 deviates by 3.42 %", portion(yuan(260_000), value.Whole, m, value.HalfUp), 34_211},
		{"the band of 10 %", portion(m, 100_000, value.Whole, value.Down), yuan(760_000)},
		{"exactly 10 %", value.Figure{Absolute: true, Terms: []value.Term{{Value: yuan(8_360_000)}, {Value: m, Less: true}}}, yuan(760_000)},
		{"one fen more", value.Figure{Absolute: true, Terms: []value.Term{{Value: yuan(8_360_000) + 1}, {Value: m, Less: true}}}, yuan(760_000) + 1},
		{"excess over the cycle", value.Figure{Least: &zero, Terms: []value.Term{{Value: yuan(23_870_000)}, {Value: m, Times: times(3), Less: true}}}, yuan(1_070_000)},
		{"a shortfall is not made up", value.Figure{Least: &zero, Terms: []value.Term{{Value: yuan(100)}, {Value: m, Times: times(3), Less: true}}}, 0},
		{"the next cycle", value.Figure{Terms: []value.Term{{Value: yuan(8_100_000), Times: times(3)}, {Value: yuan(1_070_000), Less: true}}}, yuan(23_230_000)},
		{"smoothed over two", value.Figure{Terms: []value.Term{{Value: yuan(8_100_000), Times: times(3)}, {Value: yuan(535_000), Less: true}}}, yuan(23_765_000)},
	} {
		if err := row.f.Compute(); err != nil || row.f.Amount != row.want {
			t.Errorf("%s: got %d, %v; want %d", row.why, row.f.Amount, err, row.want)
		}
	}
}

func portion(amount, times, per int64, r value.Rounding) value.Figure {
	return value.Figure{Terms: []value.Term{{Value: amount}}, Portion: &value.Ratio{Times: times, Per: per, Rounding: r}}
}

// What cannot be computed says so, and never gives a number.
func TestUncomputed(t *testing.T) {
	for _, row := range []struct {
		why  string
		f    value.Figure
		want error
	}{
		{"division by nothing", portion(1, 1, 0, value.HalfUp), value.ErrNothing},
		{"no rounding", portion(1, 1, 3, ""), value.ErrRounding},
		{"a product beyond", value.Figure{Terms: []value.Term{{Value: value.Limit, Times: times(2)}}}, value.ErrBeyond},
		{"a portion beyond", portion(value.Limit, 2, 1, value.Down), value.ErrBeyond},
		{"a negative whole is not shared out", value.Figure{Terms: []value.Term{{Value: -1}}, Shares: []value.Shared{{Name: "a", Weight: 1}}}, value.ErrNegative},
		{"a negative weight", value.Figure{Shares: []value.Shared{{Name: "a", Weight: -1}, {Name: "b", Weight: 2}}}, value.ErrNegative},
		{"no weight at all", value.Figure{Shares: []value.Shared{{Name: "a"}}}, value.ErrNothing},
		{"a claim twice", value.Figure{Shares: []value.Shared{{Name: "a", Weight: 1}, {Name: "a", Weight: 1}}}, value.ErrTwice},
	} {
		if err := row.f.Compute(); !errors.Is(err, row.want) {
			t.Errorf("%s: got %v", row.why, err)
		}
	}
	// what passes the limit on the way and comes back is exact
	f := value.Figure{Terms: []value.Term{{Value: value.Limit, Times: times(5)}, {Value: value.Limit, Times: times(5), Less: true}, {Value: 7}}}
	if err := f.Compute(); err != nil || f.Amount != 7 {
		t.Errorf("got %d, %v", f.Amount, err)
	}
}

// rounded is the rounding of an exact quotient by the definition of each way, over big.Rat:
// it shares no code with the package.
func rounded(q *big.Rat, r value.Rounding) *big.Int {
	size := new(big.Rat).Abs(q)
	floor := new(big.Int).Div(size.Num(), size.Denom())
	rest := new(big.Rat).Sub(size, new(big.Rat).SetInt(floor))
	switch {
	case rest.Sign() == 0, r == value.Down:
	case r == value.Up, rest.Cmp(big.NewRat(1, 2)) >= 0:
		floor.Add(floor, big.NewInt(1))
	}
	if q.Sign() < 0 {
		floor.Neg(floor)
	}
	return floor
}

var roundings = []value.Rounding{value.HalfUp, value.Down, value.Up}

// A portion is the exact quotient rounded once.
func TestPortionAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount, times := rapid.Int64Range(-value.Limit, value.Limit).Draw(t, "amount"), rapid.Int64Range(-2_000_000, 2_000_000).Draw(t, "times")
		per := rapid.Int64Range(-2_000_000, 2_000_000).Filter(func(n int64) bool { return n != 0 }).Draw(t, "per")
		r := rapid.SampledFrom(roundings).Draw(t, "rounding")
		q := new(big.Rat).Mul(big.NewRat(amount, 1), big.NewRat(times, per))
		want := rounded(q, r)
		got, exact, err := value.Portion(amount, times, per, r)
		if !want.IsInt64() || want.Int64() > value.Limit || want.Int64() < -value.Limit {
			if !errors.Is(err, value.ErrBeyond) {
				t.Fatalf("got %d, %v; it is beyond", got, err)
			}
			return
		}
		if err != nil || got != want.Int64() || exact != q.IsInt() {
			t.Fatalf("got %d exact=%v, %v; want %d of %s", got, exact, err, want, q)
		}
	})
}

// Sum is exact and takes no notice of order.
func TestSumAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pairs := rapid.SliceOf(rapid.Custom(func(t *rapid.T) [2]int64 {
			return [2]int64{rapid.Int64Range(-value.Limit, value.Limit).Draw(t, "value"), rapid.Int64Range(-1000, 1000).Draw(t, "times")}
		})).Draw(t, "pairs")
		want := new(big.Rat)
		for _, p := range pairs {
			want.Add(want, new(big.Rat).Mul(big.NewRat(p[0], 1), big.NewRat(p[1], 1)))
		}
		first, err := value.Sum(pairs...)
		second, err2 := value.Sum(rapid.Permutation(pairs).Draw(t, "order")...)
		if first != second || (err == nil) != (err2 == nil) {
			t.Fatalf("the order matters: %d %v, %d %v", first, err, second, err2)
		}
		within := new(big.Rat).Abs(want).Cmp(big.NewRat(value.Limit, 1)) <= 0
		if within != (err == nil) || within && want.Cmp(big.NewRat(first, 1)) != 0 {
			t.Fatalf("got %d, %v; want %s", first, err, want)
		}
	})
}

// claims are some with names of their own, not all without weight.
var claims = rapid.Custom(func(t *rapid.T) []value.Weight {
	names := rapid.SliceOfNDistinct(rapid.StringMatching("[a-z]{1,4}"), 1, 12, rapid.ID).Draw(t, "names")
	list := make([]value.Weight, len(names))
	for i, n := range names {
		list[i] = value.Weight{Name: n, Weight: rapid.Int64Range(0, 1_000_000).Draw(t, "weight")}
	}
	list[0].Weight++
	return list
})

// shareByHand hands the whole out fen by fen: after the portions rounded down, each fen
// that is left goes to whoever is furthest below the exact portion, by name among equals.
func shareByHand(total int64, list []value.Weight) map[string]int64 {
	all := new(big.Rat)
	for _, c := range list {
		all.Add(all, big.NewRat(c.Weight, 1))
	}
	got, lack, left := map[string]int64{}, map[string]*big.Rat{}, total
	for _, c := range list {
		exact := new(big.Rat).Mul(big.NewRat(total, 1), new(big.Rat).Quo(big.NewRat(c.Weight, 1), all))
		floor := new(big.Int).Div(exact.Num(), exact.Denom())
		got[c.Name] = floor.Int64()
		lack[c.Name] = new(big.Rat).Sub(exact, new(big.Rat).SetInt(floor))
		left -= floor.Int64()
	}
	for ; left > 0; left-- {
		best := ""
		for name, l := range lack {
			if best == "" || l.Cmp(lack[best]) > 0 || l.Cmp(lack[best]) == 0 && name < best {
				best = name
			}
		}
		got[best]++
		lack[best].Sub(lack[best], big.NewRat(1, 1))
	}
	return got
}

// Shares add up to the whole, are less than one fen from the exact portion, agree with what
// is reckoned by hand, and do not depend on who is named first.
func TestShareConserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := claims.Draw(t, "claims")
		total := rapid.OneOf(rapid.Int64Range(0, 1000), rapid.Int64Range(0, value.Limit)).Draw(t, "total")
		shares, err := value.Share(total, list)
		if err != nil {
			t.Fatal(err)
		}
		by, sum, all := map[string]int64{}, int64(0), int64(0)
		for i, c := range list {
			by[c.Name] = shares[i]
			sum += shares[i]
			all += c.Weight
		}
		if sum != total {
			t.Fatalf("%d of %d were shared out", sum, total)
		}
		for _, c := range list {
			off := new(big.Rat).Sub(big.NewRat(by[c.Name], 1), new(big.Rat).Mul(big.NewRat(total, 1), big.NewRat(c.Weight, all)))
			if by[c.Name] < 0 || off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("%s got %d, a fen or more off", c.Name, by[c.Name])
			}
			if c.Weight == 0 && by[c.Name] != 0 {
				t.Fatalf("%s has no weight and got %d", c.Name, by[c.Name])
			}
		}
		other := rapid.Permutation(list).Draw(t, "order")
		again, err := value.Share(total, other)
		if err != nil {
			t.Fatal(err)
		}
		hand := shareByHand(total, list)
		for i, c := range other {
			if again[i] != by[c.Name] || hand[c.Name] != by[c.Name] {
				t.Fatalf("%s got %d, in another order %d, by hand %d", c.Name, by[c.Name], again[i], hand[c.Name])
			}
		}
	})
}

// An excess that is deducted over several cycles is never lost: what was deducted and what
// is still carried add up to it, however it is parted.
func TestCarryIsNeverLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		excess := rapid.Int64Range(0, 1<<40).Draw(t, "excess")
		carried, deducted := excess, int64(0)
		for carried > 0 {
			part := rapid.Int64Range(1, max(1, carried)).Draw(t, "part")
			left := value.Figure{Terms: []value.Term{{Value: carried}, {Value: part, Less: true}}}
			if err := left.Compute(); err != nil {
				t.Fatal(err)
			}
			deducted += part
			carried = left.Amount
			if carried+deducted != excess {
				t.Fatalf("%d carried and %d deducted of %d", carried, deducted, excess)
			}
		}
	})
}

// A deviation is compared as an amount: the band rounded down parts exactly those
// deviations that are at most the share from those that are more.
func TestBandIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		permitted := rapid.Int64Range(1, 1<<40).Draw(t, "permitted")
		share := rapid.Int64Range(0, value.Whole).Draw(t, "share")
		band, _, err := value.Portion(permitted, share, value.Whole, value.Down)
		if err != nil {
			t.Fatal(err)
		}
		for _, deviation := range []int64{band - 1, band, band + 1} {
			within := new(big.Rat).SetFrac64(deviation, permitted).Cmp(new(big.Rat).SetFrac64(share, value.Whole)) <= 0
			if within != (deviation <= band) {
				t.Fatalf("a deviation of %d from %d: within %v, by the band %v", deviation, permitted, within, deviation <= band)
			}
		}
	})
}

func FuzzShare(f *testing.F) {
	f.Add(int64(100), int64(1), int64(1), int64(1))
	f.Add(int64(1), int64(0), int64(7), int64(999_999))
	f.Fuzz(func(t *testing.T, total, a, b, c int64) {
		list := []value.Weight{{Name: "a", Weight: a}, {Name: "b", Weight: b}, {Name: "c", Weight: c}}
		shares, err := value.Share(total, list)
		if err != nil {
			return
		}
		sum := new(big.Int)
		for _, s := range shares {
			sum.Add(sum, big.NewInt(s))
		}
		if sum.Cmp(big.NewInt(total)) != 0 || slices.Min(shares) < 0 {
			t.Fatalf("%d was shared out as %v", total, shares)
		}
	})
}

// The line that people read says what was added, multiplied, divided and rounded.
func TestDerivation(t *testing.T) {
	f := value.Figure{Unit: value.Money, Terms: []value.Term{
		{Title: law.Text{ZH: "数据接口", EN: "Interface"}, Unit: value.Money, Value: 110, Times: times(4_500_000)},
		{Title: law.Text{ZH: "退回", EN: "Returned"}, Unit: value.Money, Value: 5, Less: true}},
		Portion: &value.Ratio{Times: 1, Per: 3, PerTitle: law.Text{ZH: "份数", EN: "parts"}, Rounding: value.HalfUp}}
	if err := f.Compute(); err != nil {
		t.Fatal(err)
	}
	want := law.Text{ZH: "(数据接口 1.10 × 4,500,000 − 退回 0.05) ÷ 份数 3 = 1,649,999.98（四舍五入）",
		EN: "(Interface 1.10 × 4,500,000 − Returned 0.05) ÷ parts 3 = 1,649,999.98 (rounded half up)"}
	if got := f.Derivation(); got != want {
		t.Errorf("got\n%s\n%s\nwant\n%s\n%s", got.ZH, got.EN, want.ZH, want.EN)
	}
	for _, row := range []struct {
		unit   value.Unit
		amount int64
		want   string
	}{{value.Money, -5, "−0.05"}, {value.Money, 100, "1.00"}, {value.Money, 123_456_789, "1,234,567.89"}, {value.Parts, 67_000, "6.7000%"}, {value.Count, 1_000, "1,000"}} {
		if got := value.Written(row.unit, row.amount); got != row.want {
			t.Errorf("%d %s is written %s, want %s", row.amount, row.unit, got, row.want)
		}
	}
}
