// Walks the frame of the console, the inbox and the cases in the demonstration city.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { findings, settled, sound, walked } from './city.mjs'

const { account, open } = walked()

/** The case whose public notice runs in the demonstration. */
async function noticed(page) {
  const { items } = await (await page.request.get('/v1/cases?procedure=registration&open=true')).json()
  return items[0].id
}

test('somebody signs in by the form, sees the inbox, switches the language and leaves', async () => {
  const { page, errors, close } = await open()
  await page.goto('/console/')
  await page.getByRole('heading', { name: '登录', exact: true }).waitFor()
  assert.deepEqual(await findings(page), [])
  const { password, code } = await account('zhao')
  await page.getByLabel('登录名').fill('zhao')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByLabel('动态验证码').fill(code)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '待办', exact: true }).waitFor()
  assert.match(await page.locator('.as-switch').innerText(), /以此身份办理/)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Inbox', exact: true }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'en')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
  assert.deepEqual(errors, [])
  await close()
})

test('whatever happens at once, a page is asked for again once', async () => {
  const { page, close } = await open({ login: 'zhao' })
  const id = await noticed(page)
  const happened = `event: receipt\ndata: ${JSON.stringify({ kind: 'receipt', case: id })}\n\n`.repeat(30)
  await page.route('**/v1/events', (route) => route.fulfill({ contentType: 'text/event-stream', body: `retry: 600000\n\n${happened}` }))
  let asked = 0
  const again = new Promise((came) => page.on('response', (answer) => answer.url().endsWith(`/v1/cases/${id}`) && ++asked === 2 && came()))
  page.on('requestfailed', (one) => (asked += one.url().endsWith(`/v1/cases/${id}`) ? 1 : 0)) // begun, and given up for the next
  await page.goto(`/console/cases/${id}`)
  await again
  await settled(page)
  assert.equal(asked, 2)
  await close()
})

test('an act that asks for presence goes on once it is proved, and is done once', async () => {
  const { page, errors, expected, close } = await open({ login: 'he' })
  await page.goto('/console/inbox')
  await settled(page)
  // The server demands presence for a first time, as it does ten minutes after the last proof.
  const keys = []
  await page.route('**/v1/cases', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback()
    keys.push(await route.request().headerValue('Idempotency-Key'))
    if (keys.length > 1) return route.fallback()
    await route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify({ type: '', title: '', status: 403, code: 'step-up.required', violations: [{ code: 'step-up.required', cites: [], says: { zh: '请再次验证', en: 'Prove it' } }] }) })
  })
  expected.push(403)
  await page.goto('/console/cases/new/authorisation/request')
  await page.getByLabel(/名称|标题|事由/).first().fill('交通数据运营')
  for (const area of await page.locator('.fields textarea').all()) if (!(await area.inputValue())) await area.fill('便民服务')
  await page.getByRole('button', { name: '下一步：核对' }).click()
  await page.getByRole('heading', { name: '请核对填写的内容' }).waitFor()
  await page.locator('.form-foot .ant-btn-primary').click()
  await page.getByRole('dialog').getByText('请再次验证').waitFor()
  const { code } = await account('he')
  await page.getByRole('dialog').getByLabel('动态验证码').fill(code)
  await page.getByRole('button', { name: '验证并继续' }).click()
  await page.getByText('已办理：').waitFor()
  assert.equal(keys.length, 2)
  assert.equal(keys[0], keys[1], 'the act was sent again under another key')
  assert.deepEqual(errors, [])
  await close()
})

test('a refusal is drawn with its article, and why not is folded beneath what one may do', async () => {
  const { page, expected, close } = await open({ login: 'zhao' })
  await page.goto(`/console/cases/${await noticed(page)}`)
  await settled(page)
  const why = page.locator('.why-not')
  assert.ok(await why.count(), 'a running notice leaves a step that may not be taken')
  await why.locator('summary').click()
  assert.match(await why.innerText(), /〔.+〕/)
  await page.goto('/console/cases/new/hold/propose')
  await settled(page)
  for (const area of await page.locator('.fields textarea').all()) await area.fill('试')
  await page.getByRole('button', { name: '下一步：核对' }).click()
  expected.push(422, 404, 403, 409)
  await page.locator('.form-foot .ant-btn-primary').click()
  const refusal = page.locator('.refusal')
  await refusal.waitFor()
  assert.match(await refusal.innerText(), /〔.+〕/)
  assert.match(await refusal.innerText(), /日志第 \d+ 条/)
  await close()
})

test('the demonstration is entered by one press, and its tour leads to the page and in the seat that it names', async () => {
  for (const [language, width, enter, inbox] of [['zh', 1440, '以 专家乙 的身份进入', '待办'], ['en', 390, 'Enter as 专家乙', 'Inbox']]) {
    const { page, errors, close } = await open({ language, width })
    await page.goto(`/demo?lang=${language}`)
    assert.deepEqual(await findings(page), [])
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `/demo is wider than ${width}`)
    await page.getByRole('button', { name: enter }).first().click()
    await page.getByRole('heading', { name: inbox, exact: true }).waitFor()
    const me = await (await page.request.get('/v1/me')).json()
    assert.equal(me.person.name, '专家乙')
    assert.equal(me.seat.role, 'expert')
    await page.goBack()
    const stops = await page.locator('.tour form').count()
    assert.ok(stops >= 6, `the tour has ${stops} stops`)
    for (let i = 0; i < stops; i++) {
      const form = page.locator('.tour form').nth(i)
      const [role, to] = [await form.locator('[name=role]').inputValue(), await form.locator('[name=to]').inputValue()]
      await form.getByRole('button').click()
      await settled(page)
      assert.equal(new URL(page.url()).pathname, `/console${to.split('?')[0]}`)
      assert.equal((await (await page.request.get('/v1/me')).json()).seat.role, role)
      assert.equal(await page.locator('main .trouble, main .refusal').count(), 0, `${to} shows no trouble`)
      await page.goto(`/demo?lang=${language}`)
    }
    assert.deepEqual(errors, [])
    await close()
  }
})

// Each feature has its own walks; they share the city.
for (const name of readdirSync(new URL('walks/', import.meta.url)).sort()) {
  const { default: walks } = await import(`./walks/${name}`)
  walks({ test, open, account, findings, settled, sound })
}
