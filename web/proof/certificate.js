// The judgement of a certificate's file under a trust anchor, with nothing else: no request is
// made. It follows registry/certificate.Verify check by check, in a second hand: what either
// refuses, the other refuses with the same codes (registry/certificate/second_test.go).
import { Unable, bytesOf, fromBase64, fromHex, hex, hmac, same, sha256, textOf } from './bytes.js'
import { canonical, exact, shaped } from './canonical.js'
import { cosignedAt, envelopeShape, keyShape, legible, openEnvelope, readKey } from './key.js'
import { included, readProof, unverified } from './tree.js'

/** @typedef {import('./canonical.js').Shape} Shape */
/** @typedef {import('./key.js').Key} Key */
/** @typedef {{ zh: string, en: string }} Text */
/** @typedef {{ code: string, says: Text }} Finding */
/** @typedef {Record<string, Text>} Sentences what is said, by code, with %s and %d for what is filled in */
/** @typedef {{ origin: string, log: Key[], certificates: Key[], watchers: { name: string, key: Key }[], groups: { need: number, of: string[] }[], fingerprint: string }} Trust */
/** @typedef {{ genuine: boolean, inForce: boolean, on: string, statement?: any, status?: any, proven: Finding[], notProven: Finding[], failed: Finding[] }} Report */

/** @type {Shape} */
const text = { zh: 'string', en: 'string' }
/** @type {Shape} */
const party = { id: 'string', name: text, 'code?': 'string' }
/** @type {Shape} */
const cite = { instrument: 'string', unit: 'string' }

/** @type {Shape} */
const statementShape = {
  format: 'string', type: 'string', title: text, number: 'string', 'code?': 'string',
  instrument: { code: 'string', title: text, status: 'string', pack: 'string', 'layers?': ['string'] },
  articles: [cite], issuer: party, holder: party, subject: { kind: 'string', id: 'string', name: text, 'digest?': 'string' },
  'particulars?': [{ name: text, value: text }], case: 'string', issued: 'string', from: 'string', 'until?': 'string', 'banners?': [text],
}
/** @type {Shape} */
const statusShape = {
  format: 'string', number: 'string', statement: 'string', state: 'string', since: 'string', 'grounds?': [cite], 'case?': 'string',
  origin: 'string', size: 'number', root: 'string', asOf: 'string',
}
/** @type {Shape} */
const bundleShape = { format: 'string', certificate: 'any', keys: [keyShape], leaf: 'string', 'line?': 'string', proofs: 'any', status: 'any' }
/** @type {Shape} */
const trustShape = {
  format: 'string', origin: 'string', log: [keyShape], certificates: [keyShape],
  'quorum?': { watchers: [{ name: 'string', key: keyShape }], groups: [{ need: 'number', of: ['string'] }] },
}

const types = ['registration', 'confirmation', 'authorisation', 'product', 'destruction']
const states = ['valid', 'suspended', 'revoked', 'annulled', 'retracted', 'deregistered', 'expired']

/** @param {unknown} holds @param {string} otherwise */
function demand(holds, otherwise) {
  if (!holds) throw new Error(otherwise)
}

/** @param {string} day */
const isDay = (day) => /^\d{4}-\d\d-\d\d$/.test(day) && day >= '0001' && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) === true

/** Reads a trust anchor and checks every key in it. @param {string} file @returns {Promise<Trust>} */
export async function readTrust(file) {
  const value = JSON.parse(file)
  const t = shaped(value, trustShape, 'anchor')
  demand(t.format === 'shuyu-trust/v1' && t.origin !== '' && t.log.length > 0 && t.certificates.length > 0, 'format, origin, log keys or certificate keys are missing')
  const read = (/** @type {any[]} */ keys, /** @type {string} */ purpose) => Promise.all(keys.map((key) => readKey(key, purpose)))
  const watchers = await Promise.all((t.quorum?.watchers ?? []).map(async (/** @type {any} */ one) => ({ name: one.name, key: await readKey(one.key, 'witness') })))
  const names = new Set(watchers.map((one) => one.name))
  demand(names.size === watchers.length && !names.has('') && new Set(watchers.map((one) => one.key.id)).size === watchers.length, 'a witness is unnamed, named twice or has no key of its own')
  for (const group of t.quorum?.groups ?? []) {
    demand(new Set(group.of).size === group.of.length && group.of.every((/** @type {string} */ name) => names.has(name)), 'a group names a witness that is unknown or named before')
    demand(Number.isInteger(group.need) && group.need >= 1 && group.need <= group.of.length, 'a group needs more witnesses than it has')
  }
  return { origin: t.origin, log: await read(t.log, 'log'), certificates: await read(t.certificates, 'certificate'), watchers, groups: t.quorum?.groups ?? [],
    fingerprint: hex(await sha256(bytesOf(canonical(value)))) }
}

