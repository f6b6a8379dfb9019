package audit

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/shuyu-project/shuyu/proof/seal"
)

// Checkpoint states the size and root of one tree of a log. Signed, it is what leaves the
// house: whoever keeps one can tell later whether the log was rewritten.
// Source: c2sp.org/tlog-checkpoint.
type Checkpoint struct {
	Origin string // names the log, and is the name its key signs under; ends in "/gm" for the SM3 tree
	Size   uint64
	Root   Hash
	// Extensions are further lines. Monitors do not audit them; those written here are
	// the root of the twin tree and the banner of a demonstration.
	Extensions []string
}

// gmSuffix makes the origin of the SM3 tree from that of the log.
const gmSuffix = "/gm"

// The first words of the extension lines we write.
const (
	twinWord   = "sm3-root " // followed by the root of the twin tree at the same size, in base64
	bannerWord = "banner "   // followed by what every reader must be told: "demonstration clock"
)

// OriginOf is the origin of one tree of the log called origin.
func OriginOf(origin string, a Algorithm) string {
	if a == SM3 {
		return origin + gmSuffix
	}
	return origin
}

// AlgorithmOf is the hash that a checkpoint's origin says its tree uses.
func AlgorithmOf(origin string) Algorithm {
	if strings.HasSuffix(origin, gmSuffix) {
		return SM3
	}
	return SHA256
}

// Checkpoint states one tree of the head. The SHA-256 one names the root of its twin
// too, so that a reader who keeps it holds the operator to both. banner is empty, or
// what readers must be told, such as that the installation's clock is not real.
func (h Head) Checkpoint(origin string, a Algorithm, banner string) Checkpoint {
	c := Checkpoint{Origin: OriginOf(origin, a), Size: h.Size, Root: h.Root(a)}
	if a == SHA256 {
		c.Extensions = append(c.Extensions, twinWord+h.SM3.String())
	}
	if banner != "" {
		c.Extensions = append(c.Extensions, bannerWord+banner)
	}
	return c
}

// Sign writes the checkpoint as a note signed with both halves of the log's key.
//
// A log must never sign two checkpoints of which one does not continue the other: the
// sequencer puts each into the LockStore before it shows it to anybody.
func (c Checkpoint) Sign(ctx context.Context, by seal.Signer) ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("signing checkpoint: %w", err)
	}
	return seal.SignNote(ctx, c.Origin, c.Text(), by)
}

// errCheckpoint says that a text is not a checkpoint.
var errCheckpoint = errors.New("malformed checkpoint")

// check refuses what could not be read back.
func (c Checkpoint) check() error {
	if c.Origin == "" || strings.ContainsAny(c.Origin, " \t\n+") {
		return fmt.Errorf("%w: origin %q", errCheckpoint, c.Origin)
	}
	for _, e := range c.Extensions {
		if e == "" || strings.ContainsFunc(e, func(r rune) bool { return r < ' ' }) {
			return fmt.Errorf("%w: extension line is empty or holds a control character", errCheckpoint)
		}
	}
	return nil
}

// Text is the note text: origin, size, root in base64, extension lines.
func (c Checkpoint) Text() string {
	lines := append([]string{c.Origin, strconv.FormatUint(c.Size, 10), c.Root.String()}, c.Extensions...)
	return strings.Join(lines, "\n") + "\n"
}

// ParseCheckpoint reads note text. It verifies no signature.
func ParseCheckpoint(text string) (Checkpoint, error) {
	body, ok := strings.CutSuffix(text, "\n")
	lines := strings.Split(body, "\n")
	if !ok || len(lines) < 3 {
		return Checkpoint{}, fmt.Errorf("reading checkpoint: %w", errCheckpoint)
	}
	size, err := parseDecimal(lines[1])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("reading checkpoint: size: %w", err)
	}
	root, err := ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("reading checkpoint: %w", err)
	}
	c := Checkpoint{Origin: lines[0], Size: size, Root: root, Extensions: lines[3:]}
	if len(c.Extensions) == 0 {
		c.Extensions = nil
	}
	if err := c.check(); err != nil {
		return Checkpoint{}, fmt.Errorf("reading checkpoint: %w", err)
	}
	return c, nil
}

// parseDecimal reads a number without sign or leading zeroes.
func parseDecimal(s string) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || strconv.FormatUint(n, 10) != s {
		return 0, errors.New("not a decimal without leading zeroes")
	}
	return n, nil
}

// OpenCheckpoint reads a signed checkpoint of the tree called origin when one of keys
// signed it as required.
func OpenCheckpoint(signed []byte, origin string, keys []seal.Key, require seal.Require) (Checkpoint, seal.Verified, error) {
	text, by, err := seal.OpenNote(signed, origin, keys, require)
	if err != nil {
		return Checkpoint{}, seal.Verified{}, err
	}
	c, err := ParseCheckpoint(text)
	if err != nil {
		return Checkpoint{}, seal.Verified{}, err
	}
	if c.Origin != origin {
		return Checkpoint{}, seal.Verified{}, fmt.Errorf("reading checkpoint: origin is %q, want %q", c.Origin, origin)
	}
	return c, by, nil
}

// Unverified reads the checkpoint in a signed note without looking at its signatures:
// for stores that keep what they once verified or signed themselves.
func Unverified(signed []byte) (Checkpoint, error) {
	at := strings.LastIndex(string(signed), "\n\n")
	if at < 0 {
		return Checkpoint{}, fmt.Errorf("reading checkpoint: %w", errCheckpoint)
	}
	return ParseCheckpoint(string(signed[:at+1]))
}

// Twin is the root of the SM3 tree that a SHA-256 checkpoint names, if it does.
func (c Checkpoint) Twin() (Hash, bool) {
	for _, e := range c.Extensions {
		if s, ok := strings.CutPrefix(e, twinWord); ok {
			h, err := ParseHash(s)
			return h, err == nil
		}
	}
	return Hash{}, false
}

// Banners are what a reader must be told, in the order written; empty in production.
func (c Checkpoint) Banners() []string {
	var banners []string
	for _, e := range c.Extensions {
		if s, ok := strings.CutPrefix(e, bannerWord); ok {
			banners = append(banners, s)
		}
	}
	return banners
}
