package storetest

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx", to create databases with
)

// Cluster is a PostgreSQL server of its own, with fsync on, on a free loopback port.
type Cluster struct {
	port    int
	dir     string
	options string // of the server
	log     string
	serial  atomic.Int64
	account *syscall.Credential // nil when tests do not run as root
	bin     string
}

// Postgres starts a cluster that ends with the test. Where Debian's PostgreSQL is absent
// the test is skipped and says so; one that is there must start.
func Postgres(t testing.TB) *Cluster {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
	if len(found) == 0 {
		t.Skip("PostgreSQL is not installed: apt-get install postgresql")
	}
	c := &Cluster{bin: filepath.Dir(found[len(found)-1])}
	if os.Getuid() == 0 { // the server refuses to run as root
		account, err := user.Lookup("postgres")
		if err != nil {
			t.Skip("root may not run PostgreSQL, and its user postgres is missing: apt-get install postgresql, or test as another user")
		}
		uid, _ := strconv.ParseUint(account.Uid, 10, 32)
		gid, _ := strconv.ParseUint(account.Gid, 10, 32)
		c.account = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	if err := c.start(t); err != nil {
		t.Fatalf("starting PostgreSQL: %v", err)
	}
	return c
}

func (c *Cluster) start(t testing.TB) error {
	// Not below t.TempDir: its parents are closed to the user postgres.
	dir, err := os.MkdirTemp("", "storetest-pg")
	if err != nil {
		return err
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	c.dir = filepath.Join(dir, "data")
	if c.account != nil {
		if err := os.Chown(dir, int(c.account.Uid), int(c.account.Gid)); err != nil {
			return err
		}
	}
	if err := c.run("initdb", "-D", c.dir, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"); err != nil {
		return err
	}
	if c.port, err = freePort(); err != nil {
		return err
	}
	c.log = filepath.Join(dir, "log")
	c.options = fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on -c shared_buffers=32MB -c max_wal_size=128MB -c max_connections=80", c.port)
	if err := c.run("pg_ctl", "-D", c.dir, "-w", "-t", "60", "-l", c.log, "-o", c.options, "start"); err != nil {
		return err
	}
	t.Cleanup(func() {
		if err := c.run("pg_ctl", "-D", c.dir, "-w", "-m", "immediate", "stop"); err != nil {
			t.Errorf("stopping PostgreSQL: %v", err)
		}
	})
	return nil
}

// Crash ends the server with no shutdown, as a power cut would its processes, and
// starts it again: it recovers from its own write-ahead log.
func (c *Cluster) Crash(t testing.TB) {
	t.Helper()
	if err := c.run("pg_ctl", "-D", c.dir, "-w", "-t", "60", "-m", "immediate", "-l", c.log, "-o", c.options, "restart"); err != nil {
		t.Fatalf("restarting PostgreSQL: %v", err)
	}
}

// run runs a program of PostgreSQL as the user it wants.
func (c *Cluster) run(program string, args ...string) error {
	cmd := exec.Command(filepath.Join(c.bin, program), args...)
	cmd.Dir = os.TempDir()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.account}
	var output bytes.Buffer
	if program != "pg_ctl" { // the server would keep the pipe open
		cmd.Stdout, cmd.Stderr = &output, &output
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("running %s: %w: %s", program, err, output.String())
	}
	return nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func (c *Cluster) address(schema string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable&search_path=%s", c.port, schema)
}

// Address is that of the cluster's one database, for tests of other things than stores.
func (c *Cluster) Address() string { return c.address("public") }

// Database creates an empty place for one store and answers its address. It is a schema,
// which is made in a tenth of the time of a database.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	db, err := sql.Open("pgx", c.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("store_%d", c.serial.Add(1))
	if _, err := db.ExecContext(context.Background(), "CREATE SCHEMA "+name); err != nil {
		t.Fatalf("creating a schema: %v", err)
	}
	return c.address(name)
}
