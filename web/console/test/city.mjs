// A demonstration city of its own for the walks: bin/shuyu plays it into a temporary folder
// (about a minute) and serves it on a free port. SHUYU_CITY names one that runs already.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const freePort = () =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => found(port))
    })
  })

/** Starts the city; resolves when it serves. */
export async function startCity() {
  if (process.env.SHUYU_CITY) return { base: process.env.SHUYU_CITY, stop: () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'shuyu-console-'))
  const listen = `127.0.0.1:${await freePort()}`
  const server = spawn(join(root, 'bin/shuyu'), ['demo', '--dir', join(folder, 'city'), '--listen', listen], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
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

/** An account of the city with a code that is taken now; used codes are waited out. */
export async function account(base, login) {
  for (;;) {
    const { accounts } = await (await fetch(`${base}/v1/demo`)).json()
    const found = accounts.find((one) => one.login === login)
    if (!found) throw new Error(`the city has no ${login}`)
    if (found.code) return found
    await new Promise((later) => setTimeout(later, 1000))
  }
}

/**
 * A window of somebody. What its console says as an error is kept in `errors`; a refusal that
 * the walk means to see is named in `expected` by its status.
 */
export async function openWindow(browser, base, { language = 'zh', width = 1440, login } = {}) {
  const context = await browser.newContext({ baseURL: base, viewport: { width, height: 1000 }, locale: 'zh-CN' })
  await context.addInitScript((chosen) => localStorage.setItem('shuyu.language', chosen), language)
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
