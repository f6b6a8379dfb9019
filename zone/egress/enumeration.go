package egress

import (
	"cmp"
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/emmansun/gmsm/sm3"

	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/zone/mask"
	"github.com/shuyu-project/shuyu/zone/privacy"
)

// Codes of R18.3.
const (
	CodeHashless   = "hash.none"
	CodeHashShaped = "hash.on-sight"  // looks like a hash; keyed or not, it stands for one unit
	CodeReversed   = "hash.reversed"  // values were recovered
	CodeResistant  = "hash.resistant" // the declared domains were tried in full, nothing was recovered
)

// algorithm is an unkeyed hash function.
type algorithm struct {
	name string              // for readers of the table below
	size int                 // of its digest, in bytes
	head func([]byte) uint64 // the first eight bytes of the digest, big-endian
}

// algorithms are the hash functions that are tried, with the bytes of their digests.
// Truncated digests are found by their first bytes.
var algorithms = []algorithm{
	{"SM3", 32, func(b []byte) uint64 { d := sm3.Sum(b); return binary.BigEndian.Uint64(d[:]) }},
	{"SHA-256", 32, func(b []byte) uint64 { d := sha256.Sum256(b); return binary.BigEndian.Uint64(d[:]) }},
	{"MD5", 16, func(b []byte) uint64 { d := md5.Sum(b); return binary.BigEndian.Uint64(d[:]) }},
	{"SHA-1", 20, func(b []byte) uint64 { d := sha1.Sum(b); return binary.BigEndian.Uint64(d[:]) }},
	{"SHA-512", 64, func(b []byte) uint64 { d := sha512.Sum512(b); return binary.BigEndian.Uint64(d[:]) }},
	{"SHA-384", 48, func(b []byte) uint64 { d := sha512.Sum384(b); return binary.BigEndian.Uint64(d[:]) }},
	{"SHA-224", 28, func(b []byte) uint64 { d := sha256.Sum224(b); return binary.BigEndian.Uint64(d[:]) }},
	{"CRC-32", 4, func(b []byte) uint64 { return uint64(crc32.ChecksumIEEE(b)) << 32 }},
}

// enough is how many recovered values settle the matter where one may be chance.
const enough = 3

// Budget is how many hashes one examination computes at most: half a minute or so on
// two cores. It is shared out over domains and algorithms; where a share is smaller
// than a domain, members from all over it are tried, and the report says that it was
// not tried in full.
const Budget = 160_000_000

// targets are the cells of an output that look like the output of a hash function.
type targets struct {
	columns []string            // columns with cells that are hashes on sight
	cells   int                 // how many
	short   []string            // columns of short codes, tried but not refused on sight
	heads   map[uint64]struct{} // first eight bytes; only read once goroutines run
	lengths []int               // of the digests in bytes, each once
	sieve   sieve               // of the heads
	mu      sync.Mutex
	seen    map[uint64]struct{} // those of heads that were recovered; guarded by mu
	met     map[uint64]struct{} // marks of source values that were tried
	tried   []algorithm         // those that likely answers
}

func newTargets(e examination) *targets {
	t := &targets{heads: map[uint64]struct{}{}, seen: map[uint64]struct{}{}, met: map[uint64]struct{}{}}
	for _, i := range e.columnsAs(func(As) bool { return true }) {
		t.look(e, i)
	}
	t.tried = t.likely()
	return t
}

// look decodes a column. Cells of sixteen bytes and more are hashes on sight; codes
// of four to fifteen bytes are tried when the whole column is made of them.
func (t *targets) look(e examination, i int) {
	var raws [][]byte
	cells, long, letters := 0, 0, false
	for _, row := range e.t.Rows {
		if row[i].Null {
			continue
		}
		cells++
		raw := decodeHash(strings.TrimSpace(row[i].Text))
		if raw == nil {
			continue
		}
		raws = append(raws, raw)
		letters = letters || !digits(strings.TrimSpace(row[i].Text))
		if len(raw) >= md5.Size {
			long++
		}
	}
	switch {
	case long > 0:
		t.columns, t.cells = append(t.columns, e.t.Names[i]), t.cells+long
	case letters && len(raws) == cells && sameLength(raws) && !e.column(i).As.numeric():
		t.short = append(t.short, e.t.Names[i])
	default:
		return
	}
	for _, raw := range raws {
		if long > 0 && len(raw) < md5.Size {
			continue
		}
		var head [8]byte
		copy(head[:], raw)
		t.heads[binary.BigEndian.Uint64(head[:])] = struct{}{}
		t.sieve.add(binary.BigEndian.Uint64(head[:]))
		if !slices.Contains(t.lengths, len(raw)) {
			t.lengths = append(t.lengths, len(raw))
		}
	}
}

func sameLength(raws [][]byte) bool {
	return !slices.ContainsFunc(raws, func(raw []byte) bool { return len(raw) != len(raws[0]) })
}

// firstBytes keeps the first n bytes of eight.
func firstBytes(n int) uint64 {
	if n >= 8 {
		return ^uint64(0)
	}
	return ^uint64(0) << (8 * (8 - n))
}

