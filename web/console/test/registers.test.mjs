// Walks the catalogue, registration, mandates and demands; brings a file in from upload to confirmation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings, settled, walked } from './city.mjs'

const { open } = walked()

const lines = async (page, kind, query = '') => (await (await page.request.get(`/v1/registers/${kind}?limit=50${query}`)).json()).items

test('a register is searched and filtered in its address, in words', async () => {
  const { page, errors, close } = await open({ login: 'lin' })
  await page.goto('/console/catalogue?text=航班')
  await settled(page)
  assert.equal(await page.locator('tbody tr').count(), 1)
  assert.match(await page.locator('tbody').innerText(), /航班准点记录[\s\S]*已编目[\s\S]*市交通运输局/)
  await page.goto('/console/catalogue?state=withdrawn')
  await settled(page)
  await page.getByText('没有符合条件的内容').waitFor()
  assert.deepEqual(errors, [])
  await close()
})

test('an agreement shows its clauses, both signatures and what rests on it', async () => {
  const { page, errors, close } = await open({ login: 'han' })
  const [agreement] = await lines(page, 'agreement')
  await page.goto(`/console/mandates/agreements/${agreement.id}`)
  await settled(page)
  await page.getByRole('heading', { name: '双方签署' }).waitFor()
  const signed = page.locator('section', { has: page.getByRole('heading', { name: '双方签署' }) })
  assert.equal(await signed.locator('li').count(), 2)
  assert.match(await page.locator('main').innerText(), /示范文本版本/)
  assert.deepEqual(errors, [])
  await close()
})

test('a provider brings a file in: upload, what was read, bad rows, every column confirmed', async () => {
  const { page, errors, close } = await open({ login: 'he' })
  const resource = (await lines(page, 'resource')).find((one) => one.title.includes('乡镇'))
  const before = (await lines(page, 'version', `&subject=${resource.id}`)).length
  const rows = Array.from({ length: 300 }, (_, i) => `${i + 1},乡镇${i},${i === 120 ? '十二' : 1000 + i}`)
  await page.goto(`/console/catalogue/${resource.id}/import`)
  await settled(page)
  await page.locator('input[type=file]').setInputFiles({ name: '乡镇.csv', mimeType: 'text/csv', buffer: Buffer.from(`code,name,area\n${rows.join('\n')}\n`) })
  await page.getByRole('button', { name: '下一步：补充说明并提交导入' }).click()
  await page.getByRole('button', { name: '下一步：核对' }).click()
  await page.locator('.form-foot .ant-btn-primary').click()
  await page.getByText('已办理：').waitFor()
  await page.goto(`/console/catalogue/${resource.id}/import`)
  await page.getByText(/已读取第 \d+ 版：/).waitFor({ timeout: 60_000 })
  await settled(page)
  assert.match(await page.locator('main').innerText(), /code[\s\S]*name[\s\S]*area/)
  const [fresh] = (await lines(page, 'version', `&subject=${resource.id}`)).filter((one) => !one.facts.confirmed)
  if (fresh.facts.badRows > 0) assert.match(await page.locator('main').innerText(), /122[\s\S]*不是整数/)
  await page.getByRole('button', { name: '核对并确认各列' }).click()
  const grid = page.locator('.grid tbody tr')
  await grid.first().waitFor()
  assert.equal(await grid.count(), 3)
  assert.deepEqual(await findings(page), [])
  await page.getByRole('button', { name: '下一步：核对' }).click()
  await page.locator('.form-foot .ant-btn-primary').click()
  await page.getByText('已办理：').waitFor()
  const versions = await lines(page, 'version', `&subject=${resource.id}`)
  assert.equal(versions.length, before + 1)
  assert.ok(versions.every((one) => one.facts.confirmed), 'the server has not confirmed the version')
  assert.deepEqual(errors, [])
  await close()
})
