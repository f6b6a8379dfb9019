// Keys as a trust anchor describes them, and what they sign: DSSE envelopes and C2SP notes.
import { bytesOf, ed25519, fromBase64, hex, join, same, sha256 } from './bytes.js'
import { point, sm2 } from './gm.js'

/** @typedef {{ id: string, purpose: string, state: string, owner?: string, ed25519?: string, sm2?: string, created?: string, retired?: string, destroyed?: string }} Described */
/** @typedef {{ id: string, purpose: string, ed25519: Uint8Array, sm2: Uint8Array, created: string, retired: string }} Key */
/** @typedef {{ payloadType: string, payload: string, signatures: { keyid: string, sig: string }[] }} Envelope */

/** @type {import('./canonical.js').Shape} */
export const keyShape = { id: 'string', purpose: 'string', 'owner?': 'string', state: 'string', 'ed25519?': 'string', 'sm2?': 'string', 'created?': 'string', 'retired?': 'string', 'destroyed?': 'string' }
/** @type {import('./canonical.js').Shape} */
export const envelopeShape = { payloadType: 'string', payload: 'string', signatures: [{ keyid: 'string', sig: 'string' }] }

/** Throws where a description cannot be read. It says nothing about the key. @param {Described} described */
export const legible = (described) => ({ ed25519: fromBase64(described.ed25519 ?? ''), sm2: fromBase64(described.sm2 ?? ''), created: legalDay(described.created), retired: legalDay(described.retired) })

/** Reads a key and checks that its halves are what its id names. @param {Described} described @param {string} purpose @returns {Promise<Key>} */
export async function readKey(described, purpose) {
  const key = { id: described.id, purpose: described.purpose, ...legible(described) }
  if (key.purpose !== purpose) throw new Error(`key ${key.id} is for ${key.purpose}, want ${purpose}`)
  if (key.ed25519.length !== 32) throw new Error(`key ${key.id}: its Ed25519 half has ${key.ed25519.length} bytes`)
  point(key.sm2)
  if (hex((await sha256(bytesOf('shuyu-key/v1\n'), key.ed25519, key.sm2)).slice(0, 16)) !== key.id) throw new Error(`key ${key.id}: the id does not belong to its halves`)
  return key
}

