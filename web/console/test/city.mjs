// A demonstration city of its own for the walks: bin/shuyu plays it into a temporary folder
// (about a minute) and serves it on a free port. SHUYU_CITY names one that runs already.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { after, before } from 'node:test'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const freePort = () =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => found(port))
    })
  })

/** Starts the city; resolves when it serves. With flags of `shuyu demo` it is one of its own, whatever runs already. */
export async function startCity(...flags) {
  if (flags.length === 0 && process.env.SHUYU_CITY) return { base: process.env.SHUYU_CITY, stop: () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'shuyu-console-'))
  const listen = `127.0.0.1:${await freePort()}`
  const server = spawn(join(root, 'bin/shuyu'), ['demo', '--dir', join(folder, 'city'), '--listen', listen, ...flags], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  await new Promise((ready, failed) => {
    const hear = (text) => {
      said += text
      if (said.includes(`http://${listen}/demo`)) ready()
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.on('exit', (code) => failed(new Error(`bin/shuyu demo ended with ${code}:\n${said.slice(-2000)}`)))
  })
  const stop = () =>
    new Promise((gone) => {
      server.removeAllListeners('exit')
      server.on('exit', () => {
        rmSync(folder, { recursive: true, force: true })
        gone()
      })
      server.kill('SIGINT')
    })
  return { base: `http://${listen}`, stop }
}

/** The system's Chromium. */
export const startBrowser = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'] })

/** The city and a browser for the walks of one file: there once the first of them begins. */
export function walked() {
  const there = {}
  before(async () => {
    ;[there.city, there.browser] = await Promise.all([startCity(), startBrowser()])
  }, { timeout: 300_000 })
  after(async () => {
    await there.browser?.close()
    await there.city?.stop()
  })
  return {
    base: () => there.city.base,
    browser: () => there.browser,
    open: (as) => openWindow(there.browser, there.city.base, as),
    account: (login) => account(there.city.base, login),
  }
}

/** Waits until the page stands: its heading is there, and nothing of it is still being asked for. */
export async function settled(page) {
  await page.locator('main h1').waitFor()
  await page.waitForFunction(() => !document.querySelector('.ant-skeleton, .ant-spin-spinning'))
}

/** What is not looked at again: the rows of a table after the eighth are made as those before them. */
const alike = [['tbody tr:nth-child(n+9)']]

/** The rules of axe that see what the width or the shade of a window makes of a page; the others see only what it is made of. */
export const ofTheShape = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block']

/** Serious findings of axe on a page, by rule and place: of all rules that are on by default, or of some. */
export async function findings(page, rules) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  // Style sheets and media are not fetched once more: no rule that is on by default reads them here.
  const { violations } = await page.evaluate(([exclude, runOnly]) => globalThis.axe.run({ include: [['html']], exclude }, { resultTypes: ['violations'], preload: false, elementRef: false, runOnly }), [alike, rules])
  return violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(' | ')}`)
}

/** Cumulative layout shift up to which a page counts as still. */
export const mostShift = 0.1

/** Runs in every page: adds up what moves while it loads, and keeps what the server says in both languages. */
const watched = () => {
  globalThis.shifted = 0
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) globalThis.shifted += one.value
  }).observe({ type: 'layout-shift', buffered: true })
  globalThis.spoken = []
  globalThis.names = [] // what somebody wrote, in the language they wrote it in
  const keep = (value) => {
    if (typeof value === 'string') globalThis.names.push(value)
    if (value === null || typeof value !== 'object') return
    if (typeof value.zh === 'string' && typeof value.en === 'string') globalThis.spoken.push(value)
    else for (const one of Object.values(value)) keep(one)
  }
  const { fetch } = globalThis
  globalThis.fetch = async (...given) => {
    const answer = await fetch(...given)
    if (answer.headers.get('content-type')?.includes('json')) answer.clone().json().then(keep, () => undefined)
    return answer
  }
}

/** What stands on a page in the other language than was asked for, or has no English; runs in the page. */
const untranslated = () => {
  const [own, other] = document.documentElement.lang.startsWith('zh') ? ['zh', 'en'] : ['en', 'zh']
  const right = new Set([...globalThis.names, ...globalThis.spoken.map((one) => one[own])])
  const wrong = new Set(globalThis.spoken.map((one) => one[other]).filter((text) => text && !right.has(text)))
  const found = globalThis.spoken.filter((one) => Boolean(one.zh) !== Boolean(one.en)).map((one) => `in one language only: ${one.zh}${one.en}`)
  const texts = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim()
    if (wrong.has(text)) found.push(text)
  }
  return [...new Set(found)]
}

/** Holds a page, as it stands, to be as wide as its window and to say words, in its language. */
export async function reads(page, at) {
  const [wide, foreign, text] = await page.evaluate(`[document.documentElement.scrollWidth > innerWidth, (${untranslated})(), document.querySelector('main').innerText]`)
  assert.equal(wide, false, `${at} is wider than its window`)
  assert.deepEqual(foreign, [], `${at} is not in its language`)
  assert.doesNotMatch(text, /\{\w+\}|undefined|\[object/, at)
}

/** Goes from one page of the console to another as a link does, without loading the console again. */
async function follow(page, path) {
  await page.evaluate((to) => {
    globalThis.shifted = 0
    const { history, subscribe } = globalThis.__TSR_ROUTER__
    return new Promise((there) => {
      const heard = subscribe('onRendered', () => {
        heard()
        there()
      })
      history.push(to)
    })
  }, path)
}

/**
 * Opens a page, by loading it or from the one that is open, and holds it to what every page is
 * held to: it stands, stands still, is accessible, as wide as its window, and says words, in its
 * language.
 */
export async function sound(page, path, { from = false, rules } = {}) {
  await (from ? follow(page, path) : page.goto(path))
  await settled(page)
  const [shifted, width] = await page.evaluate(() => [globalThis.shifted, innerWidth])
  const at = `${path} at ${width}`
  assert.ok(shifted <= mostShift, `${at} moves while it loads: ${shifted.toFixed(3)}`)
  await reads(page, at)
  assert.deepEqual(await findings(page, rules), [], at)
}

/**
 * An account of the city with a code that is taken now. A code works once, and two or three
 * of them at any time: a walk that wanted more within half a minute would fail here.
 */
export async function account(base, login) {
  const { accounts } = await (await fetch(`${base}/v1/demo`)).json()
  const found = accounts.find((one) => one.login === login)
  if (!found?.code) throw new Error(found ? `all present codes of ${login} have been used` : `the city has no ${login}`)
  return found
}

/**
 * A window of somebody. What its console says as an error is kept in `errors`; a refusal that
 * the walk means to see is named in `expected` by its status.
 */
export async function openWindow(browser, base, { language = 'zh', width = 1440, shade = 'light', scripts = true, login } = {}) {
  const context = await browser.newContext({ baseURL: base, viewport: { width, height: 1000 }, locale: 'zh-CN', colorScheme: shade, javaScriptEnabled: scripts })
  await context.addInitScript((chosen) => localStorage.getItem('shuyu.language') ?? localStorage.setItem('shuyu.language', chosen), language)
  await context.addInitScript(watched)
  const page = await context.newPage()
  const errors = []
  const expected = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    const status = /status of (\d+)/.exec(message.text())?.[1]
    const at = expected.indexOf(Number(status))
    if (at >= 0) expected.splice(at, 1)
    else errors.push(`${message.text()} ${message.location().url}`)
  })
  if (login) {
    const answer = await context.request.post('/v1/demo/session', { data: { login }, headers: { Origin: base } })
    if (!answer.ok()) throw new Error(`signing in as ${login}: ${await answer.text()}`)
  }
  return { page, errors, expected, close: () => context.close() }
}

/**
 * What is done through the interface, so that a walk has a ground of its own to stand on: what
 * it leaves undone when it fails stands in no other walk's way.
 */
export function doing(browser, base) {
  const did = async (login, path, body) => {
    const { page, close } = await openWindow(browser(), base(), { login })
    const answer = await page.request.post(path, { data: body, headers: { Origin: base(), 'Idempotency-Key': crypto.randomUUID() } })
    const receipt = await answer.json()
    assert.ok(answer.ok(), `${login} ${path} ${JSON.stringify(body)}: ${JSON.stringify(receipt)}`)
    await close()
    return receipt
  }
  return {
    did,
    /** Opens a case; answers its receipt. */
    opened: (login, procedure, step, links, form) => did(login, '/v1/cases', { procedure, step, links, form }),
    /** Takes a step of a case; answers its receipt. */
    stepped: (login, id, step, form = {}) => did(login, `/v1/cases/${id}/steps`, { step, form }),
  }
}
