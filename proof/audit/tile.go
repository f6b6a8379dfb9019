package audit

import (
	"context"
	"errors"
	"fmt"
	"strconv"
)

// TileHeight is the number of tree levels in a tile, TileWidth the hashes of a full
// one (c2sp.org/tlog-tiles).
const (
	TileHeight = 8
	TileWidth  = 1 << TileHeight
)

// Tile is a full tile: 256 hashes of tree level 8·Level, from Index·256 on. It never
// changes once emitted, and is stored in the transaction of the leaf that filled it.
type Tile struct {
	Alg    Algorithm
	Level  int
	Index  uint64
	Hashes []Hash // 256 of them
	// Root is the node above all of them: hash number Index of tile level Level+1. A store
	// that keeps it in a column of its own reads partial tiles above level 0 with one query.
	Root Hash
}

// Bytes are the 8,192 bytes of the tile as served and stored.
func (t Tile) Bytes() []byte { return packHashes(t.Hashes) }

func packHashes(hashes []Hash) []byte {
	out := make([]byte, 0, 32*len(hashes))
	for _, h := range hashes {
		out = append(out, h[:]...)
	}
	return out
}

// ParseHashes splits tile bytes into hashes.
func ParseHashes(data []byte) ([]Hash, error) {
	if len(data)%32 != 0 || len(data) > 32*TileWidth {
		return nil, errors.New("reading tile: not a whole number of hashes")
	}
	hashes := make([]Hash, 0, len(data)/32)
	for ; len(data) > 0; data = data[32:] {
		hashes = append(hashes, Hash(data[:32]))
	}
	return hashes, nil
}

// TilePath is where a tile is served (c2sp.org/tlog-tiles): "tile/0/x001/x234/067", with
// ".p/5" behind it for a partial tile of five hashes.
func TilePath(level int, index uint64, width int) string {
	return "tile/" + strconv.Itoa(level) + "/" + tileNumber(index, width)
}

// EntriesPath is where the bundle of the entries under a level 0 tile is served.
func EntriesPath(index uint64, width int) string { return "tile/entries/" + tileNumber(index, width) }

func tileNumber(index uint64, width int) string {
	s := fmt.Sprintf("%03d", index%1000)
	for index /= 1000; index > 0; index /= 1000 {
		s = fmt.Sprintf("x%03d/%s", index%1000, s)
	}
	if width < TileWidth {
		s += ".p/" + strconv.Itoa(width)
	}
	return s
}

// HashReader lends the hashes of a stored log. The store implements it:
//
//   - width 256: the stored tile (alg, level, index);
//   - level 0, width < 256: the leaf hashes of entries index·256 … index·256+width-1;
//   - level > 0, width < 256: the roots of the stored tiles index·256 … index·256+width-1
//     of level-1.
//
// It is asked only for what a tree of the size in question contains. Whoever can
// write to the tables behind it can make proofs fail, never make a false one verify.
type HashReader interface {
	ReadTile(ctx context.Context, alg Algorithm, level int, index uint64, width int) ([]Hash, error)
}

// edge is the right edge of one tree with its unfinished tiles: what appending needs.
type edge struct {
	frontier Frontier
	partial  [][]Hash // by tile level; each shorter than 256
}

// clone shares the finished past: a clone's slices are cut to their length, so that
// its first append to a level copies that level, and the original never sees it.
func (e *edge) clone() edge {
	c := edge{frontier: e.frontier.Clone(), partial: make([][]Hash, len(e.partial))}
	for i, p := range e.partial {
		c.partial[i] = p[:len(p):len(p)]
	}
	return c
}

// append adds a leaf and the tiles it filled to tiles.
func (e *edge) append(leaf Hash, tiles []Tile) []Tile {
	e.frontier.Append(leaf)
	node := leaf
	for level := 0; ; level++ {
		if level == len(e.partial) {
			e.partial = append(e.partial, nil)
		}
		p := e.partial[level]
		if len(p) == cap(p) { // full height at once: it will be needed
			p = append(make([]Hash, 0, TileWidth), p...)
		}
		p = append(p, node)
		if len(p) < TileWidth {
			e.partial[level] = p
			return tiles
		}
		index := e.frontier.size>>(TileHeight*(level+1)) - 1
		node = perfectRoot(e.frontier.alg, p)
		tiles = append(tiles, Tile{Alg: e.frontier.alg, Level: level, Index: index, Hashes: p, Root: node})
		e.partial[level] = nil
	}
}

// perfectRoot is the root over 2^k hashes.
func perfectRoot(a Algorithm, hashes []Hash) Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	var small [TileWidth / 2]Hash
	row := small[:len(hashes)/2]
	for i := range row {
		row[i] = a.HashChildren(hashes[2*i], hashes[2*i+1])
	}
	for len(row) > 1 {
		for i := 0; i < len(row)/2; i++ {
			row[i] = a.HashChildren(row[2*i], row[2*i+1])
		}
		row = row[:len(row)/2]
	}
	return row[0]
}

// resumeEdge reads the right edge of a stored tree and recomputes its frontier.
func resumeEdge(ctx context.Context, r HashReader, a Algorithm, size uint64) (edge, error) {
	e := edge{frontier: Frontier{alg: a, size: size}}
	for level := 0; size>>(TileHeight*level) > 0 && TileHeight*level < 64; level++ {
		count := size >> (TileHeight * level)
		width := int(count % TileWidth)
		var hashes []Hash
		if width > 0 {
			var err error
			if hashes, err = readTile(ctx, r, a, level, count/TileWidth, width); err != nil {
				return edge{}, err
			}
		}
		e.partial = append(e.partial, hashes)
	}
	// The roots stand highest first: from the top tile level down, and within a tile in
	// the order of the binary digits of its width.
	for level := len(e.partial) - 1; level >= 0; level-- {
		p := e.partial[level]
		for bit := TileWidth / 2; bit > 0; bit /= 2 {
			if len(e.partial[level])&bit != 0 {
				e.frontier.roots = append(e.frontier.roots, perfectRoot(a, p[:bit]))
				p = p[bit:]
			}
		}
	}
	return e, nil
}

// readTile reads from r and refuses an answer of the wrong length.
func readTile(ctx context.Context, r HashReader, a Algorithm, level int, index uint64, width int) ([]Hash, error) {
	hashes, err := r.ReadTile(ctx, a, level, index, width)
	if err != nil {
		return nil, fmt.Errorf("reading %s tile %d/%d: %w", a, level, index, err)
	}
	if len(hashes) < width {
		return nil, fmt.Errorf("reading %s tile %d/%d: %d hashes of %d", a, level, index, len(hashes), width)
	}
	return hashes[:width:width], nil
}