/** Reads a certificate's file; it verifies nothing. @param {string} file */
export function readBundle(file) {
  if (bytesOf(file).length > 4 << 20) throw new Error('file is too large')
  const bundle = shaped(JSON.parse(file), bundleShape, 'file')
  demand(bundle.format === 'shuyu-certificate/v1', `format ${bundle.format} is not shuyu-certificate/v1`)
  bundle.keys.forEach(legible)
  return { ...bundle, line: bundle.line ?? '', proofs: shaped(bundle.proofs ?? [], ['string'], 'file.proofs') }
}

/** The day the status in a file speaks of, for which it is judged where nobody asks for another. @param {any} bundle */
export function dayOf(bundle) {
  try {
    return readStatus(fromBase64(bundle.status.payload)).asOf
  } catch {
    return ''
  }
}

/** @param {Uint8Array} payload */
function readStatement(payload) {
  const s = shaped(exact(textOf(payload)), statementShape, 'statement')
  demand(s.format === 'shuyu-certificate-statement/v1' && types.includes(s.type), 'unknown format or type')
  demand(s.number !== '' && !/[ \t\r\n]/.test(s.number), 'number is missing or holds a space')
  demand(s.instrument.code !== '' && s.instrument.pack !== '' && ['in-force', 'draft'].includes(s.instrument.status), 'instrument is missing or its status unknown')
  demand(s.articles.length > 0 && s.articles.every((/** @type {any} */ one) => one.instrument !== '' && one.unit !== ''), 'no article is cited')
  demand(s.issuer.id !== '' && s.holder.id !== '' && s.subject.id !== '' && s.subject.kind !== '' && s.case !== '', 'issuer, holder, subject or case is missing')
  demand(isDay(s.issued) && isDay(s.from) && (!s.until || (isDay(s.until) && s.until >= s.from)), 'days are missing or out of order')
  const texts = [s.title, s.instrument.title, s.issuer.name, s.holder.name, s.subject.name, ...(s.particulars ?? []).flatMap((/** @type {any} */ one) => [one.name, one.value]), ...(s.banners ?? [])]
  demand(texts.every((one) => one.zh !== '' && one.en !== ''), 'a text lacks Chinese or English')
  return s
}

/** @param {Uint8Array} payload */
function readStatus(payload) {
  const s = shaped(exact(textOf(payload)), statusShape, 'status')
  demand(s.format === 'shuyu-certificate-status/v1' && states.includes(s.state), 'unknown format or state')
  demand(s.number !== '' && s.statement.length === 64, 'number or digest of the statement is missing')
  demand(s.state === 'valid' || s.state === 'expired' || (s.grounds ?? []).length > 0, 'a certificate is not ended or suspended without a ground')
  demand(isDay(s.since) && isDay(s.asOf) && s.asOf >= s.since, 'days are missing or out of order')
  demand(s.origin !== '' && Number.isSafeInteger(s.size) && s.size > 0 && fromBase64(s.root).length === 32, 'log is missing')
  return s
}

/** What a fault says. @param {unknown} fault */
const message = (fault) => (fault instanceof Error ? fault.message : String(fault))

/**
 * Judges a file for one day. It goes on after a failure, so that the report names every one;
 * it throws Unable where the browser lacks what the checks are made with.
 * @param {ReturnType<typeof readBundle>} bundle @param {Trust} trust @param {string} on @param {Sentences} sentences @returns {Promise<Report>}
 */
export async function verify(bundle, trust, on, sentences) {
  const verification = new Verification(bundle, trust, on, sentences)
  await verification.statement()
  await verification.log()
  verification.report.genuine = verification.report.failed.length === 0
  await verification.status()
  verification.period()
  verification.report.inForce = verification.report.failed.length === 0
  verification.limits()
  return verification.report
}

