package catalogue

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law"
)

// Proposal is what a detector says of a column: evidence for a person, not a finding
// about any one value.
type Proposal struct {
	Detector   Kind     `json:"detector"`
	Means      law.Text `json:"means,omitzero"` // the detector's name, for people
	Confidence float64  `json:"confidence"`     // (0, 1)
	Matched    int      `json:"matched"`        // values of the sample that matched
	Sampled    int      `json:"sampled"`        // values of the sample that were not empty
	Heading    bool     `json:"heading"`        // the heading of the column speaks for it
	Embedded   bool     `json:"embedded"`       // found inside longer texts, not as whole values
	Level      Level    `json:"level"`
	Role       Role     `json:"role"`
	Class      Class    `json:"class"`
}

// Scan gathers the evidence of one column over a sample of its values. It keeps
// counts only, never a value. It is not safe for use by several goroutines.
type Scan struct {
	strong, weak uint64 // kinds the heading speaks for, one bit each
	sampled      int
	empty        int
	long         int // values too long to be one thing
	whole        [kinds]int
	embedded     [kinds]int
	inside       [kinds]bool // of the value at hand
	distinct     [64]uint64  // linear counting over 4,096 places
	embed        func(Finding) bool
}

// NewScan starts a scan of the column with this heading.
func NewScan(column string) *Scan {
	s := &Scan{}
	s.strong, s.weak = headings(column)
	s.embed = func(f Finding) bool {
		s.inside[f.Kind] = true
		return true
	}
	return s
}

// headings gives the kinds a column's heading speaks for, as two sets of bits.
func headings(column string) (strong, weak uint64) {
	heading := strings.ToLower(strings.TrimSpace(column))
	for k := 1; k < kinds; k++ {
		for _, word := range detectors[k].strong {
			if speaks(heading, word) {
				strong |= 1 << k
			}
		}
		for _, word := range detectors[k].weak {
			if speaks(heading, word) {
				weak |= 1 << k
			}
		}
	}
	return strong, weak
}

// speaks reports whether a heading contains a word: anywhere for Chinese, as whole
// parts between underscores, spaces, hyphens or digits for Latin letters, so that
// "age" is not found in "village".
func speaks(heading, word string) bool {
	if word[0] >= 0x80 {
		return strings.Contains(heading, word)
	}
	for from := 0; ; {
		i := strings.Index(heading[from:], word)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(word)
		if (start == 0 || byteClass[heading[start-1]] != isLetter) && (end == len(heading) || byteClass[heading[end]] != isLetter) {
			return true
		}
		from = start + 1
	}
}

// Add takes one value of the column into the evidence. It allocates nothing and does
// not keep the slice.
func (s *Scan) Add(value []byte) {
	v := Trim(value)
	if len(v) == 0 {
		s.empty++
		return
	}
	s.sampled++
	h := hash(v)
	s.distinct[h>>6&63] |= 1 << (h & 63)
	if k := wholeValue(v); k != 0 {
		s.whole[k]++
		if k == ResidentID && len(v) == 18 && creditCode(v) {
			s.whole[CreditCode]++
		}
		return
	}
	if len(v) < 10 {
		return
	}
	if len(v) > 64 {
		s.long++
	}
	s.inside = [kinds]bool{}
	FindInText(v[:min(len(v), 4096)], s.embed)
	for k, in := range s.inside {
		if in {
			s.embedded[k]++
		}
	}
}

// Trim is a cell without the white space around it, which says nothing about its value.
// It is a part of the same bytes.
func Trim(b []byte) []byte {
	for len(b) > 0 && b[0] <= ' ' {
		b = b[1:]
	}
	for len(b) > 0 && b[len(b)-1] <= ' ' {
		b = b[:len(b)-1]
	}
	return b
}

// hash mixes the first bytes, eight at a time; its caller takes twelve bits of it.
func hash(b []byte) uint32 {
	const odd = 0x9E3779B97F4A7C15
	b = b[:min(len(b), 64)]
	h := uint64(len(b))
	for ; len(b) >= 8; b = b[8:] {
		h = bits.RotateLeft64(h^binary.LittleEndian.Uint64(b), 29) * odd
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * odd
	}
	return uint32((h ^ h>>29) * odd >> 32)
}

// wholeValue is the kind of a whole value, 0 when it is none.
func wholeValue(v []byte) Kind {
	if v[0] == '+' && len(v) > 1 {
		v = v[1:]
	}
	mask := uint8(0)
	for _, c := range v[:min(len(v), 40)] {
		mask |= byteClass[c]
	}
	switch {
	case mask == isDigit || mask == isLetter|isDigit:
		if k := wholeRun(v, mask); k != 0 {
			return k
		}
		if mask == isDigit && len(v) == 15 && residentIDOld(v) {
			return ResidentID
		}
		if mask != isDigit && hashForm(v) {
			return Hash
		}
	case mask&isAt != 0:
		at := indexByte(v, '@')
		if start, end, ok := emailAround(v, at); ok && start == 0 && end == len(v) {
			return Email
		}
	case mask&isHigh != 0:
		return hanValue(v)
	case mask == isDigit|isDot:
		if ipv4(v) == len(v) {
			return IP
		}
	case mask&isColon != 0 && mask&^(isDigit|isLetter|isColon) == 0:
		if len(v) <= 39 && hexColon(v) {
			return colonForm(v)
		}
	case mask&isJoin != 0:
		return joinedValue(v, mask)
	}
	return 0
}

