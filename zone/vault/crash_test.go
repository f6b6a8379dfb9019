package vault

import (
	"bufio"
	"context"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// depositing is the first argument that turns the test binary into a process that
// deposits until it is killed.
const depositing = "vault-depositing"

func TestMain(m *testing.M) {
	if len(os.Args) == 5 && os.Args[1] == depositing {
		if err := depositForever(os.Args[2], os.Args[3], os.Args[4]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func depositForever(dir, key, round string) error {
	kek, err := hex.DecodeString(key)
	if err != nil {
		return err
	}
	r, err := NewKeyRing(kek)
	if err != nil {
		return err
	}
	v, err := Open(context.Background(), dir, r, 1<<30)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		ver := Version{"city", "D", fmt.Sprint(i % 4)}
		o, err := v.Deposit(context.Background(), ver, strings.NewReader(round+string(body(1000+i*70_001))))
		if err != nil {
			return err
		}
		if err := v.Accept(o.Ref); err != nil {
			return err
		}
		fmt.Println(ver.Version, o.Digest)
		if i%5 == 4 {
			gone := Version{"city", "gone", round + fmt.Sprint(i)}
			if _, err := v.Deposit(context.Background(), gone, strings.NewReader("x")); err != nil {
				return err
			}
			if _, err := v.Destroy(context.Background(), gone, "2026-03-01", "case"); err != nil {
				return err
			}
			fmt.Println("destroyed", gone.Version)
		}
	}
}

// TestKilled kills a depositing process with -9 after it has acknowledged some, again
// and again over the same folder. What was acknowledged is there, accepted and whole; what
// was destroyed stays so; nothing that is there fails to verify; nothing unfinished is left.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	kek, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := map[string]bool{}
	for round := 1; round <= 6; round++ {
		p := exec.Command(self, depositing, dir, hex.EncodeToString(kek), fmt.Sprint("r", round))
		out, err := p.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; n < 2*round && lines.Scan(); n++ {
			acknowledged[lines.Text()] = true
		}
		_ = p.Process.Kill()
		for lines.Scan() { // what it said before the blow fell
			acknowledged[lines.Text()] = true
		}
		_ = p.Wait()
		survivors(t, dir, kek, acknowledged)
	}
	if len(acknowledged) < 42 {
		t.Errorf("only %d were acknowledged", len(acknowledged))
	}
}

func survivors(t *testing.T, dir string, kek []byte, acknowledged map[string]bool) {
	t.Helper()
	r, err := NewKeyRing(kek)
	if err != nil {
		t.Fatal(err)
	}
	v, err := Open(t.Context(), dir, r, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close() //nolint:errcheck // read only
	if left := files(t, filepath.Join(dir, "tmp")); len(left) != 0 {
		t.Errorf("unfinished: %v", left)
	}
	for line := range acknowledged {
		first, second, _ := strings.Cut(line, " ")
		if first == "destroyed" {
			if _, err := v.Create(t.Context(), Version{"city", "gone", second}); code(err) != CodeDestroyed {
				t.Errorf("destroyed version %s: %v", second, err)
			}
			continue
		}
		if o, err := v.Stat(Ref{Version{"city", "D", first}, second}); err != nil || o.Quarantined {
			t.Errorf("acknowledged %s: %+v, %v", line, o, err)
		}
	}
	for i := range 4 {
		objects, err := v.Objects(Version{"city", "D", fmt.Sprint(i)})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range objects {
			if err := v.Verify(t.Context(), o.Ref); err != nil {
				t.Errorf("version %d, %s: %v", i, o.Digest, err)
			}
		}
	}
}