// decodeHash reads hexadecimal of four bytes and more, or base64 of sixteen and more.
// Nil: the text is neither. A number of eight digits and more is read too; look
// decides by the whole column.
func decodeHash(s string) []byte {
	if rest, ok := strings.CutPrefix(s, mask.TokenPrefix); ok && len(rest) >= 16 {
		if raw, err := base64.RawURLEncoding.DecodeString(rest); err == nil {
			return append(raw, 0) // the zone's own pseudonyms: keyed, and refused on sight like any other
		}
	}
	for _, prefix := range []string{"0x", "0X", "sm3:", "sha256:", "md5:", "SM3:"} {
		s = strings.TrimPrefix(s, prefix)
	}
	if len(s) >= 8 && len(s)%2 == 0 && len(s) <= 128 {
		if raw, err := hex.DecodeString(s); err == nil {
			return raw
		}
	}
	if len(s) < 22 || len(s) > 88 || !mixed(s) {
		return nil
	}
	plain := strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(s), "=")
	raw, err := base64.RawStdEncoding.DecodeString(plain)
	if err != nil || !slices.Contains([]int{16, 20, 28, 32, 48, 64}, len(raw)) {
		return nil
	}
	return raw
}

// mixed: small letters, capitals and digits, as chance would have it in base64.
func mixed(s string) bool {
	return strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz") && strings.ContainsAny(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && strings.ContainsAny(s, "0123456789")
}

// mostMet is how many values are remembered as tried.
const mostMet = 1 << 20

// meet tries the values of a source row, whatever they are called: what the author could
// read is the smallest domain of all. What anybody may have need not be hidden.
func (t *targets) meet(columns []SourceColumn, row []Cell, marks []uint64) {
	if len(t.heads) == 0 {
		return
	}
	for s, c := range columns {
		if row[s].Null || c.Public && !c.Unit && !c.Identifier {
			continue
		}
		if _, tried := t.met[marks[s]]; tried {
			continue
		}
		if len(t.met) < mostMet {
			t.met[marks[s]] = struct{}{}
		}
		for _, a := range t.tried {
			t.hit(a.head([]byte(row[s].Text)), a.size)
		}
	}
}

// hit reports whether a digest is among the targets, and notes each once.
func (t *targets) hit(head uint64, size int) bool {
	for _, n := range t.lengths {
		if n > size {
			continue
		}
		m := head & firstBytes(n)
		if !t.sieve.maybe(m) {
			continue
		}
		if _, wanted := t.heads[m]; wanted {
			t.mu.Lock()
			defer t.mu.Unlock()
			_, before := t.seen[m]
			t.seen[m] = struct{}{}
			return !before
		}
	}
	return false
}

// enumerate says what was seen, and tries the declared domains with every algorithm
// whose digest is long enough. 〔platform R18.3〕
func (t *targets) enumerate(ctx context.Context, c Context) ([]privacy.Finding, error) {
	if len(t.heads) == 0 {
		return []privacy.Finding{t.finding(CodeHashless, privacy.Pass, "", "0 cells", "0 cells",
			law.Text{ZH: "未见散列值或编码形态的列。", EN: "No column looks like hashes or codes."}, law.Text{})}, nil
	}
	var findings []privacy.Finding
	if len(t.columns) > 0 {
		f := t.finding(CodeHashShaped, privacy.Fail, strings.Join(t.columns, ", "), fmt.Sprintf("%d cells", t.cells), "0 cells",
			law.Text{ZH: "该列为散列值，每个值仍对应一个主体；散列不是去标识化。", EN: "The column holds hashes; each still stands for one unit. Hashing is not de-identification."},
			law.Text{ZH: "请删去该列，改为汇总结果。", EN: "Leave the column out and aggregate."})
		f.Cells = t.cells
		findings = append(findings, f)
	}
	if n := len(t.seen); n >= t.needed() {
		return append(findings, t.reversed("source", n)), nil
	}
	return t.brute(ctx, c.Domains, findings)
}

func (t *targets) brute(ctx context.Context, domains []Domain, findings []privacy.Finding) ([]privacy.Finding, error) {
	if len(domains) == 0 {
		return append(findings, notRun("R18.3", strings.Join(append(t.columns, t.short...), ", "), law.Text{
			ZH: "未声明可穷举的取值范围，无法判断该列可否还原。", EN: "No domain to enumerate is declared; whether the column can be reversed is unknown."})), nil
	}
	domains = slices.Clone(domains)
	slices.SortStableFunc(domains, func(a, b Domain) int { return cmp.Compare(a.Size(), b.Size()) })
	purse := budget{left: Budget, shares: uint64(len(domains) * len(t.likely()))}
	for _, d := range domains {
		n, complete, err := t.recover(ctx, d, t.needed(), &purse)
		if err != nil {
			return nil, err
		}
		switch {
		case n >= t.needed():
			// How many more were met before all cores stopped is chance; the report is not.
			return append(findings, t.reversed(d.Name(), t.needed())), nil
		case !complete:
			findings = append(findings, notRun("R18.3", d.Name(), law.Text{
				ZH: "声明的取值范围过大，只试了一部分，未能全部穷举。", EN: "The declared domain is too large to be tried in full; only a part was tried."}))
		default:
			findings = append(findings, t.finding(CodeResistant, privacy.Pass, d.Name(), fmt.Sprintf("%d of %d values", n, len(t.heads)), fmt.Sprintf("< %d values", t.needed()),
				law.Text{ZH: "已穷举声明的取值范围，未还原出数值。", EN: "The declared domain was tried in full; nothing was recovered."}, law.Text{}))
		}
	}
	return findings, nil
}

