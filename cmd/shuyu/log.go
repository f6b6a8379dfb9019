package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/registry/certificate"
)

type logCommand struct {
	Export   logExport   `cmd:"" help:"Write the whole log, its checkpoints and the trust anchor to a folder that 'shuyu verify' can check anywhere."`
	Verify   logVerify   `cmd:"" help:"Recompute both trees of this installation's log and hold them against its signed checkpoints."`
	Prove    logProve    `cmd:"" help:"Print the proof that an entry is in the log."`
	Continue logContinue `cmd:"" help:"Print the proof that the log only appended since a checkpoint that somebody kept."`
}

type logExport struct {
	place
	Folder string `arg:"" help:"Folder to write to." type:"path"`
}

// Run exports the log.
func (c logExport) Run() error {
	in, err := openRecords(context.Background(), c.place)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // read only
	return in.export(context.Background(), c.Folder)
}

// export writes what verifies the installation's log offline.
func (in *installation) export(ctx context.Context, folder string) error {
	if err := os.MkdirAll(filepath.Join(folder, "certificates"), 0o755); err != nil {
		return fmt.Errorf("making the folder: %w", err)
	}
	for _, alg := range audit.Algorithms() {
		note, err := in.logbook.Latest(ctx, alg)
		if err != nil {
			return fmt.Errorf("signing a checkpoint: %w", err)
		}
		if err := os.WriteFile(filepath.Join(folder, "checkpoint."+string(alg)), note, 0o644); err != nil {
			return err
		}
	}
	body, err := in.trust().Bytes()
	if err != nil {
		return fmt.Errorf("writing the trust anchor: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, "trust.json"), body, 0o644); err != nil {
		return err
	}
	return in.exportEntries(ctx, filepath.Join(folder, "log.jsonl"))
}

// trust is what a verifier must have from the installation, once.
func (in *installation) trust() certificate.Trust {
	return certificate.NewTrust(in.logbook.Origin(), in.ring.PublicKeys(seal.ForLog, ""), in.ring.PublicKeys(seal.ForCertificate, ""))
}

func (in *installation) exportEntries(ctx context.Context, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	err = in.entries(ctx, func(leaf []byte) error {
		_, err := w.Write(append(leaf, '\n'))
		return err
	})
	return errors.Join(err, w.Flush(), f.Close())
}

// entries reads every leaf of the log in order.
func (in *installation) entries(ctx context.Context, fn func(leaf []byte) error) error {
	return in.store.Read(ctx, func(v casework.View) error {
		for from := int64(0); ; {
			batch, err := v.Entries(ctx, casework.EntryQuery{From: from, Limit: 500})
			if err != nil {
				return fmt.Errorf("reading the log: %w", err)
			}
			if len(batch) == 0 {
				return nil
			}
			for _, e := range batch {
				if err := fn(e.Leaf); err != nil {
					return err
				}
				from = e.Seq + 1
			}
		}
	})
}

type logVerify struct {
	place
	JSON bool `help:"One JSON object."`
}

// Run verifies the log of an installation.
func (c logVerify) Run() error {
	in, err := openRecords(context.Background(), c.place)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // read only
	folder, err := os.MkdirTemp("", "shuyu-log-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // temporary
	if err := in.export(context.Background(), folder); err != nil {
		return err
	}
	v := exportedLog(folder, in.trust())
	v.File = in.logbook.Origin()
	verifyCommand{JSON: c.JSON}.say(v)
	if v.Result != "valid" {
		os.Exit(exitInvalid)
	}
	return nil
}

type logProve struct {
	place
	Entry int64 `arg:"" help:"Sequence number of the entry."`
}

// Run prints a proof as .tlog-proof text.
func (c logProve) Run() error {
	ctx := context.Background()
	in, err := openRecords(ctx, c.place)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // read only
	note, err := in.logbook.Checkpoint(ctx, audit.SHA256, uint64(c.Entry)+1)
	if err != nil {
		return err
	}
	return in.store.Hashes(ctx, func(r audit.HashReader, _ uint64) error {
		proof, err := audit.Prove(ctx, r, audit.SHA256, uint64(c.Entry), note)
		if err != nil {
			return err
		}
		os.Stdout.Write(proof.Text()) //nolint:errcheck // standard output
		return nil
	})
}

type logContinue struct {
	place
	From      uint64 `arg:"" help:"Size in the checkpoint that was kept: its second line."`
	Algorithm string `enum:"sha256,sm3" default:"sha256" help:"Tree of the checkpoint: sha256 or sm3."`
}

// Run prints a continuation, as a witness is sent it (c2sp.org/tlog-witness).
func (c logContinue) Run() error {
	ctx := context.Background()
	in, err := openRecords(ctx, c.place)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // read only
	alg := audit.Algorithm(c.Algorithm)
	note, err := in.logbook.Latest(ctx, alg)
	if err != nil {
		return err
	}
	return in.store.Hashes(ctx, func(r audit.HashReader, _ uint64) error {
		proof, err := audit.Continuation(ctx, r, alg, c.From, note)
		if err != nil {
			return err
		}
		os.Stdout.Write(proof) //nolint:errcheck // standard output
		return nil
	})
}

// quiet is a log that says nothing, for commands whose output is the answer.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
