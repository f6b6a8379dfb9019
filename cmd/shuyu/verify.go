package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/registry/certificate"
)

// verifyCommand checks what an installation has given out, offline: it needs the files,
// a trust anchor and nothing else. Exit codes: 0 all valid, 1 something is invalid, 2
// something could not be judged.
type verifyCommand struct {
	Files []string `arg:"" help:"Certificates, checkpoints, continuations of the log, a trust anchor (its fingerprint is told), or a folder that 'shuyu log export' wrote." type:"existingpath"`
	Trust string   `help:"Trust anchor: the installation's public keys. In an exported folder: its trust.json, which you should have from elsewhere." type:"path"`
	Since string   `help:"Checkpoint that you kept: a continuation of the log is judged against it." type:"existingfile"`
	On    string   `help:"Day to judge validity for; by default the day of the status."`
	JSON  bool     `help:"One JSON object a line."`
}

// verdict is what is said of one file.
type verdict struct {
	File   string              `json:"file"`
	Kind   string              `json:"kind"`
	Result string              `json:"result"` // "valid", "ended" (genuine, no longer in force), "invalid" or "unusable"
	Why    string              `json:"why,omitempty"`
	Report *certificate.Report `json:"report,omitempty"`
	Size   uint64              `json:"size,omitempty"`
	Root   string              `json:"root,omitempty"`
}

const (
	exitInvalid  = 1
	exitUnusable = 2
)

// Run judges each file.
func (c verifyCommand) Run() error {
	worst := 0
	for _, file := range c.Files {
		for _, v := range c.judge(file) {
			c.say(v)
			switch v.Result {
			case "invalid":
				worst = max(worst, exitInvalid)
			case "unusable":
				worst = max(worst, exitUnusable)
			}
		}
	}
	if worst > 0 {
		os.Exit(worst)
	}
	return nil
}

func (c verifyCommand) say(v verdict) {
	if c.JSON {
		json.NewEncoder(os.Stdout).Encode(v) //nolint:errcheck // standard output
		return
	}
	line := fmt.Sprintf("%-8s %-12s %s", v.Result, v.Kind, v.File)
	if v.Why != "" {
		line += "  " + v.Why
	}
	if v.Root != "" {
		line += fmt.Sprintf("  size %d, root %s", v.Size, v.Root)
	}
	fmt.Println(line)
}

func (c verifyCommand) judge(path string) []verdict {
	info, err := os.Stat(path)
	if err != nil {
		return []verdict{{File: path, Kind: "file", Result: "unusable", Why: err.Error()}}
	}
	if info.IsDir() {
		return c.folder(path)
	}
	trust, err := c.trust(filepath.Dir(path))
	if err != nil {
		return []verdict{{File: path, Kind: "trust", Result: "unusable", Why: err.Error()}}
	}
	return []verdict{c.file(path, trust)}
}

// folder judges an exported log and every certificate beside it.
func (c verifyCommand) folder(path string) []verdict {
	trust, err := c.trust(path)
	if err != nil {
		return []verdict{{File: path, Kind: "trust", Result: "unusable", Why: err.Error()}}
	}
	verdicts := []verdict{exportedLog(path, trust)}
	certificates, err := filepath.Glob(filepath.Join(path, "certificates", "*.json"))
	if err != nil {
		return append(verdicts, verdict{File: path, Kind: "folder", Result: "unusable", Why: err.Error()})
	}
	for _, file := range certificates {
		verdicts = append(verdicts, c.file(file, trust))
	}
	return verdicts
}

func (c verifyCommand) trust(folder string) (certificate.Trust, error) {
	path := c.Trust
	for _, candidate := range []string{filepath.Join(folder, "trust.json"), filepath.Join(folder, "..", "trust.json")} {
		if path == "" {
			if _, err := os.Stat(candidate); err == nil {
				path = candidate
			}
		}
	}
	if path == "" {
		return certificate.Trust{}, errors.New("no trust anchor: name one with --trust")
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return certificate.Trust{}, err
	}
	return certificate.ParseTrust(body)
}

