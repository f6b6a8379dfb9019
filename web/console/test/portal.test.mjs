// The portal as somebody who has no account and no JavaScript: looks up, objects, verifies,
// complains and follows the complaint, in both languages. What comes of it is asked of the
// server; the authority answers the objection before it leaves the case as it was.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { doing, findings, openWindow, root, settled, walked } from './city.mjs'

const { base, browser, open } = walked()
const { opened, stepped } = doing(browser, base)

const words = Object.fromEntries(['zh', 'en'].map((language) => [language, JSON.parse(readFileSync(join(root, `web/portal/words/${language}.json`), 'utf8'))]))

/** A window of the public: no script runs in it. */
async function citizen(language) {
  const { page, errors, expected, close } = await openWindow(browser(), base(), { language, width: language === 'zh' ? 1440 : 390, scripts: false })
  return { page, close, say: (key) => words[language][key], go: (path) => page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`), expected, quiet: () => assert.deepEqual(errors, []) }
}

const press = (page, name) => page.getByRole('button', { name, exact: true }).click()

for (const language of ['zh', 'en']) {
  test(`a citizen looks up what is registered, and reads the log and how to check it (${language})`, async () => {
    const { page, say, go, quiet, close } = await citizen(language)
    await go('/register')
    await page.getByRole('searchbox').fill('航班')
    await press(page, say('search.go'))
    const found = page.locator('main a[href^="/register/"]')
    for (const title of await found.allInnerTexts()) assert.match(title, /航班/)
    await found.first().click()
    assert.match(await page.locator('h1').innerText(), /航班准点记录/)
    assert.match(await page.locator('main').innerText(), /P\d+/)
    await go('/register')
    await page.getByRole('searchbox').fill('火星')
    await press(page, say('search.go'))
    await page.getByText(say('empty.search').replace('%s', '火星')).waitFor()
    await go('/log')
    assert.match(await page.locator('main').innerText(), /SHA-?256[\s\S]*SM3/i)
    for (const heading of [say('log.latest'), say('log.check')]) await page.getByRole('heading', { name: heading }).first().waitFor()
    quiet()
    await close()
  })

  test(`a citizen verifies a certificate by its number and by its file, and an altered file does not pass (${language})`, async () => {
    const { page, say, go, quiet, close } = await citizen(language)
    const number = await inForce()
    await go('/certificates')
    await page.getByRole('textbox', { name: say('certificate.number') }).fill(number)
    await press(page, say('certificate.look'))
    await page.locator('.receipt code', { hasText: number }).first().waitFor()
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: say('certificate.bundle') }).click()])
    const file = readFileSync(await saved.path(), 'utf8')
    const hand = async (text, verdict) => {
      await go('/certificates')
      await page.locator('#bundle').setInputFiles({ name: `${number}.shuyu-cert.json`, mimeType: 'application/json', buffer: Buffer.from(text) })
      await press(page, say('certificate.file.check'))
      await page.getByRole('heading', { name: verdict, exact: true }).waitFor()
    }
    await hand(file, say('report.valid'))
    const altered = file.replace(number, `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`)
    assert.notEqual(altered, file)
    await hand(altered, say('report.false'))
    quiet()
    await close()
  })

  test(`a citizen complains about a registered resource and follows the complaint by its number (${language})`, async () => {
    const { page, expected, say, go, quiet, close } = await citizen(language)
    await go('/register')
    const id = (await page.locator('main a[href^="/register/"]').first().getAttribute('href')).split('/').pop().split('?')[0]
    await go(`/complaints?about=${id}`)
    for (const choice of await page.locator('main form select').all()) await choice.selectOption({ index: 1 })
    for (const area of await page.locator('main form textarea').all()) await area.fill('公开的摘要与实际内容不符。')
    await press(page, say('complaint.send'))
    await page.getByRole('heading', { name: say('complaint.filed') }).waitFor()
    const number = await page.locator('.number-big').innerText()
    await go('/complaints')
    await page.locator('#number').fill(number)
    await press(page, say('complaint.look'))
    await page.getByText(say('complaint.unanswered')).waitFor()
    assert.doesNotMatch(await page.locator('main').innerText(), /公开的摘要/, 'what was complained of is shown to nobody')
    expected.push(404)
    await page.locator('#number').fill(`${number}x`)
    await press(page, say('complaint.look'))
    await page.getByText(say('complaint.missing')).waitFor()
    quiet()
    await close()
  })
}

/** The number of a certificate that is in force. */
async function inForce() {
  const { page, close } = await open({ login: 'lin' })
  const { items } = await (await page.request.get('/v1/registers/certificate?limit=100')).json()
  await close()
  return items.find((one) => one.state === 'valid').facts.number
}

/** A registration of its own under public notice, so that what is objected to stands in nobody's way; answers the case. */
async function noticed(title) {
  const { page, close } = await openWindow(browser(), base(), { login: 'he' })
  const entry = { title, summary: '公园绿地的养护记录', openness: 'conditional', fields: ['民政'], regions: ['泰安市'], collector: '市民政局', manager: '市民政局', user: '运营单位', worthwhile: true }
  const { made } = await opened('he', 'catalogue', 'enter', {}, entry)
  const links = { resource: made[0].id }
  const example = await page.request.post('/v1/demo/example', { data: { procedure: 'registration', step: 'apply', links }, headers: { Origin: base() } })
  const { form } = await example.json()
  await close()
  const { case: id } = await opened('he', 'registration', 'apply', links, form)
  await stepped('lin', id, 'review', { reasons: '材料齐全' })
  await stepped('lin', id, 'notice')
  return id
}

test('a citizen objects to a notice; the objection bars the registration until the authority has answered it', async () => {
  const title = '公园绿地养护记录'
  const id = await noticed(title)
  const { page, say, go, quiet, close } = await citizen('zh')
  await go('/notices')
  await page.getByRole('link', { name: title }).first().click()
  const notice = page.url()
  await page.locator('#grounds').fill('养护人员信息涉及个人，公示的摘要没有说明。')
  await press(page, say('objection.send'))
  await page.getByRole('heading', { name: say('objection.filed') }).waitFor()
  await page.goto(notice)
  assert.doesNotMatch(await page.locator('main').innerText(), /养护人员信息涉及个人/, 'an objection is not shown to the public')
  quiet()
  await close()

  const authority = await open({ login: 'zhao' })
  const { next } = await (await authority.page.request.get('/v1/demo/tour')).json()
  assert.notEqual(next?.case, id, 'the tour keeps to its own registration')
  await authority.page.goto(`/console/cases/${id}`)
  await settled(authority.page)
  await authority.page.locator('.why-not summary').click()
  for (const [to, sentence] of [['en', 'An objection is still unanswered'], ['zh', '还有异议没有处理']]) {
    await authority.page.locator('.choices button').first().click()
    await authority.page.locator('.why-not', { hasText: sentence }).waitFor()
    assert.match(await authority.page.locator('.why-not').innerText(), to === 'zh' ? /〔泰安 9\.4〕/ : /9\.4/)
  }
  assert.deepEqual(await findings(authority.page), [])
  await authority.page.goto(`/console/cases/${id}/steps/settle`)
  await settled(authority.page)
  for (const [field, title] of [['objection', '养护人员信息涉及个人'], ['outcome', '不成立']]) {
    await authority.page.locator(`#field-${field} .ant-select`).click()
    await authority.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: title }).first().click()
  }
  await authority.page.locator('#field-answer').locator('textarea, input').first().fill('摘要所列不含个人信息。')
  await authority.page.getByRole('button', { name: '下一步：核对' }).click()
  await authority.page.locator('.form-foot .ant-btn-primary').click()
  await authority.page.getByText('已办理：').waitFor()
  const { mayNot } = await (await authority.page.request.get(`/v1/cases/${id}`)).json()
  const codes = mayNot.find((one) => one.step === 'register').violations.map((one) => one.code)
  assert.ok(!codes.includes('registration.objection-open'), `answered, the objection bars nothing: ${codes}`)
  assert.deepEqual(authority.errors, [])
  await authority.close()
})