/** The state of one verification. */
class Verification {
  /** The statement's bytes, once its signatures verify. @type {Uint8Array | undefined} */
  payload
  witnessed = false
  /** @param {ReturnType<typeof readBundle>} bundle @param {Trust} trust @param {string} on @param {Sentences} sentences */
  constructor(bundle, trust, on, sentences) {
    this.bundle = bundle
    this.trust = trust
    this.sentences = sentences
    /** @type {Report} */
    this.report = { genuine: false, inForce: false, on, proven: [], notProven: [], failed: [] }
  }

  /** @param {'proven' | 'notProven' | 'failed'} list @param {string} code @param {...(string | number)} given */
  say(list, code, ...given) {
    const sentence = this.sentences[code]
    if (!sentence) throw new Error(`no sentence for ${code}`)
    const filled = (/** @type {string} */ pattern) => {
      let at = 0
      return pattern.replace(/%[sd]/g, () => String(given[at++]))
    }
    this.report[list].push({ code, says: { zh: filled(sentence.zh), en: filled(sentence.en) } })
  }

  /** Whether a trusted certificate key was in use on a day. @param {string[]} ids @param {string} day */
  mayHaveSigned(ids, day) {
    return ids.find((id) => {
      const key = this.trust.certificates.find((one) => one.id === id)
      return key && (key.created === '' || day >= key.created) && (key.retired === '' || day <= key.retired)
    })
  }

  async statement() {
    let opened
    try {
      opened = await openEnvelope(shaped(this.bundle.certificate, envelopeShape), 'application/vnd.shuyu.certificate+json', this.trust.certificates)
    } catch (fault) {
      if (fault instanceof Unable) throw fault
      return this.say('failed', 'statement.unsigned', message(fault))
    }
    try {
      this.report.statement = readStatement(opened.payload)
    } catch (fault) {
      return this.say('failed', 'statement.malformed', message(fault))
    }
    this.payload = opened.payload
    const by = this.mayHaveSigned(opened.by, this.report.statement.issued)
    if (!by) return this.say('failed', 'statement.key-retired')
    this.say('proven', 'statement.signed', by)
  }

  async log() {
    await this.leaf()
    const seen = new Set()
    for (const one of this.bundle.proofs) {
      let proof
      try {
        proof = readProof(one)
        demand(!seen.has(proof.algorithm), 'a second proof in the same tree')
      } catch (fault) {
        this.say('failed', 'log.proof-malformed', message(fault))
        continue
      }
      seen.add(proof.algorithm)
      await this.proof(proof)
    }
    if (!seen.has('sha256')) this.say('failed', 'log.proof-missing')
  }

  async leaf() {
    let entry
    try {
      entry = /** @type {any} */ (exact(this.bundle.leaf))
      demand(typeof entry === 'object' && entry !== null && !Array.isArray(entry) && Array.isArray(entry.objects ?? []), 'no entry')
    } catch {
      return this.say('failed', 'log.entry-malformed')
    }
    const { statement } = this.report
    if (!statement) return // already said
    if (!(await this.issues(entry))) return this.say('failed', 'log.entry-other')
    if (entry.day !== statement.issued) this.say('failed', 'log.entry-day', entry.day)
  }

  /** Whether an entry is the act, not a refusal, of issuing exactly this statement. @param {any} entry */
  async issues(entry) {
    if (entry.outcome === 'refusal' || !this.payload) return false
    const open = hex(await hmac(bytesOf('shuyu certificate: public digest'), this.payload)) // no secret: a certificate is public
    const salted = await this.opening()
    return (entry.objects ?? []).some((/** @type {any} */ one) => one?.kind === 'certificate' &&
      ((one.id === this.report.statement.number && one.mac === open) || (one.rev === 1 && salted !== '' && one.mac === salted)))
  }

  /** The commitment to the register's first line on this certificate, under the salt it holds; '' where the line is of something else. */
  async opening() {
    try {
      const line = /** @type {any} */ (exact(this.bundle.line))
      const salt = fromHex(line.salt)
      const own = line.number === this.report.statement.number && line.state === 'valid' && this.payload && same(fromBase64(line.envelope.payload), this.payload)
      return own && salt.length >= 16 ? hex(await hmac(salt, bytesOf(this.bundle.line))) : ''
    } catch (fault) {
      if (fault instanceof Unable) throw fault
      return ''
    }
  }

