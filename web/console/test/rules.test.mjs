// The console holds no rule: the same console, over packs in which a rule is switched off and
// another is altered, offers something else. Nothing of TypeScript is between the two.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWindow, root, settled, startBrowser, startCity } from './city.mjs'

/** A short story that comes to the same place as the demonstration: a registration under public notice. */
const story = `pack taian
# 创设
at 2025-01-06
org city roles=authority legalForm=administrative name=市大数据局
org water roles=provider legalForm=administrative class=administrative-organ name=市水务局
person city/lin 林审核
person city/zhao 赵批准
person water/he 何提供
seat city/lin role=authority powers=reviewer
seat city/zhao role=authority powers=approver
seat water/he role=provider powers=clerk
as water/he catalogue.enter -> K { title: 泵站能耗, summary: 逐时, collector: 市水务局, manager: 市水务局, openness: conditional, fields: [water], worthwhile: true }
as water/he registration.apply resource=K.resource -> C { kind: first, summary: 逐时能耗, materials: [digest(材料)], commitTruth: true, commitCompleteness: true, hotline: 0538-12345, collector: 市水务局, manager: 市水务局, user: 运营单位 }
as city/lin C review { reasons: 齐全 }
as city/lin C notice
`

/** The packs, with a rule switched off and a form altered, written to a folder. */
function amended(folder) {
  cpSync(join(root, 'packs'), join(folder, 'packs'), { recursive: true })
  const file = join(folder, 'packs/taian/03-registration.md')
  const given = readFileSync(file, 'utf8')
  const altered = [
    [/```rule\nid: TA-09\.3\.b\.cause\n[^`]*```\n/, ''],
    ['period: at-least 5 natural-days', 'period: at-least 30 natural-days'],
    [/.*field: commitCompliance.*/, '  - {field: hotline, type: text, required: true, title: {zh: 值班电话, en: Duty telephone}}'],
  ].reduce((text, [was, now]) => {
    const next = text.replace(was, now)
    assert.notEqual(next, text, `the pack has ${was}`)
    return next
  }, given)
  writeFileSync(file, altered)
  writeFileSync(join(folder, 'story.txt'), story)
  return ['--folder', join(folder, 'packs'), '--script', join(folder, 'story.txt')]
}

const folder = mkdtempSync(join(tmpdir(), 'shuyu-amended-'))
const cities = {}
let browser
before(async () => {
  browser = await startBrowser()
  cities.amended = await startCity(...amended(folder))
  cities.given = await startCity()
}, { timeout: 300_000 })
after(async () => {
  await browser?.close()
  for (const city of Object.values(cities)) await city.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What the page of the registration under notice offers to who decides on it, says may not be done, and says of its day. */
async function offered(city) {
  const { page, errors, close } = await openWindow(browser, city.base, { login: 'zhao' })
  const { items } = await (await page.request.get('/v1/cases?procedure=registration&open=true&sort=opened')).json()
  const { id } = items.find((one) => one.state === 'notice')
  await page.goto(`/console/cases/${id}`)
  await settled(page)
  await page.locator('.why-not summary').click()
  const seen = { acts: await page.locator('.acts').innerText(), barred: await page.locator('.why-not').innerText() }
  assert.deepEqual(errors, [])
  await close()
  return seen
}

/** What the form of the application asks for, as it stands on the page. */
async function asked(city, language) {
  const { page, errors, close } = await openWindow(browser, city.base, { login: 'he', language })
  await page.goto('/console/cases/new/registration/apply')
  await page.locator('.fields').first().waitFor()
  await settled(page)
  const labels = await page.locator('main').innerText()
  assert.deepEqual(errors, [])
  await close()
  return labels
}

test('what a rule barred is offered once the rule is switched off in the pack, and what it still bars is barred', async () => {
  const [given, own] = [await offered(cities.given), await offered(cities.amended)]
  assert.match(given.barred, /暂缓登记\s+没有成立的异议，不能暂缓。/)
  assert.doesNotMatch(given.acts, /暂缓登记/)
  assert.doesNotMatch(own.barred, /暂缓登记/)
  assert.match(own.acts, /暂缓登记/)
  for (const { barred } of [given, own]) assert.match(barred, /〔泰安 9\.3〕/)
})

test('a form that is altered in the pack asks for what it says now, in both languages', async () => {
  for (const [language, gone, come] of [['zh', '承诺合规', '值班电话'], ['en', 'Answers for compliance', 'Duty telephone']]) {
    const [given, own] = [await asked(cities.given, language), await asked(cities.amended, language)]
    assert.ok(given.includes(gone) && !given.includes(come), given)
    assert.ok(own.includes(come) && !own.includes(gone), own)
  }
})
