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

/** Serious findings of axe on a page, by rule and place. */
export async function findings(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  return violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(' | ')}`)
}

/** Cumulative layout shift up to which a page counts as still. */
export const mostShift = 0.1

/** Runs in every page: adds up what moves while it loads. */
const watched = () => {
  globalThis.shifted = 0
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) globalThis.shifted += one.value
  }).observe({ type: 'layout-shift', buffered: true })
}

/** Opens a page and holds it to what every page is held to: it stands, is accessible, as wide as its window, and says words. */
export async function sound(page, path) {
  await page.goto(path)
  await settled(page)
  const width = await page.evaluate(() => innerWidth)
  assert.deepEqual(await findings(page), [], `${path} at ${width}`)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${path} is wider than ${width}`)
  assert.doesNotMatch(await page.locator('main').innerText(), /\{\w+\}|undefined|\[object/, path)
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