/** The day in China on which a moment falls; '' for none. @param {string} [moment] */
function legalDay(moment) {
  if (!moment || moment.startsWith('0001-01-01T00:00:00')) return ''
  const at = Date.parse(moment)
  if (Number.isNaN(at)) throw new Error('not a time')
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** Whether one half of a key signed a message. @param {Key} key @param {string} algorithm @param {Uint8Array} message @param {Uint8Array} signature */
async function signed(key, algorithm, message, signature) {
  if (algorithm === 'ed25519') return ed25519(key.ed25519, signature, message)
  return algorithm === 'sm2-sm3' && sm2(key.sm2, signature, message)
}

/**
 * The payload of an envelope that at least one of the keys has signed with both halves, and
 * the ids of those that did. It throws where none did, and where a signature of one of them fails.
 * Source: DSSE v1.0.2. @param {Envelope} envelope @param {string} type @param {Key[]} keys
 */
export async function openEnvelope(envelope, type, keys) {
  if (envelope.payloadType !== type) throw new Error(`payload type is ${envelope.payloadType}, want ${type}`)
  if (envelope.signatures.length > 32) throw new Error('more than 32 signatures')
  const payload = fromBase64(envelope.payload)
  const message = join(bytesOf(`DSSEv1 ${bytesOf(type).length} ${type} ${payload.length} `), payload)
  const by = []
  for (const key of keys) {
    const halves = new Set()
    for (const { keyid, sig } of envelope.signatures) {
      const [id, ...algorithm] = keyid.split('/')
      if (id !== key.id) continue
      if (!(await signed(key, algorithm.join('/'), message, fromBase64(sig)))) throw new Error(`a signature of key ${key.id} does not verify`)
      halves.add(algorithm.join('/'))
    }
    if (halves.size === 2) by.push(key.id)
  }
  if (by.length === 0) throw new Error('required signatures are missing')
  return { payload, by }
}

/** What stands before the public key in a note's key hash, by what the line says and its half. */
const kinds = {
  note: [Uint8Array.of(1), join(Uint8Array.of(0xff), bytesOf('sm2-sm3/v1'))],
  cosignature: [Uint8Array.of(4), join(Uint8Array.of(0xff), bytesOf('sm2-sm3-cosignature/v1'))],
}

/** @param {string} name @param {Uint8Array} kind @param {Uint8Array} half */
const keyHash = async (name, kind, half) => hex((await sha256(bytesOf(`${name}\n`), kind, half)).slice(0, 4))

/**
 * Takes a signed note apart: what is signed, and its lines. Source: c2sp.org/signed-note.
 * @param {string} note
 */
function lines(note) {
  const at = note.lastIndexOf('\n\n')
  // eslint-disable-next-line no-control-regex
  if (at < 0 || /[\u0000-\u0009\u000b-\u001f]/.test(note) || !note.isWellFormed() || !note.endsWith('\n') || at + 2 === note.length) throw new Error('malformed note')
  const signatures = note.slice(at + 2, -1).split('\n').map((line) => {
    const [dash, name = '', base64 = '', ...more] = line.split(' ')
    const bytes = fromBase64(base64)
    if (dash !== '—' || name === '' || /[\s+]/u.test(name) || more.length > 0 || bytes.length < 5) throw new Error('malformed note')
    return { name, hash: hex(bytes.slice(0, 4)), signature: bytes.slice(4) }
  })
  if (signatures.length > 100) throw new Error('malformed note')
  return { text: note.slice(0, at + 1), signatures }
}

/**
 * The signatures of both halves of a key on a note under a name: what each is over is made of
 * the line. Unknown lines are passed over; one of the key that fails throws. A half that signed
 * more than once counts by its first line. @param {string} note @param {string} name @param {Key} key
 * @param {'note' | 'cosignature'} kind @param {(text: Uint8Array, signature: Uint8Array) => { message: Uint8Array, signature: Uint8Array }} over
 */
async function halves(note, name, key, kind, over) {
  const { text, signatures } = lines(note)
  const found = []
  const [ed, gm] = /** @type {[Uint8Array, Uint8Array]} */ (kinds[kind])
  for (const [half, algorithm, type] of /** @type {[Uint8Array, string, Uint8Array][]} */ ([[key.ed25519, 'ed25519', ed], [key.sm2, 'sm2-sm3', gm]])) {
    const hash = await keyHash(name, type, half)
    const line = signatures.find((one) => one.name === name && one.hash === hash)
    if (!line) continue
    const { message, signature } = over(bytesOf(text), line.signature)
    if (!(await signed(key, algorithm, message, signature))) throw new Error(`a signature of ${name} does not verify`)
    found.push(line.signature)
  }
  return { text, found }
}

/** The text of a note that one of the keys has signed with both halves under a name, and whose it is. @param {string} note @param {string} name @param {Key[]} keys */
export async function openNote(note, name, keys) {
  let opened
  for (const key of keys) {
    const { text, found } = await halves(note, name, key, 'note', (message, signature) => ({ message, signature }))
    if (found.length === 2) opened ??= { text, by: key.id }
  }
  if (!opened) throw new Error('required signatures are missing')
  return opened
}

/** When a witness says that it saw a note, in seconds since 1970; undefined where it does not say so with both halves. Source: c2sp.org/tlog-cosignature. @param {string} note @param {string} name @param {Key} key */
export async function cosignedAt(note, name, key) {
  const { found } = await halves(note, name, key, 'cosignature', (text, signature) => {
    const seconds = signature.length < 8 ? undefined : new DataView(signature.buffer, signature.byteOffset).getBigUint64(0)
    if (seconds === undefined || seconds > 2n ** 63n - 1n) throw new Error(`the cosignature of ${name} has no time`)
    return { message: join(bytesOf(`cosignature/v1\ntime ${seconds}\n`), text), signature: signature.slice(8) }
  })
  const [first, second] = found
  if (!first || !second) return undefined
  if (!same(first.slice(0, 8), second.slice(0, 8))) throw new Error(`the two cosignatures of ${name} give different times`)
  return Number(new DataView(first.buffer, first.byteOffset).getBigUint64(0))
}

