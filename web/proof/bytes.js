// Bytes and their spellings. Each spelling is strict: one text for one value.

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** What a check that cannot be made says: the machine lacks it, which proves nothing either way. */
export class Unable extends Error {}

/** @param {string} text */
export const bytesOf = (text) => encoder.encode(text)

/** The text that bytes spell; it throws where they are not UTF-8. @param {Uint8Array} bytes */
export const textOf = (bytes) => utf8.decode(bytes)

/** @param {...Uint8Array} parts */
export function join(...parts) {
  const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** @param {Uint8Array} x @param {Uint8Array} y */
export const same = (x, y) => x.length === y.length && x.every((byte, i) => byte === y[i])

/** @param {Uint8Array} bytes */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The bytes of lower-case hex; it throws where the text is none. @param {string} text */
export function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error('not hex')
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

/** The bytes of standard base64 in its one spelling; it throws where the text is none. @param {string} text */
export function fromBase64(text) {
  const plain = atob(/^[A-Za-z0-9+/]*={0,2}$/.test(text) ? text : '!')
  if (btoa(plain) !== text) throw new Error('not canonical base64')
  return Uint8Array.from(plain, (c) => c.charCodeAt(0))
}

/** Thirty-two bytes in base64. @param {string} text */
export function hashFrom(text) {
  const hash = fromBase64(text)
  if (hash.length !== 32) throw new Error('a hash has 32 bytes')
  return hash
}

/** The browser's cryptography, which pages have over TLS and on the machine itself only. */
export function subtle() {
  if (!globalThis.crypto?.subtle) throw new Unable('this page has no WebCrypto: it was not loaded over TLS')
  return crypto.subtle
}

/** @param {Uint8Array} data @returns {BufferSource} */
const source = (data) => /** @type {BufferSource} */ (data)

/** @param {...Uint8Array} parts */
export const sha256 = async (...parts) => new Uint8Array(await subtle().digest('SHA-256', source(join(...parts))))

/** HMAC-SHA-256. @param {Uint8Array} key @param {Uint8Array} message */
export async function hmac(key, message) {
  const imported = await subtle().importKey('raw', source(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await subtle().sign('HMAC', imported, source(message)))
}

/** Ed25519 (RFC 8032). @param {Uint8Array} key @param {Uint8Array} signature @param {Uint8Array} message */
export async function ed25519(key, signature, message) {
  let imported
  try {
    imported = await subtle().importKey('raw', source(key), 'Ed25519', false, ['verify'])
  } catch (failed) {
    if (failed instanceof DOMException && failed.name === 'NotSupportedError') throw new Unable('this browser has no Ed25519')
    return false
  }
  return subtle().verify('Ed25519', imported, source(signature), source(message))
}

/** A decimal without sign or leading zeroes that a number keeps exactly. @param {string} text */
export function decimal(text) {
  const n = Number(text)
  if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(n)) throw new Error('not a decimal without leading zeroes')
  return n
}
