package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/shuyu-project/shuyu/api"
	"github.com/shuyu-project/shuyu/casework"
	"github.com/shuyu-project/shuyu/casework/works"
	"github.com/shuyu-project/shuyu/law"
	"github.com/shuyu-project/shuyu/law/calendar"
	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/seal"
	"github.com/shuyu-project/shuyu/store"
	"github.com/shuyu-project/shuyu/zone/apart"
	"github.com/shuyu-project/shuyu/zone/delivery"
	"github.com/shuyu-project/shuyu/zone/duckdb"
	"github.com/shuyu-project/shuyu/zone/egress"
	"github.com/shuyu-project/shuyu/zone/vault"
	"github.com/shuyu-project/shuyu/zone/work"
)

// place says where an installation keeps what it keeps, and under which law it runs.
type place struct {
	Dir   string `help:"Folder of the installation." default:"shuyu-data" type:"path" env:"SHUYU_DIR"`
	Store string `help:"Database of the platform's state: a file, or postgres://…; by default a file in the folder." env:"SHUYU_STORE"`
	Pack  string `help:"Policy pack, with its layers: taian, taian+national." default:"taian" env:"SHUYU_PACK"`
	// Folder holds packs that were written or amended on the spot.
	Folder string `help:"Folder of packs instead of those that ship with the program." type:"existingdir" env:"SHUYU_FOLDER"`
	// Domains adds to what is tried in every installation: the resident identity numbers of its area.
	Domains string `help:"File (JSON) of further small sets of values that an output must not be readable by: identity numbers of other divisions, mobile prefixes, lists." type:"path" env:"SHUYU_DOMAINS"`
	// The passphrase opens the key store. It is read from a file, never from the command line.
	Passphrase string `help:"File that holds the passphrase of the key store." type:"path" env:"SHUYU_PASSPHRASE_FILE"`
}

// installation is an opened installation: every part, wired.
type installation struct {
	place
	demo    bool
	first   calendar.Day // on which a new demonstration begins
	log     *slog.Logger
	store   *store.Store
	ring    *seal.Ring
	library *library
	clock   *demoClock // nil outside of a demonstration
	vault   *vault.Vault
	journal *delivery.Journal
	parser  *duckdb.Parser
	desk    *casework.Desk
	works   *works.Works
	logbook *api.Logbook
	closers []func() error
}

// origin names the log of an installation of a pack.
func origin(pack string, demonstration bool) string {
	name := "shuyu.example/" + strings.ReplaceAll(pack, "+", "-")
	if demonstration {
		name += "-demonstration"
	}
	return name
}

// demoBanner is what every certificate and checkpoint of a demonstration says.
var demoBanner = law.Text{ZH: "演示环境：时钟可拨动，人员为虚构。", EN: "Demonstration: its clock can be set and its people are invented."}

// openInstallation opens or, where there is none, makes an installation.
func openInstallation(ctx context.Context, p place, log *slog.Logger) (*installation, error) {
	return (&installation{place: p, log: log}).openAll(ctx)
}

// openDemonstration opens a demonstration; a new one begins on the first day.
func openDemonstration(ctx context.Context, p place, first calendar.Day, log *slog.Logger) (*installation, error) {
	return (&installation{place: p, demo: true, first: first, log: log}).openAll(ctx)
}

func (in *installation) openAll(ctx context.Context) (*installation, error) {
	return in.open(ctx, in.openStore, in.openLaw, in.openKeys, in.openZone, in.openDesk, in.openWorks, in.openLog)
}

// openRecords opens what an auditor needs, and no more: state, packs, keys and log. It
// can be done while the installation serves. A demonstration is known by its clock.
func openRecords(ctx context.Context, p place) (*installation, error) {
	in := &installation{place: p, log: quiet()}
	if _, err := os.Stat(in.path("keys.json")); err != nil {
		return nil, fmt.Errorf("there is no installation in %s; name its folder with --dir: %w", p.Dir, err)
	}
	if _, err := os.Stat(in.path("clock")); err == nil {
		in.demo = true
	}
	return in.open(ctx, in.openStore, in.openLaw, in.openKeys, in.openLog)
}

