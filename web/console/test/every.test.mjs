// Every page there is, in both languages, at both widths, by day and by night: it stands,
// stands still while it loads, is as wide as its window, says everything in the language that
// was asked for, is accessible, asks the server no more with more rows, and has nothing to
// complain of on its console. The first page of each person is loaded; to the others one comes as
// by a link, which asks for the page's own part and data as loading does, but not for the frame again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ofTheShape, reads, settled, sound, walked } from './city.mjs'
import { pages } from './pages.mjs'

const { base, open } = walked()

/** Most requests of one page for data: what it shows in parts, never one for each row. */
const mostAsked = 30

/** The narrow one, where words are tight, is read in the other language too; what a page is made of, axe reads in the wide one. */
const shapes = [
  { language: 'zh', width: 1440, both: false },
  { language: 'en', width: 390, shade: 'dark', both: true, rules: ofTheShape },
]

const enter = (page) => async (login) => {
  if (login) await page.request.post('/v1/demo/session', { data: { login }, headers: { Origin: base() } })
  else await page.context().clearCookies()
}

/** The first thing that a list of the portal leads to. */
async function firstOf(page, list) {
  await page.goto(list)
  const first = page.locator(`main a[href^="${list}/"]`).first()
  return (await first.count()) > 0 ? first.getAttribute('href') : undefined
}

/** The addresses of the views of a page, beside the one it opens with. */
const viewsOf = (page) => page.locator('.views button').evaluateAll((all) => all.slice(1).map((one) => one.dataset.view))

/** Reads a page of the console in the other language, without loading it again. */
async function inTheOther(page, path) {
  const spoken = await page.locator('html').getAttribute('lang')
  await page.locator('.choices button').first().click()
  await page.waitForFunction((was) => document.documentElement.lang !== was, spoken)
  await settled(page)
  await reads(page, `${path} in the other language`)
}

test('every page, in both languages and at both widths', { timeout: 900_000 }, async (t) => {
  const seeker = await open()
  const list = await pages(seeker.page, enter(seeker.page))
  await seeker.close()
  assert.ok(list.length > 60, `${list.length} pages`)
  const walk = async (shape) => {
    const { page, errors, expected, close } = await open(shape)
    let asked = 0
    page.on('request', (one) => (asked += /\/v1\/(?!events)/.test(one.url()) ? 1 : 0))
    const wrong = []
    let as
    let seen = 0
    let entered = false // whether somebody has just come in: who they are is said to a page that is loaded
    const look = async (path) => {
      const inside = path.startsWith('/console')
      const loads = entered || !inside || !page.url().includes('/console')
      entered &&= !inside
      asked = 0
      seen++
      // What is not there is not there: the page that says so is among those looked at.
      expected.splice(0, expected.length, ...(path.includes('nowhere') ? [404] : []))
      try {
        await sound(page, path, { from: !loads, rules: loads ? undefined : shape.rules })
        if (shape.both && inside) await inTheOther(page, path)
        assert.ok(asked <= mostAsked, `${path} asks ${asked} times`)
        assert.deepEqual(errors.splice(0), [], path)
      } catch (failed) {
        wrong.push(`${path} at ${shape.width}: ${failed.message}`)
        if (process.env.VERBOSE) console.error(path, failed.message)
      }
    }
    for (const { login, path } of list) {
      if (as !== login) {
        await enter(page)((as = login))
        entered = true
      }
      const at = path.list ? await firstOf(page, path.list) : path
      if (!at) continue
      await look(at.startsWith('/console') ? at : `${at}?lang=${shape.language}`)
      for (const view of at.startsWith('/console') ? await viewsOf(page) : []) await look(`${at}?view=${view}`)
    }
    await close()
    if (process.env.VERBOSE) console.error(shape, seen, wrong)
    return { wrong, seen }
  }
  const found = await Promise.all(shapes.map(walk))
  t.diagnostic(`${found.map((one) => one.seen).join(' + ')} pages looked at`)
  assert.deepEqual(found.flatMap((one) => one.wrong), [])
})
