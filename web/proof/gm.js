// SM3 (GB/T 32905-2016) and the verification of SM2 signatures (GB/T 32918.2-2016), which no
// browser has. Only public values are computed with, so nothing here need take constant time.
import { fromHex, join } from './bytes.js'

/** @param {number} x @param {number} n */
const left = (x, n) => ((x << (n % 32)) | (x >>> (32 - (n % 32)))) >>> 0
/** @param {number} x */
const p0 = (x) => x ^ left(x, 9) ^ left(x, 17)
/** @param {number} x */
const p1 = (x) => x ^ left(x, 15) ^ left(x, 23)

/** @param {...Uint8Array} parts @returns {Uint8Array} 32 bytes */
export function sm3(...parts) {
  const message = join(...parts)
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(message.length / 0x20000000))
  view.setUint32(padded.length - 4, (message.length << 3) >>> 0)
  const state = Uint32Array.of(0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e)
  const w = new Uint32Array(68)
  for (let block = 0; block < padded.length; block += 64) compress(state, w, view, block)
  const out = new DataView(new ArrayBuffer(32))
  state.forEach((word, i) => out.setUint32(4 * i, word))
  return new Uint8Array(out.buffer)
}

/** @param {Uint32Array} state @param {Uint32Array} w @param {DataView} view @param {number} block */
function compress(state, w, view, block) {
  const at = (/** @type {number} */ i) => /** @type {number} */ (w[i])
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(block + 4 * i)
  for (let i = 16; i < 68; i++) w[i] = p1(at(i - 16) ^ at(i - 9) ^ left(at(i - 3), 15)) ^ left(at(i - 13), 7) ^ at(i - 6)
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const a12 = left(a, 12)
    const s1 = left((a12 + e + left(i < 16 ? 0x79cc4519 : 0x7a879d8a, i)) >>> 0, 7)
    const ff = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
    const gg = i < 16 ? e ^ f ^ g : (e & f) | (~e & g)
    const t1 = (ff + d + (s1 ^ a12) + (at(i) ^ at(i + 4))) >>> 0
    const t2 = (gg + h + s1 + at(i)) >>> 0
    ;[a, b, c, d, e, f, g, h] = [t1, a, left(b, 9), c, p0(t2) >>> 0, e, left(f, 19), g]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = /** @type {number} */ (state[i]) ^ word))
}

// The curve sm2p256v1: y² = x³ - 3x + b over the field of p, its point G of order n.
const p = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn
const n = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n
const b = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n
const gx = 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n
const gy = 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n

/** @param {bigint} x */
const mod = (x) => ((x % p) + p) % p

/** A point in Jacobian coordinates; z is 0 at infinity. @typedef {[x: bigint, y: bigint, z: bigint]} Point */

/** @param {Point} at @returns {Point} */
function twice([x, y, z]) {
  if (z === 0n) return [1n, 1n, 0n]
  const zz = mod(z * z)
  const yy = mod(y * y)
  const s = mod(4n * x * yy)
  const m = mod(3n * (x - zz) * (x + zz)) // a is -3
  const x3 = mod(m * m - 2n * s)
  return [x3, mod(m * (s - x3) - 8n * yy * yy), mod(2n * y * z)]
}

/** @param {Point} left @param {Point} right @returns {Point} */
function plus([x1, y1, z1], [x2, y2, z2]) {
  if (z1 === 0n) return [x2, y2, z2]
  if (z2 === 0n) return [x1, y1, z1]
  const zz1 = mod(z1 * z1)
  const zz2 = mod(z2 * z2)
  const [u1, u2] = [mod(x1 * zz2), mod(x2 * zz1)]
  const [s1, s2] = [mod(y1 * z2 * zz2), mod(y2 * z1 * zz1)]
  if (u1 === u2) return s1 === s2 ? twice([x1, y1, z1]) : [1n, 1n, 0n]
  const h = mod(u2 - u1)
  const r = mod(s2 - s1)
  const hh = mod(h * h)
  const hhh = mod(h * hh)
  const v = mod(u1 * hh)
  const x3 = mod(r * r - hhh - 2n * v)
  return [x3, mod(r * (v - x3) - s1 * hhh), mod(z1 * z2 * h)]
}

/** @param {bigint} k @param {Point} point @returns {Point} */
function times(k, point) {
  /** @type {Point} */
  let sum = [1n, 1n, 0n]
  for (const bit of k.toString(2)) {
    sum = twice(sum)
    if (bit === '1') sum = plus(sum, point)
  }
  return sum
}

/** x of a point that is not at infinity. @param {Point} point */
function affine([x, , z]) {
  let inverse = 1n // z^(p-2)
  for (const bit of (p - 2n).toString(2)) inverse = mod(inverse * inverse * (bit === '1' ? z : 1n))
  return mod(x * inverse * inverse)
}

/** @param {Uint8Array} bytes */
const integer = (bytes) => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
/** @param {bigint} x */
const field = (x) => fromHex(x.toString(16).padStart(64, '0'))

/** The point of a public key, 65 bytes uncompressed; it throws where it lies off the curve. @param {Uint8Array} key @returns {Point} */
export function point(key) {
  const [x, y] = [integer(key.slice(1, 33)), integer(key.slice(33))]
  if (key.length !== 65 || key[0] !== 4 || x >= p || y >= p || mod(y * y) !== mod(x * x * x - 3n * x + b)) throw new Error('not a point of the curve')
  return [x, y, 1n]
}

/** The two integers of a DER sequence in its one encoding. @param {Uint8Array} der */
function pair(der) {
  let at = 2
  const next = () => {
    const size = der[at + 1] ?? 0
    const body = der.slice(at + 2, at + 2 + size)
    const [first = 0x80, second = 0] = body
    if (der[at] !== 2 || body.length !== size || first >= 0x80 || (first === 0 && size > 1 && second < 0x80)) throw new Error('not a signature')
    at += 2 + size
    return integer(body)
  }
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 80) throw new Error('not a signature')
  const [r, s] = [next(), next()]
  if (at !== der.length) throw new Error('not a signature')
  return { r, s }
}

// ENTL and the default identity 1234567812345678 of GM/T 0009-2012.
const identity = join(Uint8Array.of(0, 0x80), new TextEncoder().encode('1234567812345678'))

/** Whether an ASN.1 signature over SM3 with Z_A verifies. @param {Uint8Array} key 65 bytes @param {Uint8Array} signature @param {Uint8Array} message */
export function sm2(key, signature, message) {
  let own, r, s
  try {
    own = point(key)
    ;({ r, s } = pair(signature))
  } catch {
    return false
  }
  const t = (r + s) % n
  if (r === 0n || s === 0n || r >= n || s >= n || t === 0n || message.length === 0) return false
  const z = sm3(identity, field(p - 3n), field(b), field(gx), field(gy), key.slice(1))
  const sum = plus(times(s, [gx, gy, 1n]), times(t, own))
  return sum[2] !== 0n && (integer(sm3(z, message)) + affine(sum)) % n === r
}
