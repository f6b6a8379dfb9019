package audit

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
)

// publish writes the entry bundles of a log of n test leaves.
func publish(t *testing.T, n int) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for from := 0; from < n; from += TileWidth {
		var bundle []byte
		var err error
		width := min(n-from, TileWidth)
		for i := range width {
			if bundle, err = AppendEntry(bundle, leafOf(from+i)); err != nil {
				t.Fatal(err)
			}
		}
		files[EntriesPath(uint64(from/TileWidth), width)] = &fstest.MapFile{Data: bundle}
	}
	return files
}

func TestExport(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 257, 700, 1024} {
		_, twin := grow(t, n)
		r, err := VerifyStream(Export(publish(t, n), uint64(n)), []Checkpoint{twin.Head().Checkpoint(origin, SHA256, "")}, nil)
		if err != nil || r.Head != twin.Head() || r.Sealed != 1 {
			t.Errorf("a folder of %d leaves: %+v, %v", n, r, err)
		}
	}
	full, partial := EntriesPath(0, 256), EntriesPath(1, 44)
	for why, c := range map[string]struct {
		spoil func(fstest.MapFS)
		want  error
	}{
		"a bundle gone":        {func(f fstest.MapFS) { delete(f, full) }, fs.ErrNotExist},
		"a bundle cut short":   {func(f fstest.MapFS) { f[partial].Data = f[partial].Data[:50] }, errBundle},
		"a leaf left out":      {func(f fstest.MapFS) { f[partial].Data = f[partial].Data[2+len(leafOf(256)):] }, errBundle},
		"a leaf too many":      {func(f fstest.MapFS) { f[partial].Data = append(f[partial].Data, 0, 0) }, errBundle},
		"a leaf altered":       {func(f fstest.MapFS) { f[full].Data[11] ^= 1 }, ErrRootDiffers},
		"bundles interchanged": {func(f fstest.MapFS) { f[full].Data, f[partial].Data = f[partial].Data, f[full].Data }, errBundle},
	} {
		files := publish(t, 300)
		c.spoil(files)
		_, twin := grow(t, 300)
		if _, err := VerifyStream(Export(files, 300), []Checkpoint{twin.Head().Checkpoint(origin, SHA256, "")}, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", why, err)
		}
	}
}
