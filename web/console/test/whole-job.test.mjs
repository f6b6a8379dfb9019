// The main job, from the first page to a delivered product, by pressing what the pages say
// and nothing else: no key is typed, no file is chosen, no address is entered.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openWindow, startBrowser, startCity } from './city.mjs'

const said = {
  zh: { here: '就在这一页', wait: '平台正在处理', example: '填入示例', check: '下一步：核对', verify: '验证并继续', code: /^演示：填入现在的验证码/, done: /^已办理：/, key: '取密钥', file: '下载文件' },
  en: { here: 'On this page', wait: 'The platform is at work', example: 'Fill in an example', check: 'Next: check your answers', verify: 'Verify and go on', code: /^Demonstration: fill in/, done: /^Done: /, key: 'Get the key', file: 'Download the file' },
}

let city
let browser
before(async () => {
  ;[city, browser] = await Promise.all([startCity(), startBrowser()])
}, { timeout: 300_000 })
after(async () => {
  await browser?.close()
  await city?.stop()
})

/**
 * Somebody who only presses: counts the presses and remembers as whom they acted, in which language.
 * Everybody acts in the language in which they have acted less, so that the job is walked in both.
 */
function visitor(page) {
  const walked = { presses: 0, people: new Map(), proofs: 0, steps: [] }
  let words = said.zh
  async function speakAs(name) {
    const acted = walked.people.get(name) ?? { zh: 0, en: 0 }
    walked.people.set(name, acted)
    const language = acted.zh > acted.en ? 'en' : 'zh'
    if (words !== said[language]) await page.locator('.choices button').first().click()
    words = said[language]
    await page.waitForFunction((lang) => document.documentElement.lang.startsWith(lang), language)
    return () => acted[language]++
  }
  const press = async (what) => {
    await what.click()
    walked.presses++
  }
  const bar = page.locator('.tour-bar')
  const number = () => bar.locator('.number').innerText()
  // The platform's own work takes as long as the machine lets it.
  const moved = (from) => page.waitForFunction((was) => document.querySelector('.tour-bar .number')?.textContent !== was, from, { timeout: 200_000 })
  /** Hands the form of the page in, as the bar says: the example, the check, the act. */
  async function handIn() {
    const example = page.getByRole('button', { name: words.example })
    const act = page.locator('main .form-foot .ant-btn-primary')
    await act.waitFor()
    if (await example.count()) {
      const filled = page.waitForResponse((answer) => answer.url().endsWith('/v1/demo/example'))
      await press(example)
      await (await filled).finished()
      await press(page.getByRole('button', { name: words.check }))
      await page.locator('main .form .answers, main .form h3').first().waitFor()
    }
    await press(act)
    // What comes of it: a receipt, a question for presence, or a refusal.
    const done = page.getByRole('heading', { name: words.done, level: 1 })
    const dialog = page.getByRole('dialog')
    await done.or(dialog).or(page.locator('main .refusal')).first().waitFor()
    if (await dialog.isVisible()) {
      await press(dialog.getByRole('button', { name: words.code }))
      await press(dialog.getByRole('button', { name: words.verify }))
      walked.proofs++
    }
    await done.or(page.locator('main .refusal')).first().waitFor()
    if (!(await done.isVisible())) throw new Error(`${await number()}: ${await page.locator('main .refusal').innerText()}`)
  }
  /** Does one stop of the bar; answers whether there is a further one. */
  async function stop() {
    await bar.locator('.number').waitFor()
    const acts = await speakAs((await (await page.request.get('/v1/me')).json()).person.name)
    const at = await number()
    const text = await bar.innerText()
    if (text.includes(words.wait)) {
      await moved(at)
      return true
    }
    const button = bar.locator('.ant-btn-primary')
    if (await button.count()) {
      await press(button)
      // The clock brings the next stop; anything else brings the page of this one.
      await page.waitForFunction(([was, here]) => document.querySelector('.tour-bar .number')?.textContent !== was || document.querySelector('.tour-bar')?.textContent.includes(here), [at, words.here], { timeout: 60_000 })
      return true
    }
    if (!text.includes(words.here)) throw new Error(`${at}: the bar says neither what to press nor where: ${text}`)
    if (page.url().includes('/deliveries/')) return false
    walked.steps.push(text.split('\n').slice(2, 4).join(' '))
    await handIn()
    acts()
    await moved(at)
    return true
  }
  return { walked, press, stop, bar, words: () => words }
}

/** Takes the product that was delivered: the key of an interface, or the file. */
async function taken(page, press, words) {
  const [key, file] = [page.getByRole('button', { name: words.key }), page.getByRole('button', { name: words.file })]
  await key.or(file).waitFor()
  if (await key.count()) {
    await press(key)
    assert.ok((await page.locator('.secret').innerText()).length > 20)
    return
  }
  const [saved] = await Promise.all([page.waitForEvent('download'), press(file)])
  assert.match(saved.suggestedFilename(), /\.csv$/)
}

test('a newcomer comes from the first page to a delivered product by pressing alone', { timeout: 540_000 }, async (t) => {
  const { page, errors, expected, close } = await openWindow(browser, city.base)
  const { walked, press, stop, bar, words } = visitor(page)
  await page.goto('/')
  await press(page.getByRole('link', { name: '演示', exact: true }).first())
  const next = page.locator('.card.next')
  if (await next.getByRole('button', { name: /^时钟拨到/ }).count()) {
    await press(next.getByRole('button'))
    await page.getByRole('heading', { name: '这段时间里届期的事' }).waitFor()
  }
  await press(next.getByRole('button', { name: /^以 .+ 的身份进入$/ }))
  expected.push(403, 403, 403, 403) // the signatures ask for presence first
  while (await stop());
  assert.equal(walked.proofs, 2, 'each of the two signatures asked for presence')
  const shown = await (await page.request.get('/v1/demo/tour')).json()
  assert.equal(shown.done, shown.of - 1, 'everything but the last look is done')
  assert.ok((await bar.innerText()).includes(words().here))
  const id = page.url().split('/').pop()
  const delivery = await (await page.request.get(`/v1/registers/delivery/${id}`)).json()
  assert.equal(delivery.state, 'in-force')
  await taken(page, press, words())
  const acted = [...walked.people].filter(([, in_]) => in_.zh + in_.en > 0)
  for (const [name, { zh, en }] of acted) assert.ok(zh + en === 1 || (zh > 0 && en > 0), `${name} acted in both languages`)
  assert.ok(acted.filter(([, { zh, en }]) => zh > 0 && en > 0).length >= 6, 'the job was walked in both languages')
  t.diagnostic(`${walked.presses} presses; acts in Chinese + English: ${acted.map(([name, { zh, en }]) => `${name} ${zh}+${en}`).join(', ')}`)
  assert.deepEqual(errors, [])
  await close()
})