  /** @param {import('./tree.js').Proof} proof */
  async proof(proof) {
    let found
    try {
      found = await included(proof, this.bundle.leaf, this.trust.origin, this.trust.log)
    } catch (fault) {
      if (fault instanceof Unable) throw fault
      return this.say('failed', 'log.proof-wrong', message(fault))
    }
    this.say('proven', 'log.included', proof.index, found.checkpoint.size, proof.algorithm, found.by)
    if (proof.algorithm !== 'sha256') return // its twin says the same of itself
    for (const line of found.checkpoint.extensions) if (line.startsWith('banner ')) this.say('notProven', 'log.banner', line.slice('banner '.length))
    await this.witnesses(proof.checkpoint)
  }

  /** @param {string} checkpoint */
  async witnesses(checkpoint) {
    /** @type {Map<string, number>} */
    const seen = new Map()
    try {
      for (const { name, key } of this.trust.watchers) {
        const at = await cosignedAt(checkpoint, name, key)
        if (at !== undefined) seen.set(name, at)
      }
      for (const { need, of } of this.trust.groups) {
        const n = of.filter((name) => seen.has(name)).length
        demand(n >= need, `${n} of ${need}`)
      }
    } catch (fault) {
      if (fault instanceof Unable) throw fault
      this.say('failed', 'log.witness-missing', message(fault))
    }
    for (const [name, at] of seen) this.say('proven', 'log.witnessed', name, new Date(at * 1000).toISOString().replace('.000Z', 'Z'))
    this.witnessed = seen.size > 0
  }

  async status() {
    let opened, status
    try {
      opened = await openEnvelope(shaped(this.bundle.status, envelopeShape), 'application/vnd.shuyu.certificate-status+json', this.trust.certificates)
    } catch (fault) {
      if (fault instanceof Unable) throw fault
      return this.say('failed', 'status.unsigned', message(fault))
    }
    try {
      status = readStatus(opened.payload)
    } catch (fault) {
      return this.say('failed', 'status.malformed', message(fault))
    }
    if (!this.mayHaveSigned(opened.by, status.asOf)) return this.say('failed', 'status.key-retired')
    const { statement } = this.report
    if (status.origin !== this.trust.origin || (statement && this.payload && (status.number !== statement.number || status.statement !== hex(await sha256(this.payload))))) {
      return this.say('failed', 'status.other')
    }
    this.report.status = status
    this.head(status)
    if (status.state !== 'valid') return this.say('failed', `status.${status.state}`, status.since)
    this.say('proven', 'status.valid', status.asOf, status.size)
    if (this.report.on > status.asOf) this.say('notProven', 'status.later', status.asOf)
  }

  /** Compares the tree that the status names with that of the proof. @param {any} status */
  head(status) {
    for (const one of this.bundle.proofs) {
      try {
        const proof = readProof(one)
        if (proof.algorithm !== 'sha256') continue
        if (status.size <= proof.index) this.say('failed', 'status.earlier')
        const { size, rootText } = unverified(proof.checkpoint)
        if (size === status.size && rootText !== status.root) this.say('failed', 'status.fork')
      } catch {
        continue // said of the proof already
      }
    }
  }

  period() {
    const { on, statement } = this.report
    if (!statement) return
    if (!isDay(on)) this.say('failed', 'period.unasked')
    else if (on < statement.from) this.say('failed', 'period.early', statement.from)
    else if (statement.until && on > statement.until) this.say('failed', 'period.over', statement.until)
    else if (!statement.until) this.say('proven', 'period.open')
    else this.say('proven', 'period.within', statement.until)
  }

  /** What no file proves, and what this one does not. */
  limits() {
    const { statement, notProven } = this.report
    if (statement?.instrument.status === 'draft') notProven.push({ code: 'statement.notice', says: /** @type {Text} */ (this.sentences['statement.pilot']) })
    for (const says of statement?.banners ?? []) notProven.push({ code: 'statement.notice', says })
    for (const code of ['content.truth', 'signature.authority', ...(this.witnessed ? [] : ['log.witness']), 'face.copy']) this.say('notProven', code)
  }
}
