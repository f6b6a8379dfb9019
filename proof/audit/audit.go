// Package audit is the append-only Merkle log: hashing, the growing edge of the tree,
// tiles, checkpoints, proofs, the lock that forbids a fork, and the check of a whole log.
//
// It is pure: it knows neither SQL nor HTTP nor what an entry means. The store keeps
// the leaves, both leaf hashes and the full tiles, in the transaction of the change
// itself, and lends them back through HashReader.
//
// Every log is two trees over the same leaves: SHA-256, which the C2SP tools and
// witnesses of the world read, and its SM3 twin under the origin with "/gm" appended.
//
// What newcomers get wrong: a hash chain that only its owner holds proves nothing
// against the owner. The tree is tamper-evident to whoever keeps a checkpoint, which is
// why checkpoints leave the house (lock store, witnesses, certificates). And an index
// counts from zero: the last leaf of a tree of size n has index n-1.
package audit
