package audit_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/shuyu-project/shuyu/proof/audit"
	"github.com/shuyu-project/shuyu/proof/audit/audittest"
)

func TestFileLockSuite(t *testing.T) {
	audittest.LockStore(t, func(t *testing.T) audit.LockStore {
		return audit.NewFileLock(filepath.Join(t.TempDir(), "head.lock"))
	})
}

// maps keeps a log in two maps, as the documentation of HashReader says a store does.
type maps struct {
	leaves []audit.LeafHashes
	tiles  map[string]audit.Tile
}

func (m maps) ReadTile(_ context.Context, a audit.Algorithm, level int, index uint64, width int) ([]audit.Hash, error) {
	if width == audit.TileWidth {
		return m.tiles[fmt.Sprint(a, level, "/", index)].Hashes, nil
	}
	var out []audit.Hash
	for i := index * audit.TileWidth; i < index*audit.TileWidth+uint64(width); i++ {
		if level == 0 {
			out = append(out, m.leaves[i].Of(a))
		} else {
			out = append(out, m.tiles[fmt.Sprint(a, level-1, "/", i)].Root)
		}
	}
	return out, nil
}

func TestHashReaderSuite(t *testing.T) {
	audittest.HashReader(t, func(t *testing.T, leaves [][]byte) audit.HashReader {
		m := maps{tiles: map[string]audit.Tile{}}
		twin := audit.NewTwin()
		_, hashes, tiles := twin.AppendAll(leaves)
		m.leaves = hashes
		for _, tile := range tiles {
			m.tiles[fmt.Sprint(tile.Alg, tile.Level, "/", tile.Index)] = tile
		}
		return m
	})
}