// budget is shared out evenly over what is still to be tried.
type budget struct{ left, shares uint64 }

// take is how many members of a domain of some size may be tried.
func (b *budget) take(size uint64) uint64 {
	n := min(size, b.left/max(b.shares, 1))
	b.left, b.shares = b.left-n, max(b.shares, 2)-1
	return n
}

// likely lists the algorithms the targets can come from: those whose digest is exactly
// as long first, then those it would be a shortened form of.
func (t *targets) likely() []algorithm {
	var exact, longer []algorithm
	for _, a := range algorithms {
		switch {
		case slices.Contains(t.lengths, a.size):
			exact = append(exact, a)
		case slices.ContainsFunc(t.lengths, func(n int) bool { return n < a.size }):
			longer = append(longer, a)
		}
	}
	return append(exact, longer...)
}

// needed is how many recovered values are more than chance. Eight bytes or more never
// meet by chance, and one is enough; four bytes of thousands of values do in a hundred
// million tries, so that a fifth of the values is asked for.
func (t *targets) needed() int {
	shortest := 64
	for _, n := range t.lengths {
		shortest = min(shortest, n)
	}
	if shortest >= 8 {
		return 1
	}
	return max(enough, len(t.heads)/5)
}

// recover tries a domain in an order spread over all of it, on every core, until
// enough values are recovered, its share of the budget is spent or all is tried.
func (t *targets) recover(ctx context.Context, d Domain, want int, purse *budget) (recovered int, complete bool, err error) {
	complete = true
	for _, a := range t.likely() {
		allowed := purse.take(d.Size())
		complete = complete && allowed == d.Size()
		t.sweep(ctx, d, a, allowed, want)
		if err := ctx.Err(); err != nil {
			return 0, false, fmt.Errorf("enumerating %s: %w", d.Name(), err)
		}
		if len(t.seen) >= want {
			break
		}
	}
	return len(t.seen), complete, nil
}

// stripe is how many members a goroutine takes at a time.
const stripe = 1 << 14

// sweep tries one algorithm on as many members of d as allowed. Stripes are taken in an order that jumps
// through the domain, so that a few values of many are met early.
func (t *targets) sweep(ctx context.Context, d Domain, a algorithm, allowed uint64, want int) {
	total := d.Size()
	stripes := (total + stripe - 1) / stripe
	jump := coprime(stripes)
	var next, found atomic.Uint64
	found.Store(uint64(len(t.seen)))
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			buf := make([]byte, 0, 64)
			for ctx.Err() == nil && found.Load() < uint64(want) {
				n := next.Add(1) - 1
				if n >= stripes || n*stripe >= allowed {
					return
				}
				from := n * jump % stripes * stripe
				for i := from; i < min(from+stripe, total); i++ {
					buf = d.At(i, buf)
					if t.hit(a.head(buf), a.size) {
						found.Add(1)
					}
				}
			}
		})
	}
	wait.Wait()
}

// coprime is a jump near the golden section of n that meets every stripe once.
func coprime(n uint64) uint64 {
	for j := n*5/8 + 1; ; j++ {
		a, b := j, n
		for b != 0 {
			a, b = b, a%b
		}
		if a == 1 {
			return j
		}
	}
}

func (t *targets) reversed(by string, n int) privacy.Finding {
	f := t.finding(CodeReversed, privacy.Fail, strings.Join(append(slices.Clone(t.columns), t.short...), ", "),
		fmt.Sprintf("%d or more of %d values recovered by trying %s", n, len(t.heads), by), "0 values",
		law.Text{ZH: "逐一尝试即可还原该列的原值，属于可逆结果，不得出域。", EN: "Trying all values one by one recovers the originals: the output can be reversed and does not leave."},
		law.Text{ZH: "请删去该列；不加密钥的散列与编码都可以被穷举还原。", EN: "Leave the column out; hashes and codes without a key are reversed by enumeration."})
	f.Cells = n
	return f
}

func (t *targets) finding(code string, o privacy.Outcome, column, measured, threshold string, says, remedy law.Text) privacy.Finding {
	return privacy.Finding{Rule: "R18.3", Code: code, Outcome: o, Cite: law.Platform("R18.3"), Column: column, Parameter: "enumeration",
		Measured: measured, Threshold: threshold, Source: privacy.FloorSource, Says: says, Remedy: remedy}
}
