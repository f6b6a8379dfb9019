// Draws every page of the console and of the portal, so that somebody looks at them: both
// languages, 1440 and 390 px, and dark, into build/screenshots. Each page is held to stand
// still while it loads, to be as wide as its window, and to say nothing on its console.
//
//   node test/screenshots.mjs [words of names]     only those pages whose name holds one of the words
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openWindow, root, settled, startBrowser, startCity } from './city.mjs'

const only = process.argv.slice(2)
const folder = process.env.SCREENSHOTS ?? join(root, 'build/screenshots')
const most = 0.1 // cumulative layout shift up to which a page counts as still
const shapes = [
  { language: 'zh', width: 1440 },
  { language: 'en', width: 1440 },
  { language: 'zh', width: 390 },
  { language: 'en', width: 390 },
  { language: 'zh', width: 1440, shade: 'dark' },
]

/** Kinds whose things have pages of their own, by whom each is looked at. */
const things = {
  lin: ['resource', 'version', 'certificate', 'agreement', 'hold', 'grant', 'scenario', 'duty', 'organisation', 'person', 'seat'],
  zhao: ['output'],
  yun: ['job'],
  lei: ['product', 'delivery'],
}

/** Cases that show what a case can be: one of each of these procedures. */
const procedures = ['registration', 'authorisation', 'application', 'agreement', 'catalogue', 'hold', 'review', 'job', 'evaluation', 'complaint', 'delivery']

const ask = async (page, path) => (await page.request.get(path)).json()

/** Every page by name: who looks, and where. What is chosen of a register is what a seat is shown first. */
async function pages(page, as) {
  const found = []
  const add = (login, name, path) => found.push({ login, name, path })
  for (const path of ['/', '/register', '/products', '/notices', '/calls', '/disclosures', '/certificates', '/verify', '/complaints', '/log', '/rules', '/demo', '/nowhere']) add('', `portal${path.replaceAll('/', '-').replace(/-$/, '-home')}`, path)
  for (const list of ['register', 'notices', 'calls', 'disclosures', 'certificates', 'rules']) add('', `portal-${list}-one`, { list: `/${list}` })
  add('', 'sign-in', '/console/')
  await as('lin')
  for (const path of ['inbox', 'cases', 'cases/new', 'catalogue', 'registration', 'mandates', 'demands', 'nowhere']) add('lin', path.replace('/', '-'), `/console/${path}`)
  await as('zhao')
  for (const path of ['oversight', 'log', 'packs', 'egress']) add('zhao', path, `/console/${path}`)
  add('zhao', 'packs-unit', '/console/packs/current/TA-09.1')
  add('zhao', 'log-entry', '/console/log/entries/100')
  add('sysadmin', 'administration', '/console/administration')
  add('yun', 'zone', '/console/zone')
  add('shi', 'products', '/console/products')
  add('shi', 'inbox-operator', '/console/inbox')
  add('wu', 'cases-new-operator', '/console/cases/new')
  for (const [login, kinds] of Object.entries(things)) {
    await as(login)
    for (const kind of kinds) {
      const { items = [] } = await ask(page, `/v1/registers/${kind}?limit=20`)
      const [one] = items
      if (one) add(login, `one-${kind}`, pagesOf[kind]?.(one) ?? `/console/registers/${kind}/${one.id}`)
      if (one && kind === 'resource') add('he', 'one-resource-import', `/console/catalogue/${one.id}/import`)
    }
  }
  await as('yun')
  const { items: workspaces } = await ask(page, '/v1/workspaces')
  const workspace = workspaces.find((of) => of.state === 'approved')
  if (workspace) {
    add('yun', 'one-workspace', `/console/zone/${workspace.id}`)
    add('yun', 'one-workspace-workbench', `/console/zone/${workspace.id}/workbench`)
  }
  await as('zhao')
  for (const procedure of procedures) {
    const { items } = await ask(page, `/v1/cases?procedure=${procedure}&sort=-opened&limit=1`)
    if (items?.[0]) add('zhao', `case-${procedure}`, `/console/cases/${items[0].id}`)
  }
  for (const login of ['zhao', 'wu', 'he']) {
    await as(login)
    const { items } = await ask(page, '/v1/procedures')
    const one = items.find((of) => of.steps.some((step) => (step.documents ?? []).length > 0)) ?? items[0]
    if (one) add(login, `form-${one.procedure}`, `/console/cases/new/${one.procedure}/${one.steps[0].step}`)
  }
  return found
}

