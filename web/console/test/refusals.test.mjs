// What the rules forbid, tried in the browser as the person who would try it: the page says
// why, in the words of the pack and with the article, in both languages. Where the console
// rightly does not offer the act, the page says so beside the case.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { doing, openWindow, startBrowser, startCity } from './city.mjs'

let city
let browser
let overseer // who sees every case, and finds what the attempts are about
before(async () => {
  ;[city, browser] = await Promise.all([startCity(), startBrowser()])
  overseer = await openWindow(browser, city.base, { login: 'lin' })
}, { timeout: 300_000 })
after(async () => {
  await browser?.close()
  await city?.stop()
})

const write = (field, text) => (page) => page.locator(`#field-${field}`).locator('textarea, input').first().fill(text)
const choose = (field, title) => async (page) => {
  const select = page.locator(`#field-${field} .ant-select`)
  await select.click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: title }).first().click()
  await page.locator('main h1').click()
}
const read = async (path) => (await overseer.page.request.get(path)).json()
const listed = async (path, fits) => (await read(path)).items.find(fits)
const scenario = (title) => listed('/v1/registers/scenario?limit=200', (one) => one.title === title)

const { opened, stepped } = doing(() => browser, () => city.base)
const agreement = async () => (await listed('/v1/registers/agreement?state=in-force', (one) => one.title)).id

/** Holds the agreement by two people; answers how they lift it again. */
async function suspended() {
  const { case: id } = await opened('lin', 'hold', 'propose', { agreement: await agreement() }, { reason: '例行检查发现疑点' })
  await stepped('zhao', id, 'impose')
  return async () => {
    await stepped('lin', id, 'propose-lift', { reason: '疑点已排除' })
    await stepped('zhao', id, 'lift')
  }
}

/** Each: who tries what, and with which ground and article it is refused. */
const attempts = [
  { why: 'a public notice is not ended early', login: 'zhao', code: 'period.running', cite: /泰安 9\.3/, words: /时间还没有届满/,
    barred: async () => [(await listed('/v1/cases?procedure=registration&sort=-opened', (one) => one.state === 'notice')).id, 'register'] },
  { why: 'nobody votes twice', login: 'e1', code: 'vote.twice', cite: /PF-09/, words: /只能|一次|已/,
    barred: async () => [(await listed('/v1/cases?procedure=review&open=true', (one) => one.state === 'voting')).id, 'vote'] },
  { why: 'a product is not delivered for another scenario', login: 'wu', code: 'delivery.other-scenario', cite: /泰安 26/, words: /场景/,
    barred: async () => [(await listed('/v1/cases?procedure=delivery&open=true', (one) => one.state === 'ordered')).id, 'deliver'] },
  { why: 'who stands on the list of the dishonest does not apply', login: 'ma', code: 'applicant.listed', cite: /泰安 13\.2/, words: /失信/,
    form: async () => '/console/cases/new/application/apply' },
  { why: 'rows do not leave', login: 'yun', code: 'output.raw', cite: /PF-Z08/, words: /原始记录/, change: write('sql', 'SELECT * FROM flights'),
    form: async () => `/console/cases/new/job/submit?scenario=${(await scenario('航线延误季报')).id}` },
  { why: 'a query does not single a person out', login: 'yun', code: 'identifier.used', cite: /PF-Z10/, words: /标识列/, change: write('sql', "SELECT avg(wage) FROM wages WHERE person = 'P100001'"),
    form: async () => `/console/cases/new/job/submit?scenario=${(await scenario('行业工资统计')).id}` },
  { why: 'code that no provider approved does not run in production', login: 'yun', code: 'code.unapproved', cite: /PF-Z05/, words: /未经批准/, change: write('sql', 'SELECT destination, count(*) AS flights FROM flights GROUP BY destination'),
    form: async () => `/console/cases/new/job/submit?scenario=${(await scenario('航线延误季报')).id}` },
  { why: 'a demand keeps to the scope of its agreement', login: 'shi', code: 'demand.beyond-scope', cite: /泰安 17/, words: /授权运营范围/, change: choose('resources', '全国行政村和居委会名录'),
    form: async () => `/console/cases/new/demand/apply?agreement=${(await listed('/v1/registers/agreement?state=in-force', (one) => one.title)).id}` },
  { why: 'a term beyond three years gives its reason', login: 'lin', code: 'agreement.term', cite: /泰安 14\.4/, words: /三年/, change: write('termMonths', '60'),
    form: async () => {
      const rated = (await read(`/v1/cases/${(await listed('/v1/cases?procedure=agreement&open=true', (one) => one.state === 'in-force')).id}`)).links
      return `/console/cases/new/agreement/draft?application=${rated.application}&call=${rated.call}`
    } },
  { why: 'a product stays in the scenario it was made for', login: 'shi', code: 'product.other-scenario', cite: /泰安 26/, words: /场景/, change: choose('scenario', '行业工资统计'),
    form: async () => `/console/cases/new/product/register?output=${(await listed('/v1/registers/product', (one) => one.title === '航线延误季报')).facts.output}` },
  { why: 'what nobody has a confirmed right to is not put into an authorisation', login: 'zhao', code: 'resource.unconfirmed', cite: /泰安 10\.p4/, words: /确权/, change: choose('resources', '供水用户'),
    form: async () => `/console/cases/${(await opened('he', 'authorisation', 'request', {}, { title: '供水服务', reasons: '便民' })).case}/steps/announce` },
  { why: 'nobody decides on what they proposed themselves', login: 'zhao', code: 'separation.person', cite: /PF-07/, words: /同一人|本人|自己/,
    barred: async () => [(await opened('zhao', 'hold', 'propose', { agreement: await agreement() }, { reason: '例行检查发现疑点' })).case, 'impose'],
    over: (id) => stepped('zhao', id, 'drop') },
  { why: 'no job runs while the agreement is suspended', login: 'yun', code: 'permission.suspended', cite: /./, words: /暂停/, change: write('sql', 'SELECT destination, count(*) AS flights FROM flights GROUP BY destination'),
    form: async (one) => {
      one.over = await suspended()
      return `/console/cases/new/job/submit?scenario=${(await scenario('航线延误季报')).id}`
    } },
  { why: 'no product is ordered while its agreement is suspended', login: 'lei', code: 'hold.standing', cite: /PF-12/, words: /正被暂停/,
    form: async (one) => {
      one.over = await suspended()
      return `/console/cases/new/delivery/order?product=${(await listed('/v1/registers/product', (one) => one.title === '航线延误季报')).id}`
    } },
  { why: 'what is held at the third level is not open to everybody', login: 'he', code: 'openness.level', cite: /PF-41/, words: /不能无条件开放/, change: choose('level', '三级'),
    form: async () => {
      const entry = { title: '社区矫正记录', summary: '每人一行', openness: 'unconditional', fields: ['民政'], regions: ['泰安市'], collector: '市民政局', manager: '市民政局', user: '运营单位', worthwhile: true }
      return `/console/cases/${(await opened('he', 'catalogue', 'enter', {}, entry)).case}/steps/classify`
    } },
  { why: 'who was not admitted does not submit a job', login: 'jia', code: 'person.not-admitted', cite: /泰安 28/, words: /获准进入加工区/,
    form: async () => `/console/cases/new/job/submit?scenario=${(await scenario('航线准点指数')).id}`,
    change: async (page) => {
      await write('title', '试算')(page)
      await write('sql', 'SELECT 1')(page)
    } },
]

