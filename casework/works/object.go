package works

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/shuyu-project/shuyu/zone/vault"
)

// The vault's names. Each is a version of its own, so that each has a data key of its
// own and can be destroyed alone.

func (w *Works) uploadOf(resource string) vault.Version {
	return vault.Version{Tenant: w.Tenant, Dataset: resource, Version: "upload"}
}

func (w *Works) versionOf(resource, version string) vault.Version {
	return vault.Version{Tenant: w.Tenant, Dataset: resource, Version: version}
}

func (w *Works) profileOf(resource, version string) vault.Version {
	return vault.Version{Tenant: w.Tenant, Dataset: resource, Version: version + "-profile"}
}

func (w *Works) heldOf(resource, version string) vault.Version {
	return vault.Version{Tenant: w.Tenant, Dataset: resource, Version: version + "-held"}
}

func (w *Works) projectionOf(grant, version, catalogue, part string) vault.Version {
	return vault.Version{Tenant: w.Tenant, Dataset: grant, Version: version + "-" + catalogue + "-" + part}
}

func (w *Works) outputOf(job, part string) vault.Version {
	return vault.Version{Tenant: w.Tenant, Dataset: job, Version: part}
}

// put deposits bytes and takes them out of quarantine: they were made by the platform.
func (w *Works) put(ctx context.Context, v vault.Version, r io.Reader) (vault.Object, error) {
	o, err := w.Vault.Deposit(ctx, v, r)
	if err != nil {
		return vault.Object{}, fmt.Errorf("keeping %s/%s: %w", v.Dataset, v.Version, err)
	}
	if err := w.Vault.Accept(o.Ref); err != nil {
		return vault.Object{}, fmt.Errorf("accepting %s/%s: %w", v.Dataset, v.Version, err)
	}
	return o, nil
}

func (w *Works) putJSON(ctx context.Context, v vault.Version, value any) (vault.Object, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return vault.Object{}, fmt.Errorf("writing %s/%s: %w", v.Dataset, v.Version, err)
	}
	return w.put(ctx, v, bytes.NewReader(body))
}

// only finds the one object of a version. Where a task was done twice and came out
// otherwise it is one of the two: a vault's objects have digests, and no age.
func (w *Works) only(v vault.Version) (vault.Object, error) {
	objects, err := w.Vault.Objects(v)
	if err != nil {
		return vault.Object{}, fmt.Errorf("looking for %s/%s: %w", v.Dataset, v.Version, err)
	}
	if len(objects) == 0 {
		return vault.Object{}, fmt.Errorf("looking for %s/%s: %w", v.Dataset, v.Version, ErrNoObject)
	}
	return objects[len(objects)-1], nil
}

// recorded reads the object of a version whose digest the register has: what was taken in
// or held is those bytes, whatever else lies beside them.
func (w *Works) recorded(ctx context.Context, v vault.Version, kind, id string) (vault.Object, error) {
	facts, err := w.facts(ctx, kind, id)
	if err != nil {
		return vault.Object{}, err
	}
	o, err := w.Vault.Stat(vault.Ref{Version: v, Digest: text(facts, "digest")})
	if err != nil {
		return vault.Object{}, fmt.Errorf("looking for %s/%s as %s %s records it: %w", v.Dataset, v.Version, kind, id, err)
	}
	return o, nil
}

func (w *Works) getJSON(ctx context.Context, v vault.Version, into any) error {
	o, err := w.only(v)
	if err != nil {
		return err
	}
	return w.readJSON(ctx, o, into)
}

func (w *Works) readJSON(ctx context.Context, o vault.Object, into any) error {
	body, err := w.read(ctx, o)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("reading %s/%s: %w", o.Dataset, o.Version.Version, err)
	}
	return nil
}

// bytes reads the one small object of a version whole.
func (w *Works) bytes(ctx context.Context, v vault.Version) ([]byte, error) {
	o, err := w.only(v)
	if err != nil {
		return nil, err
	}
	return w.read(ctx, o)
}

func (w *Works) read(ctx context.Context, o vault.Object) ([]byte, error) {
	v := o.Version
	r, err := w.Vault.Inspect(ctx, o.Ref)
	if err != nil {
		return nil, fmt.Errorf("opening %s/%s: %w", v.Dataset, v.Version, err)
	}
	defer r.Close() //nolint:errcheck // read only
	body, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading %s/%s: %w", v.Dataset, v.Version, err)
	}
	return body, nil
}

// scratch is a folder that is gone, with what is in it, when the task is over.
func (w *Works) scratch() (string, func(), error) {
	folder, err := os.MkdirTemp(w.Scratch, "task-")
	if err != nil {
		return "", nil, fmt.Errorf("making a scratch folder: %w", err)
	}
	return folder, func() { os.RemoveAll(folder) }, nil //nolint:errcheck // swept again at start
}

// unseal writes an object to a file in a scratch folder, for what must read a file.
func (w *Works) unseal(ctx context.Context, ref vault.Ref, path string) error {
	r, err := w.Vault.Inspect(ctx, ref)
	if err != nil {
		return fmt.Errorf("opening %s/%s: %w", ref.Dataset, ref.Version.Version, err)
	}
	defer r.Close() //nolint:errcheck // read only
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("making a scratch file: %w", err)
	}
	if _, err := io.Copy(f, r); err != nil {
		f.Close() //nolint:errcheck // the copy's error counts
		return fmt.Errorf("unsealing %s/%s: %w", ref.Dataset, ref.Version.Version, err)
	}
	return f.Close()
}