func indexByte(b []byte, c byte) int {
	for i := range b {
		if b[i] == c {
			return i
		}
	}
	return -1
}

func hexColon(v []byte) bool {
	for _, c := range v {
		if c != ':' && !hexadecimal(c) {
			return false
		}
	}
	return true
}

// hanValue is the kind of a whole value that holds Chinese characters.
func hanValue(v []byte) Kind {
	if r, ok := han(v, 0); ok && hanTrigger[r]&trigProvince != 0 && len(v) >= 9 && byteClass[v[3]] == isLetter {
		if n := plateTail(v[3:]); n > 0 && n+3 == len(v) {
			return Plate
		}
	}
	if nameForm(v) {
		return Name
	}
	if addressForm(v) {
		return Address
	}
	return 0
}

// joinedValue is the kind of a whole value written with spaces or hyphens.
func joinedValue(v []byte, mask uint8) Kind {
	if organisationCode(v) {
		return OrganisationCode
	}
	if octets(v, '-') {
		return MAC
	}
	var packed [24]byte
	n := 0
	for _, c := range v {
		if byteClass[c] == isJoin {
			continue
		}
		if n == len(packed) {
			return 0
		}
		packed[n] = c
		n++
	}
	return wholeRun(packed[:n], mask&^isJoin)
}

// spread is about how many different values the sample held, exact for small samples
// and never more than a few thousand.
func (s *Scan) spread() int {
	set := 0
	for _, w := range s.distinct {
		set += bits.OnesCount64(w)
	}
	return set
}

// Proposals is what the evidence so far supports, strongest first; nil when nothing.
//
// A kind is proposed when enough whole values match it (the detector's share, less
// where the heading speaks for it), when a heading that can mean nothing else says so,
// or when numbers whose check digits hold are found inside longer texts.
func (s *Scan) Proposals() []Proposal {
	var list []Proposal
	for k := 1; k < kinds; k++ {
		if p, ok := s.propose(Kind(k)); ok {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b Proposal) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return list
}

// propose weighs one kind.
func (s *Scan) propose(k Kind) (Proposal, bool) {
	d := &detectors[k]
	strong, weak := s.strong>>k&1 == 1, s.weak>>k&1 == 1
	p := Proposal{Detector: k, Means: k.Detector().Name, Matched: s.whole[k], Sampled: s.sampled, Heading: strong || weak,
		Level: d.Level, Role: d.Role, Class: d.Class}
	if !d.Values {
		p.Confidence = 0.6
		return p, strong
	}
	rate := 0.0
	if s.sampled > 0 {
		rate = float64(s.whole[k]) / float64(s.sampled)
	}
	need := d.share
	switch {
	case strong:
		need = min(need, 0.1)
	case weak:
		need = min(need, 0.25)
	}
	if s.whole[k] > 0 && rate >= need && s.plausible(k, p.Heading) {
		n := float64(s.sampled)
		p.Confidence = clamp(rate * n / (n + 2)) // a few values prove little
		if p.Heading {
			p.Confidence = clamp(1 - (1-p.Confidence)*0.4)
		}
		if !d.Checksum {
			p.Confidence *= 0.9
		}
		return p, true
	}
	if in := s.embedded[k]; d.Values && in >= 3 && (d.Checksum || k == Mobile || k == Email || k == Name || k == Address) && float64(in) >= 0.01*float64(s.sampled) {
		p.Embedded, p.Matched = true, in
		p.Confidence = 0.5
		return p, k != Address || s.long*10 < s.sampled || float64(in) >= 0.05*float64(s.sampled)
	}
	if strong && (k != Name && k != Address || s.sampled == 0) {
		p.Confidence = 0.4 // hashed, masked or foreign: the heading still says what it is
		return p, true
	}
	return p, false
}

// plausible looks at the column as a whole, where single values prove nothing. Names
// are many and differ; a list of a few offices or trades repeats itself.
func (s *Scan) plausible(k Kind, heading bool) bool {
	switch {
	case heading:
		return true
	case k == Name:
		spread := s.spread()
		return spread >= 20 && (spread*20 >= s.sampled || spread >= 400)
	case k == Hash: // a few marks that return are codes of something, not of somebody
		return s.spread() >= 20
	case k == Passport || k == TravelPermit: // a letter and digits: any numbering may look so
		return s.strong == 0
	}
	return true
}

func clamp(c float64) float64 { return min(max(c, 0.01), 0.99) }
