// Checks a proof in the browser, with WebCrypto: the leaf, the path to the root, the signature
// of the checkpoint. Formats: c2sp.org/tlog-proof and c2sp.org/signed-note; path: RFC 9162, 2.1.3.2.

/** What a tlog-proof holds. */
export interface LogProof {
  index: number
  path: Uint8Array[]
  checkpoint: Checkpoint
}

/** A signed note over a tree: what is signed, and the lines of signatures. */
export interface Checkpoint {
  origin: string
  size: number
  root: Uint8Array
  signed: string
  signatures: { name: string; bytes: Uint8Array }[]
}

export interface Checked {
  leaf: Uint8Array
  root: Uint8Array
  /** The path leads from the leaf to the root that is signed. */
  included: boolean
  /** undefined where the browser cannot tell. */
  signed: boolean | undefined
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))

export const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Reads a checkpoint; it throws where the text is none. */
export function readCheckpoint(text: string): Checkpoint {
  const at = text.indexOf('\n\n')
  const [origin, size, root] = text.split('\n')
  if (at < 0 || !origin || !size || !root) throw new Error('not a checkpoint')
  const signatures = text
    .slice(at + 2)
    .split('\n')
    .filter((line) => line.startsWith('— '))
    .map((line) => {
      const [, name = '', signature = ''] = line.split(' ')
      return { name, bytes: bytesOf(signature) }
    })
  return { origin, size: Number(size), root: bytesOf(root), signed: text.slice(0, at + 1), signatures }
}

/** Reads a proof; it throws where the text is none. */
export function readProof(text: string): LogProof {
  const at = text.indexOf('\n\n')
  const [format, index, ...path] = text.slice(0, at).split('\n')
  if (format !== 'c2sp.org/tlog-proof@v1' || !index?.startsWith('index ')) throw new Error('not a proof')
  return { index: Number(index.slice('index '.length)), path: path.filter((line) => !line.startsWith('extra ')).map(bytesOf), checkpoint: readCheckpoint(text.slice(at + 2)) }
}

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all))
}

const node = (left: Uint8Array, right: Uint8Array) => sha256(Uint8Array.of(1), left, right)
const same = (x: Uint8Array, y: Uint8Array | undefined) => y !== undefined && x.length === y.length && x.every((byte, i) => byte === y[i])

/** The root that the path leads to; undefined where it is too short or too long for the tree. */
export async function rootAlong(path: Uint8Array[], leaf: Uint8Array, index: number, size: number): Promise<Uint8Array | undefined> {
  if (index >= size) return undefined
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

const ed25519 = 1 // algorithm byte of a verifier key

/** Whether one of the published keys signed the checkpoint. Keys: "name+hash+base64(algorithm, key)". */
export async function signedBy(checkpoint: Checkpoint, keys: readonly string[]): Promise<boolean | undefined> {
  const message = new TextEncoder().encode(checkpoint.signed)
  for (const key of keys) {
    const [name = '', hash = '', ...rest] = key.split('+') // base64 may hold a plus of its own
    const material = bytesOf(rest.join('+'))
    if (material[0] !== ed25519) continue
    const signature = checkpoint.signatures.find((one) => one.name === name && hex(one.bytes.slice(0, 4)) === hash)
    if (!signature) continue
    try {
      const imported = await crypto.subtle.importKey('raw', material.slice(1), 'Ed25519', false, ['verify'])
      return await crypto.subtle.verify('Ed25519', imported, signature.bytes.slice(4), message)
    } catch (failed) {
      if (failed instanceof DOMException && failed.name === 'NotSupportedError') return undefined
      throw failed
    }
  }
  return false
}

/** Checks that exactly these bytes stand at the proof's place in the signed log. */
export async function check(bytes: string, seq: number, proof: LogProof, keys: readonly string[]): Promise<Checked> {
  const leaf = await sha256(Uint8Array.of(0), new TextEncoder().encode(bytes))
  const { checkpoint } = proof
  const root = await rootAlong(proof.path, leaf, proof.index, checkpoint.size)
  return { leaf, root: checkpoint.root, included: proof.index === seq && same(checkpoint.root, root), signed: await signedBy(checkpoint, keys) }
}