// file judges a certificate or a checkpoint.
func (c verifyCommand) file(path string, trust certificate.Trust) verdict {
	body, err := os.ReadFile(path)
	if err != nil {
		return verdict{File: path, Kind: "file", Result: "unusable", Why: err.Error()}
	}
	if strings.HasPrefix(string(body), trust.Origin) {
		return checkpoint(path, body, trust)
	}
	if anchor, err := certificate.ParseTrust(body); err == nil {
		return fingerprint(path, anchor)
	}
	if strings.HasPrefix(string(body), "old ") {
		return c.continuation(path, body, trust)
	}
	bundle, err := certificate.ParseBundle(body)
	if err != nil {
		return verdict{File: path, Kind: "file", Result: "unusable", Why: "neither a certificate nor a checkpoint of this log: " + err.Error()}
	}
	on, err := c.day(bundle)
	if err != nil {
		return verdict{File: path, Kind: "certificate", Result: "unusable", Why: err.Error()}
	}
	report := certificate.Verify(bundle, trust, on)
	v := verdict{File: path, Kind: "certificate", Result: "valid", Report: &report}
	ended := func(f certificate.Finding) bool {
		return f.Code == "period.over" || f.Code == "status."+string(report.Status.State)
	}
	switch {
	case report.Valid():
	case report.Genuine && report.Status != nil && !slices.ContainsFunc(report.Failed, func(f certificate.Finding) bool { return !ended(f) }):
		v.Result = "ended" // genuine, and its signed status or its own term says that it is over
	default:
		v.Result = "invalid"
	}
	if report.Genuine && report.Status != nil {
		v.Why = fmt.Sprintf("genuine; status %s as of %s", report.Status.State, report.Status.AsOf)
	}
	for _, f := range report.Failed {
		v.Why = strings.TrimPrefix(v.Why+"; "+f.Code, "; ")
	}
	return v
}

// day is the day to judge for: the one asked, or the day the status speaks of.
func (c verifyCommand) day(b certificate.Bundle) (calendar.Day, error) {
	if c.On != "" {
		return calendar.ParseDay(c.On)
	}
	status, err := certificate.ParseStatus(b.Status.Payload)
	return status.AsOf, err
}

// fingerprint names a trust anchor, to be compared with what its reader has from elsewhere.
func fingerprint(path string, anchor certificate.Trust) verdict {
	v := verdict{File: path, Kind: "trust", Result: "valid"}
	print, err := anchor.Fingerprint()
	if err != nil {
		v.Result, v.Why = "unusable", err.Error()
		return v
	}
	v.Why = "fingerprint " + print
	return v
}

func checkpoint(path string, body []byte, trust certificate.Trust) verdict {
	for _, alg := range audit.Algorithms() {
		cp, _, err := audit.OpenCheckpoint(body, audit.OriginOf(trust.Origin, alg), trust.Log, seal.Both)
		if err == nil {
			return verdict{File: path, Kind: "checkpoint", Result: "valid", Size: cp.Size, Root: cp.Root.String()}
		}
	}
	return verdict{File: path, Kind: "checkpoint", Result: "invalid", Why: "its signatures do not verify under the trust anchor"}
}

// continuation judges the proof that the log only appended since the checkpoint kept.
func (c verifyCommand) continuation(path string, body []byte, trust certificate.Trust) verdict {
	v := verdict{File: path, Kind: "continuation", Result: "unusable"}
	if c.Since == "" {
		v.Why = "it is judged against a checkpoint that you kept: name it with --since"
		return v
	}
	kept, err := os.ReadFile(c.Since)
	if err != nil {
		v.Why = err.Error()
		return v
	}
	claimed, err := audit.Unverified(kept)
	if err != nil {
		v.Why = c.Since + ": " + err.Error()
		return v
	}
	origin := audit.OriginOf(trust.Origin, audit.AlgorithmOf(claimed.Origin))
	now, err := audit.VerifyContinuation(kept, body, origin, trust.Log)
	switch {
	case errors.Is(err, audit.ErrOtherSize):
		v.Why = err.Error()
	case err != nil:
		v.Result, v.Why = "invalid", err.Error()
	default:
		v.Result, v.Why, v.Size, v.Root = "valid", fmt.Sprintf("only appended since size %d", claimed.Size), now.Size, now.Root.String()
	}
	return v
}

// exportedLog recomputes both trees from every entry and holds them against the signed
// checkpoints.
func exportedLog(folder string, trust certificate.Trust) verdict {
	path := filepath.Join(folder, "log.jsonl")
	v := verdict{File: path, Kind: "log"}
	var checkpoints []audit.Checkpoint
	for _, alg := range audit.Algorithms() {
		body, err := os.ReadFile(filepath.Join(folder, "checkpoint."+string(alg)))
		if err != nil {
			v.Result, v.Why = "unusable", err.Error()
			return v
		}
		cp, _, err := audit.OpenCheckpoint(body, audit.OriginOf(trust.Origin, alg), trust.Log, seal.Both)
		if err != nil {
			v.Result, v.Why = "invalid", err.Error()
			return v
		}
		checkpoints = append(checkpoints, cp)
	}
	f, err := os.Open(path)
	if err != nil {
		v.Result, v.Why = "unusable", err.Error()
		return v
	}
	defer f.Close() //nolint:errcheck // read only
	report, err := audit.VerifyStream(audit.Lines(f), checkpoints, nil)
	if err != nil || report.Sealed != len(checkpoints) {
		v.Result, v.Why = "invalid", fmt.Sprintf("%d of %d checkpoints were met: %v", report.Sealed, len(checkpoints), err)
		return v
	}
	v.Result, v.Size, v.Root = "valid", checkpoints[0].Size, checkpoints[0].Root.String()
	return v
}
