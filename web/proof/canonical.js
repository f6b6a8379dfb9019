// RFC 8785 canonical JSON, and what RFC 7493 keeps out of it.

const deepest = 128

/** @param {unknown} value @param {number} depth @returns {string} */
function write(value, depth) {
  if (depth > deepest) throw new Error('nested too deeply')
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new Error('string is not valid Unicode')
    return JSON.stringify(value)
  }
  if (typeof value === 'number') {
    const size = Math.abs(value)
    if (size > 2 ** 53 && size < 1e21) throw new Error('integer beyond 2^53')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map((one) => write(one, depth + 1)).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)) // by UTF-16 code units
  return `{${members.map(([name, one]) => `${write(name, depth)}:${write(one, depth + 1)}`).join(',')}}`
}

/** The canonical form of a value. @param {unknown} value */
export const canonical = (value) => write(value, 0)

/** The value of a text that is exactly its own canonical form; it throws where the text is not. @param {string} text @returns {unknown} */
export function exact(text) {
  const value = JSON.parse(text)
  if (canonical(value) !== text) throw new Error('not canonical JSON')
  return value
}

/**
 * What a value must look like: the name of a type, a list of one shape, or an object with all
 * and only these members; a name that ends in "?" may be absent.
 * @typedef {'string' | 'number' | 'any' | [Shape] | { [name: string]: Shape }} Shape
 */

/** Throws, naming the place, where a value does not have a shape. @param {unknown} value @param {Shape} shape @param {string} [at] @returns {any} */
export function shaped(value, shape, at = 'file') {
  if (shape === 'any') return value
  if (typeof shape === 'string') {
    if (typeof value !== shape) throw new Error(`${at}: want a ${shape}`)
  } else if (Array.isArray(shape)) {
    if (!Array.isArray(value)) throw new Error(`${at}: want a list`)
    value.forEach((one, i) => shaped(one, shape[0], `${at}[${i}]`))
  } else {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(`${at}: want an object`)
    const given = new Map(Object.entries(value))
    for (const [name, inner] of Object.entries(shape)) {
      const plain = name.replace('?', '')
      if (given.has(plain)) shaped(given.get(plain), inner, `${at}.${plain}`)
      else if (plain === name) throw new Error(`${at}.${plain} is missing`)
      given.delete(plain)
    }
    for (const name of given.keys()) throw new Error(`${at}.${name} is unknown`)
  }
  return value
}
