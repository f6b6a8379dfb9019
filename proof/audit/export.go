package audit

import (
	"fmt"
	"io/fs"
	"iter"
)

// Export reads the leaves of a published log of the given size from its entry bundles
// (c2sp.org/tlog-tiles: "tile/entries/000" …, the last one partial unless the size is a
// multiple of 256). VerifyStream over it checks a whole log from a folder.
func Export(published fs.FS, size uint64) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for index := uint64(0); index*TileWidth < size; index++ {
			if !exportBundle(published, index, int(min(size-index*TileWidth, TileWidth)), yield) {
				return
			}
		}
	}
}

// exportBundle yields the leaves of one bundle and reports whether to go on.
func exportBundle(published fs.FS, index uint64, width int, yield func([]byte, error) bool) bool {
	path := EntriesPath(index, width)
	file, err := published.Open(path)
	if err != nil {
		yield(nil, err)
		return false
	}
	defer file.Close() // read only: nothing to lose
	n := 0
	for leaf, err := range Entries(file) {
		if err == nil && n == width {
			err = fmt.Errorf("%w: more than %d leaves", errBundle, width)
		}
		if err != nil {
			yield(nil, fmt.Errorf("reading %s: %w", path, err))
			return false
		}
		if !yield(leaf, nil) {
			return false
		}
		n++
	}
	if n < width {
		yield(nil, fmt.Errorf("reading %s: %w: %d leaves of %d", path, errBundle, n, width))
		return false
	}
	return true
}