const pagesOf = {
  resource: (one) => `/console/catalogue/${one.id}`,
  version: (one) => `/console/catalogue/versions/${one.id}`,
  certificate: (one) => `/console/registration/certificates/${one.id}`,
  agreement: (one) => `/console/mandates/agreements/${one.id}`,
  hold: (one) => `/console/mandates/holds/${one.id}`,
  grant: (one) => `/console/demands/grants/${one.id}`,
  scenario: (one) => `/console/demands/scenarios/${one.id}`,
  output: (one) => `/console/egress/${one.id}`,
  product: (one) => `/console/products/${one.id}`,
  delivery: (one) => `/console/deliveries/${one.id}`,
}

const watchShifts = () => {
  globalThis.shifted = 0
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) globalThis.shifted += one.value
  }).observe({ type: 'layout-shift', buffered: true })
}

const city = await startCity()
const browser = await startBrowser()
const troubles = []
const written = []
try {
  if (only.length === 0) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const seeker = await openWindow(browser, city.base)
  const enter = (page) => async (login) => {
    if (login) await page.request.post('/v1/demo/session', { data: { login }, headers: { Origin: city.base } })
    else await page.context().clearCookies()
  }
  const list = (await pages(seeker.page, enter(seeker.page))).filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)))
  await seeker.close()
  for (const shape of shapes) {
    const { page, errors, close } = await openWindow(browser, city.base, shape)
    await page.addInitScript(watchShifts)
    let as
    for (const { login, name, path } of list) {
      if (as !== login) await enter(page)((as = login))
      const at = async (suffix = '') => {
        const file = `${name}${suffix}.${shape.language}-${shape.width}${shape.shade ? `-${shape.shade}` : ''}.png`
        const [shifted, wide] = await page.evaluate(() => [globalThis.shifted, document.documentElement.scrollWidth > innerWidth])
        const trouble = (says) => {
          troubles.push(says)
          console.error(says) // at once: the run takes minutes
        }
        if (shifted > most) trouble(`${file}: what is on it moves while it loads (${shifted.toFixed(3)})`)
        if (wide) trouble(`${file}: wider than its window`)
        for (const error of errors.splice(0)) if (!/nowhere|status of 404/.test(error)) trouble(`${file}: ${error}`)
        await page.screenshot({ path: join(folder, file), fullPage: true })
        written.push(file)
      }
      const stands = async () => {
        if (page.url().includes('/console')) await settled(page)
        await page.waitForLoadState('networkidle')
      }
      const within = (address) => `${address}${login === '' && !address.startsWith('/console') ? `?lang=${shape.language}` : ''}`
      if (path.list) {
        await page.goto(within(path.list))
        const first = page.locator(`main a[href^="${path.list}/"]`).first()
        if ((await first.count()) === 0) continue
        await page.goto(within(await first.getAttribute('href')))
      } else await page.goto(within(path))
      await stands()
      await at()
      const views = page.locator('.views button')
      for (let i = 1; i < (await views.count()); i++) {
        await page.goto(within(path))
        await stands()
        await views.nth(i).click()
        await stands()
        await at(`-${new URL(page.url()).searchParams.get('view') ?? i}`)
      }
    }
    await close()
  }
} finally {
  await browser.close()
  await city.stop()
}
writeFileSync(join(folder, 'index.txt'), `${written.sort().join('\n')}\n`)
console.log(`${written.length} pictures in ${folder}`)
process.exitCode = troubles.length > 0 ? 1 : 0
