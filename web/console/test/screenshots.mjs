// Draws every page of the console and of the portal, so that somebody looks at them: both
// languages, 1440 and 390 px, and dark, into build/screenshots. Each page is held to stand
// still while it loads, to be as wide as its window, and to say nothing on its console.
//
//   node test/screenshots.mjs [words of names]     only those pages whose name holds one of the words
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mostShift, openWindow, root, settled, startBrowser, startCity } from './city.mjs'
import { pages } from './pages.mjs'

const only = process.argv.slice(2)
const folder = process.env.SCREENSHOTS ?? join(root, 'build/screenshots')
const shapes = [
  { language: 'zh', width: 1440 },
  { language: 'en', width: 1440 },
  { language: 'zh', width: 390 },
  { language: 'en', width: 390 },
  { language: 'zh', width: 1440, shade: 'dark' },
]

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
        if (shifted > mostShift) trouble(`${file}: what is on it moves while it loads (${shifted.toFixed(3)})`)
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
