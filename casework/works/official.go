package works

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/pack"
	"github.com/shuyu-project/shuyu/zone/intake"
)

// officials keeps official texts as they were split last: by instrument, for one file and
// one reading of the pack.
type officials struct {
	mu    sync.Mutex
	split map[string]officialSplit
}

type officialSplit struct {
	of       string // file and instrument, by their digests
	passages []pack.Passage
}

// CodeTextEncoding stands against an official text that is neither UTF-8 nor GB 18030.
// 〔platform PF-64〕
const CodeTextEncoding = "official-text.encoding"

// SplitOfficial reads the file of an official text and splits it into the articles of its
// instrument. Refusals: official-text.encoding, .articles, .other.
func SplitOfficial(in *pack.Instrument, file []byte) ([]pack.Passage, *law.Refusal) {
	text, _, ok := intake.Text(file)
	if !ok {
		return nil, law.Refuse(CodeTextEncoding, law.Platform("PF-64"))
	}
	return in.SplitOfficial(text)
}

// CheckOfficialText holds a text that is to be attached against the articles of its
// instrument. It belongs to the door: Desk.Checks holds it for official-text.propose.
// 〔platform PF-64〕
func (w *Works) CheckOfficialText(ctx context.Context, who casework.Actor, cmd casework.Command) (*law.Refusal, error) {
	code, _ := cmd.Form["instrument"].(string)
	digest, _ := cmd.Form["file"].(string)
	var p *pack.Pack
	err := w.Desk.Ledger.Read(ctx, func(v casework.View) (err error) {
		p, err = w.Desk.PackFor(ctx, v, who)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("finding the pack: %w", err)
	}
	in, ok := p.Instrument(code)
	if !ok {
		return nil, nil // the document is refused for it
	}
	file, err := w.attached(ctx, digest)
	if errors.Is(err, casework.ErrNotFound) || errors.Is(err, ErrNoObject) {
		return nil, nil // and for this
	}
	if err != nil {
		return nil, err
	}
	_, refusal := SplitOfficial(in, file)
	return refusal, nil
}

func (w *Works) attached(ctx context.Context, digest string) ([]byte, error) {
	if len(digest) != 64 {
		return nil, ErrNoObject
	}
	_, _, content, err := w.Attachment(ctx, digest)
	if err != nil {
		return nil, err
	}
	defer content.Close()
	file, err := io.ReadAll(content)
	if err != nil {
		return nil, fmt.Errorf("reading attachment %s: %w", digest, err)
	}
	return file, nil
}

// Official answers the official text attached to an instrument, split into its articles;
// false where none is. It has no passages where the pack has since come to follow other
// articles.
func (w *Works) Official(ctx context.Context, in *pack.Instrument) (text casework.OfficialText, passages []pack.Passage, ok bool, err error) {
	err = w.Desk.Ledger.Read(ctx, func(v casework.View) (err error) {
		text, ok, err = casework.OfficialTextOf(ctx, v, in.Code)
		return err
	})
	if err != nil || !ok {
		return text, nil, false, err
	}
	w.official.mu.Lock()
	defer w.official.mu.Unlock()
	of := text.File + " " + in.Digest
	if kept, known := w.official.split[in.Code]; known && kept.of == of {
		return text, kept.passages, true, nil
	}
	file, err := w.attached(ctx, text.File)
	if err != nil {
		return text, nil, false, fmt.Errorf("reading the official text of %s: %w", in.Code, err)
	}
	passages, _ = SplitOfficial(in, file)
	if w.official.split == nil {
		w.official.split = map[string]officialSplit{}
	}
	w.official.split[in.Code] = officialSplit{of, passages}
	return text, passages, true, nil
}