// open opens parts in order; where one fails, those before are closed again.
func (in *installation) open(ctx context.Context, parts ...func(context.Context) error) (_ *installation, err error) {
	defer func() {
		if err != nil {
			in.Close() //nolint:errcheck // the first error counts
		}
	}()
	if err := os.MkdirAll(in.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the installation: %w", err)
	}
	for _, open := range parts {
		if err := open(ctx); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// Close closes what was opened, last first.
func (in *installation) Close() error {
	var errs []error
	for i := len(in.closers) - 1; i >= 0; i-- {
		errs = append(errs, in.closers[i]())
	}
	in.closers = nil
	return errors.Join(errs...)
}

func (in *installation) path(parts ...string) string {
	return filepath.Join(append([]string{in.Dir}, parts...)...)
}

func (in *installation) openStore(ctx context.Context) (err error) {
	address := in.Store
	if address == "" {
		address = in.path("state.db")
	}
	if in.store, err = store.Open(ctx, address, store.Options{}); err != nil {
		return fmt.Errorf("opening the store: %w", err)
	}
	in.closers = append(in.closers, in.store.Close)
	return nil
}

// openKeys opens the key store, and makes it with one key for each purpose at the first
// start. A demonstration makes its own passphrase; an installation must be given one.
func (in *installation) openKeys(context.Context) error {
	phrase, err := in.passphrase()
	if err != nil {
		return err
	}
	path := in.path("keys.json")
	in.ring, err = seal.OpenRing(path, phrase, rand.Reader)
	if errors.Is(err, fs.ErrNotExist) {
		in.ring, err = seal.CreateRing(path, phrase, seal.DefaultCost(), rand.Reader)
	}
	if err != nil {
		return fmt.Errorf("opening the key store: %w", err)
	}
	for _, purpose := range []seal.Purpose{seal.ForLog, seal.ForCertificate, seal.ForVault, seal.ForRecord, seal.ForToken, seal.ForSession} {
		if in.has(purpose) {
			continue
		}
		if _, err := in.ring.Create(purpose, "", in.now()); err != nil {
			return fmt.Errorf("making the key for %s: %w", purpose, err)
		}
	}
	return nil
}

func (in *installation) has(purpose seal.Purpose) bool {
	for _, k := range in.ring.Keys() {
		if k.Purpose == purpose {
			return true
		}
	}
	return false
}

func (in *installation) passphrase() ([]byte, error) {
	path := in.Passphrase
	if path == "" {
		if !in.demo {
			return nil, errors.New("the key store needs a passphrase: write it to a file that only the service can read and name it with --passphrase")
		}
		path = in.path("passphrase")
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			secret := make([]byte, 16)
			if _, err := rand.Read(secret); err != nil {
				return nil, fmt.Errorf("drawing a passphrase: %w", err)
			}
			if err := seal.ReplaceFile(path, []byte(hex.EncodeToString(secret)+"\n")); err != nil {
				return nil, fmt.Errorf("keeping the demonstration's passphrase: %w", err)
			}
		}
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the passphrase: %w", err)
	}
	return []byte(strings.TrimSpace(string(body))), nil
}

func (in *installation) openLaw(context.Context) (err error) {
	if in.library, err = openLibrary(in.path("packs"), packFiles(in.Folder), in.Pack); err != nil {
		return err
	}
	if in.demo {
		in.clock, err = openDemoClock(in.path("clock"), in.first)
	}
	return err
}

// openZone finds out what isolation the machine gives and opens the vault.
func (in *installation) openZone(ctx context.Context) error {
	kek, _, err := in.ring.Secret(seal.ForVault, "")
	if err != nil {
		return fmt.Errorf("taking the vault's key: %w", err)
	}
	wrapper, err := vault.NewKeyRing(kek[:])
	if err != nil {
		return err
	}
	if in.vault, err = vault.Open(ctx, in.path("vault"), wrapper, 8<<30); err != nil {
		return fmt.Errorf("opening the vault: %w", err)
	}
	in.closers = append(in.closers, in.vault.Close)
	if in.journal, err = delivery.OpenJournal(in.path("meters")); err != nil {
		return fmt.Errorf("opening the meters: %w", err)
	}
	in.closers = append(in.closers, in.journal.Close)
	return nil
}

func (in *installation) now() time.Time {
	if in.clock != nil {
		return in.clock.Now()
	}
	return wallClock()
}

func (in *installation) openDesk(context.Context) error {
	signer := func() (seal.Signer, error) { return in.ring.Signer(seal.ForCertificate, "") }
	certifier := works.Certifier{Signer: signer}
	if in.demo {
		certifier.Banners = []law.Text{demoBanner}
	}
	in.desk = &casework.Desk{Ledger: in.store, Packs: in.library, Calendar: calendar.China, Now: in.now, Certify: certifier,
		Sign:   &works.Signatory{Ring: in.ring, Now: in.now},
		Random: rand.Reader, Checks: map[string]casework.Check{}}
	return nil
}

// openWorks detects the isolation in force and opens the platform's own worker.
func (in *installation) openWorks(ctx context.Context) error {
	launcher, isolation, err := work.Detect(ctx, work.Launcher{})
	if err != nil {
		return fmt.Errorf("finding out what isolation this machine gives: %w", err)
	}
	secret, _, err := in.ring.Secret(seal.ForToken, "")
	if err != nil {
		return fmt.Errorf("taking the pseudonyms' key: %w", err)
	}
	domains, err := declaredDomains(in.Domains)
	if err != nil {
		return err
	}
	scratch := in.path("scratch")
	if err := errors.Join(os.RemoveAll(scratch), os.MkdirAll(scratch, 0o700)); err != nil {
		return fmt.Errorf("sweeping the scratch folder: %w", err)
	}
	in.parser = &duckdb.Parser{Launcher: launcher}
	in.closers = append(in.closers, func() error { in.parser.Close(); return nil })
	in.works = &works.Works{Desk: in.desk, Queue: in.store, Vault: in.vault, Tenant: "installation", Engine: duckdb.Engine{Launcher: launcher, Threads: 2},
		Parser: in.parser, Apart: apart.Reader{Launcher: launcher}, Isolation: isolation, Secret: secret[:], Scratch: scratch, Domains: domains, Meter: delivery.NewMeter(in.journal), Log: in.log}
	in.desk.Checks["job.submit"] = in.works.CheckJob
	in.desk.Checks["code.submit"] = in.works.CheckCode
	in.desk.Checks["official-text.propose"] = in.works.CheckOfficialText
	in.desk.Done = func(casework.Receipt) { in.works.Wake() }
	in.log.Info("isolation", "filesystem", isolation.Filesystem(), "sufficient", isolation.Sufficient(), "missing", isolation.Missing())
	return nil
}

// declaredDomains reads the file of --domains; there is none without one.
func declaredDomains(path string) ([]egress.Declared, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the domains that outputs are tried against: %w", err)
	}
	declared, err := egress.ParseDeclared(text)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return declared, nil
}

// openLog opens the checkpoints and refuses to start where the log is shorter, or
// another, than was signed.
func (in *installation) openLog(ctx context.Context) error {
	in.logbook = &api.Logbook{Name: origin(in.Pack, in.demo), Book: in.store, Now: wallClock,
		Signer: func() (seal.Signer, error) { return in.ring.Signer(seal.ForLog, "") },
		Locks:  map[audit.Algorithm]audit.LockStore{audit.SHA256: audit.NewFileLock(in.path("lock-sha256")), audit.SM3: audit.NewFileLock(in.path("lock-sm3"))}}
	if in.demo {
		in.logbook.Banner = demoBanner.EN
	}
	return in.logbook.Check(ctx, in.ring.PublicKeys(seal.ForLog, ""))
}
