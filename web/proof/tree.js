// The two trees of the log: a leaf's place in one, under a checkpoint that the log signed.
// Formats: c2sp.org/tlog-proof and c2sp.org/tlog-checkpoint; path: RFC 9162, 2.1.3.2.
import { bytesOf, decimal, fromBase64, hashFrom, same, sha256 } from './bytes.js'
import { sm3 } from './gm.js'
import { openNote } from './key.js'

/** @typedef {'sha256' | 'sm3'} Algorithm */
/** @typedef {{ algorithm: Algorithm, index: number, path: Uint8Array[], checkpoint: string }} Proof */
/** @typedef {{ origin: string, size: number, root: Uint8Array, rootText: string, extensions: string[] }} Checkpoint */

/** @type {Record<Algorithm, (...parts: Uint8Array[]) => Promise<Uint8Array>>} */
const hashes = { sha256, sm3: async (...parts) => sm3(...parts) }

/** The hash of a leaf. @param {Algorithm} algorithm @param {string} leaf */
export const leafHash = (algorithm, leaf) => hashes[algorithm](Uint8Array.of(0), bytesOf(leaf))

/** Reads a checkpoint's text; it verifies nothing. @param {string} text @returns {Checkpoint} */
export function readCheckpoint(text) {
  const [origin = '', size = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n')
  // eslint-disable-next-line no-control-regex
  if (!text.endsWith('\n') || origin === '' || /[ \t\n+]/.test(origin) || extensions.some((line) => line === '' || /[\u0000-\u001f]/.test(line))) throw new Error('malformed checkpoint')
  return { origin, size: decimal(size), root: hashFrom(rootText), rootText, extensions }
}

/** The checkpoint in a signed note, whoever signed it. @param {string} note */
export const unverified = (note) => readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1))

/** Reads a proof; it verifies nothing. @param {string} text @returns {Proof} */
export function readProof(text) {
  const at = text.indexOf('\n\n')
  const [header, ...lines] = text.slice(0, at).split('\n')
  /** @type {Algorithm | undefined} */
  const algorithm = header === 'c2sp.org/tlog-proof@v1' ? 'sha256' : header === 'shuyu/tlog-proof-sm3@v1' ? 'sm3' : undefined
  if (at < 0 || at + 2 === text.length || !algorithm) throw new Error('malformed proof')
  if (lines[0]?.startsWith('extra ')) fromBase64(lines.shift()?.slice('extra '.length) ?? '')
  const [index = '', ...path] = lines
  if (!index.startsWith('index ') || path.length > 64) throw new Error('malformed proof')
  return { algorithm, index: decimal(index.slice('index '.length)), path: path.map(hashFrom), checkpoint: text.slice(at + 2) }
}

/** The root that a path leads to; undefined where it is too short or too long for the tree. @param {Proof} proof @param {Uint8Array} leaf @param {number} size */
export async function rootAlong({ algorithm, index, path }, leaf, size) {
  if (index >= size) return undefined
  const node = (/** @type {Uint8Array} */ left, /** @type {Uint8Array} */ right) => hashes[algorithm](Uint8Array.of(1), left, right)
  let [hash, fn, sn] = [leaf, index, size - 1]
  for (const sibling of path) {
    if (sn === 0) return undefined
    if (fn % 2 === 1 || fn === sn) {
      hash = await node(sibling, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
    } else {
      hash = await node(hash, sibling)
    }
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  return sn === 0 ? hash : undefined
}

/** What the origin of a tree is called. @param {string} log @param {Algorithm} algorithm */
export const originOf = (log, algorithm) => (algorithm === 'sm3' ? `${log}/gm` : log)

/** Checks that a leaf is in the log, and gives the checkpoint that says so and whose it is. @param {Proof} proof @param {string} leaf @param {string} log @param {import('./key.js').Key[]} keys */
export async function included(proof, leaf, log, keys) {
  const origin = originOf(log, proof.algorithm)
  const { text, by } = await openNote(proof.checkpoint, origin, keys)
  const checkpoint = readCheckpoint(text)
  if (checkpoint.origin !== origin) throw new Error(`origin is ${checkpoint.origin}, want ${origin}`)
  const root = await rootAlong(proof, await leafHash(proof.algorithm, leaf), checkpoint.size)
  if (!root || !same(root, checkpoint.root)) throw new Error('proof does not verify')
  return { checkpoint, by }
}
