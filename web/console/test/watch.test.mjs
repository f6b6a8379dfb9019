// Walks the log, oversight, the rules and the administration in the demonstration city.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settled, walked } from './city.mjs'

const { base, open } = walked()

test('the supervisor finds a refusal in the log and checks its proof; bytes that were altered do not pass', async () => {
  const { page, errors, close } = await open({ login: 'du' })
  await page.goto('/console/log?outcome=refusal')
  await settled(page)
  await page.locator('tbody tr td a').first().click()
  await page.locator('.checks [data-holds="true"]').nth(2).waitFor()
  assert.equal(await page.locator('.checks [data-holds="false"]').count(), 0)
  const seq = Number(page.url().split('/').pop())
  await page.route(`**/v1/log/entries/${seq}`, async (route) => {
    const answer = await route.fetch()
    const entry = await answer.json()
    await route.fulfill({ response: answer, json: { ...entry, leaf: entry.leaf.replace('"refusal"', '"receipt"') } })
  })
  await page.reload()
  await page.locator('.checks [data-holds="false"]').nth(1).waitFor()
  for (const tree of await page.locator('.check-fails').allInnerTexts()) assert.match(tree, /不要相信/) // both trees
  assert.deepEqual(errors, [])
  await close()
})

test('somebody makes a token, which works, and revokes it, after which it does not', async () => {
  const { page, errors, close } = await open({ login: 'shi' })
  await page.goto('/console/administration')
  await settled(page)
  await page.getByLabel('用途').fill('对账程序')
  await page.getByRole('button', { name: '创建令牌' }).click()
  const secret = await page.locator('.ant-alert .commands').innerText()
  const asks = () => fetch(`${base()}/v1/me`, { headers: { Authorization: `Bearer ${secret.trim()}` } }).then((answer) => answer.status)
  assert.equal(await asks(), 200)
  await page.getByRole('button', { name: '已保存，不再显示' }).click()
  await page.getByRole('button', { name: '撤回', exact: true }).click()
  await page.getByText('已撤回').waitFor()
  assert.equal(await asks(), 401)
  assert.deepEqual(errors, [])
  await close()
})

test('the system administrator sees how the installation stands and may enrol; an operator does not', async () => {
  const system = await open({ login: 'sysadmin' })
  await system.page.goto('/console/administration?view=running')
  await settled(system.page)
  await system.page.getByText('签署日志检查点').waitFor()
  await system.page.goto('/console/administration?view=organisation')
  await settled(system.page)
  assert.ok(await system.page.locator('a[href*="/cases/new/organisation/"]').count())
  assert.deepEqual(system.errors, [])
  await system.close()
  const operator = await open({ login: 'wu' })
  operator.expected.push(404)
  await operator.page.goto('/console/administration?view=running')
  await operator.page.getByText('您的岗位看不到运行状况').waitFor()
  assert.deepEqual(operator.errors, [])
  await operator.close()
})
