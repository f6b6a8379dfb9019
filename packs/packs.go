// Package packs holds the policy packs that ship with Shuyu, as data. It contains no
// rule of its own and knows none: law/pack reads them.
package packs

import "embed"

// Files are the packs, a folder each, the library they include from, and for each text the
// list of its units.
//
//go:embed */*.md */units.txt
var Files embed.FS
