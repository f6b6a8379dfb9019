// The island of the page on certificates: it verifies a file in the browser. The page has what
// it needs in itself, so nothing is asked for but the file of a certificate that was looked up.
// Every word is the page's. Served as /portal/island/verify.js, its modules beside it.
import { Unable } from '../proof/bytes.js'
import { dayOf, readBundle, readTrust, verify } from '../proof/certificate.js'

/** @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T} */
function part(id, kind) {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`)
  return found
}

const here = part('here', HTMLElement)
const words = here.dataset
/** @type {{ language: 'zh' | 'en', trust: string, sentences: import('../proof/certificate.js').Sentences, bundle: string, name: string }} */
const given = JSON.parse(part('here-data', HTMLScriptElement).textContent ?? '')
const report = part('here-report', HTMLElement)
const pin = part('here-pin', HTMLInputElement)
const pinState = part('here-pin-state', HTMLElement)
const forget = part('here-forget', HTMLButtonElement)

const key = 'shuyu.anchor' // in the browser's own storage: { file, fingerprint } of the anchor that is kept

/** The anchor kept in this browser; undefined where there is none or no storage. @returns {string | undefined} */
function kept() {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** @param {string | undefined} file */
function keep(file) {
  try {
    if (file === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, file)
  } catch {
    // a browser that keeps nothing compares once
  }
}

/** @template {keyof HTMLElementTagNameMap} N @param {N} name @param {string} [text] @param {...Node} inner */
function element(name, text, ...inner) {
  const made = document.createElement(name)
  if (text !== undefined) made.textContent = text
  made.append(...inner)
  return made
}

/** What is used to judge with, and what was judged last. @type {{ trust?: import('../proof/certificate.js').Trust, own: boolean, file?: { name: string, text: string } }} */
const state = { own: false }

/** Takes up an anchor; the page's own where none is given. @param {string} [file] */
async function anchor(file) {
  pinState.textContent = ''
  const page = await readTrust(given.trust)
  let trust = page
  try {
    if (file !== undefined) trust = await readTrust(file)
  } catch (fault) {
    if (fault instanceof Unable) throw fault
    keep(undefined)
    part('here-anchor', HTMLDetailsElement).open = true
    pinState.textContent = `${words.anchorUnread} ${fault instanceof Error ? fault.message : ''}`
    return
  }
  state.trust = trust
  state.own = file !== undefined
  if (file !== undefined) keep(file)
  const same = trust.fingerprint === page.fingerprint
  part('here-origin', HTMLElement).textContent = trust.origin
  part('here-fingerprint', HTMLElement).textContent = trust.fingerprint.match(/.{8}/g)?.join(' ') ?? ''
  const standing = part('here-anchor-state', HTMLElement)
  standing.textContent = (!state.own ? words.anchorPage : same ? words.anchorCompared : words.anchorOwn) ?? ''
  standing.className = state.own ? 'mark on' : 'mark warn'
  if (state.own && !same) pinState.textContent = words.anchorDiffers ?? ''
  part('here-anchor', HTMLDetailsElement).open ||= state.own && !same
  part('here-means', HTMLElement).textContent = (state.own ? words.ownSays : words.pageSays) ?? ''
  forget.hidden = !state.own
  await judge()
}

/** Judges the file at hand and draws what is found. */
async function judge() {
  const { file, trust } = state
  if (!file || !trust) return
  report.replaceChildren(element('p', words.working))
  let bundle
  try {
    bundle = readBundle(file.text)
  } catch {
    report.replaceChildren(element('p', words.unread))
    report.firstElementChild?.setAttribute('class', 'empty')
    return
  }
  draw(await verify(bundle, trust, dayOf(bundle), given.sentences), file.name)
}

/** @param {import('../proof/certificate.js').Report} found @param {string} name */
function draw(found, name) {
  const section = element('section')
  section.className = found.genuine ? 'receipt' : 'refusal'
  section.id = 'here-result'
  section.append(element('h3', (found.genuine && found.inForce ? words.valid : found.genuine ? words.genuine : words.false) ?? ''))
  const { statement } = found
  /** @type {[string | undefined, string | undefined][]} */
  const facts = [[words.file, name]]
  if (statement) {
    const text = (/** @type {import('../proof/certificate.js').Text} */ one) => one[given.language]
    section.append(element('p', text(statement.title)))
    facts.push([words.number, statement.number], [words.holder, text(statement.holder.name)], [words.subject, text(statement.subject.name)], [words.issued, statement.issued], [words.until, statement.until])
  }
  if (found.on) facts.push([words.day?.replace(/[:：]\s*$/, ""), found.on])
  const list = element('dl')
  list.className = 'facts'
  for (const [term, value] of facts) if (value) list.append(element('div', undefined, element('dt', term), element('dd', value)))
  section.append(list)
  for (const [title, findings] of /** @type {const} */ ([[words.failed, found.failed], [words.proven, found.proven], [words.notProven, found.notProven]])) {
    if (findings.length === 0) continue
    section.append(element('h4', title), element('ul', undefined, ...findings.map((one) => element('li', one.says[given.language]))))
  }
  report.replaceChildren(section)
}

/** Says that nothing was concluded, where the browser lacks what it takes. @param {() => Promise<void>} act */
function attempt(act) {
  act().catch((fault) => {
    report.replaceChildren(element('p', fault instanceof Unable ? words.unable : words.unread))
    report.firstElementChild?.setAttribute('class', 'empty')
  })
}

/** A file that was chosen or dropped: a certificate, or an anchor to use from then on. @param {File | null | undefined} chosen */
const take = (chosen) => attempt(async () => {
  if (!chosen) return
  const text = await chosen.text()
  if (/^\s*\{\s*"format":\s*"shuyu-trust\//.test(text)) return anchor(text)
  state.file = { name: chosen.name, text }
  await judge()
})

const drop = part('here-drop', HTMLElement)
for (const name of ['dragenter', 'dragover', 'dragleave', 'drop']) {
  drop.addEventListener(name, (event) => {
    event.preventDefault()
    drop.classList.toggle('over', name === 'dragenter' || name === 'dragover')
    if (event instanceof DragEvent && name === 'drop') take(event.dataTransfer?.files[0])
  })
}
const file = part('here-file', HTMLInputElement)
file.addEventListener('change', () => take(file.files?.[0]))
const trustFile = part('here-trust', HTMLInputElement)
trustFile.addEventListener('change', () => attempt(async () => {
  const text = await trustFile.files?.[0]?.text()
  if (text !== undefined) await anchor(text)
}))
pin.addEventListener('input', () => attempt(async () => {
  const typed = pin.value.toLowerCase().replace(/[^0-9a-f]/g, '')
  pinState.textContent = ''
  if (typed.length < 64) return
  if (typed === (await readTrust(given.trust)).fingerprint) await anchor(given.trust)
  else pinState.textContent = words.pinWrong ?? ''
}))
forget.addEventListener('click', () => attempt(async () => {
  keep(undefined)
  pin.value = ''
  await anchor()
}))

attempt(async () => {
  await anchor(kept())
  if (!state.trust) await anchor()
  if (!given.bundle) return
  const answer = await fetch(given.bundle).catch(() => undefined)
  if (!answer?.ok) {
    report.replaceChildren(element('p', words.unfetched))
    return
  }
  state.file = { name: given.name, text: await answer.text() }
  await judge()
})