for (const one of attempts) {
  test(`refused, and said in both languages: ${one.why}`, async (t) => {
    const { page, expected, errors, close } = await openWindow(browser, city.base, { login: one.login })
    let tried
    t.after(() => one.over?.(tried)) // also when the walk fails: the next one finds the city as it was
    const says = one.barred ? await barredOn(page, one, (id) => (tried = id)) : await refusedOn(page, one, expected)
    const ground = says.grounds.find((found) => found.code === one.code)
    assert.ok(ground, `${one.code} is among the grounds: ${says.grounds.map((found) => found.code)}`)
    for (const language of ['zh', 'en']) {
      if (language === 'en') await page.getByRole('button', { name: 'English' }).click()
      await says.shown.filter({ hasText: ground.says[language] }).first().waitFor()
      const shown = await says.shown.first().innerText()
      assert.ok(shown.includes(ground.cites[0].label[language]), `${ground.cites[0].label[language]} stands on the page: ${shown}`)
    }
    assert.match(ground.says.zh, one.words)
    assert.match(ground.cites[0].label.zh, one.cite)
    assert.doesNotMatch(ground.says.en, /[\u4e00-\u9fff]/)
    assert.deepEqual(errors, [])
    await close()
  })
}

/** The act is not offered: why not stands beneath what one may do. */
async function barredOn(page, one, about) {
  const [id, step] = await one.barred()
  about(id)
  const { may, mayNot } = await (await page.request.get(`/v1/cases/${id}`)).json()
  assert.ok(!may.some((offered) => offered.step === step), `${step} is not offered`)
  const grounds = mayNot.find((found) => found.step === step)?.violations ?? []
  await page.goto(`/console/cases/${id}`)
  await page.locator('.why-not summary').click()
  return { grounds, shown: page.locator('.why-not') }
}

/** The act is offered, and refused when it is handed in. */
async function refusedOn(page, one, expected) {
  await page.goto(await one.form(one))
  const example = page.getByRole('button', { name: '填入示例' })
  const filled = page.waitForResponse((answer) => answer.url().endsWith('/v1/demo/example'))
  await example.click()
  await (await filled).finished()
  await page.locator('.fields').first().waitFor()
  await one.change?.(page)
  await page.getByRole('button', { name: '下一步：核对' }).click()
  expected.push(403, 404, 422)
  const answer = page.waitForResponse((came) => /\/v1\/cases(\/[^/]+\/steps)?$/.test(came.url()) && came.request().method() === 'POST')
  await page.locator('main .form-foot .ant-btn-primary').click()
  const { violations = [] } = await (await answer).json()
  return { grounds: violations, shown: page.locator('main .refusal') }
}

test('who administers the installation sees no business', async () => {
  const { id } = await listed('/v1/cases?procedure=registration', (one) => one.id)
  const { page, expected, close } = await openWindow(browser, city.base, { login: 'sysadmin' })
  expected.push(404, 404, 404, 404)
  await page.goto(`/console/cases/${id}`)
  await page.getByRole('alert').getByRole('heading', { name: '没有找到', exact: true }).waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('alert').getByRole('heading', { name: 'Not found', exact: true }).waitFor()
  await close()
})
