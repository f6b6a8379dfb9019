// The workbench as somebody who works with data: refused while writing, tried on masked
// rows, submitted, and found in the log of the server.
import assert from 'node:assert/strict'

const barred = 'SELECT sector, avg(wage) AS mean_wage FROM wages'
const fit = `${barred} GROUP BY sector`
const approved = 'SELECT sector, count(DISTINCT person) AS people, avg(wage) AS mean_wage FROM wages GROUP BY sector'

export default ({ test, open, findings, settled }) => {
  test('a query is refused with its article as it is written, tried on masked rows, and submitted once its provider has approved it', async () => {
    const { page, errors, expected, close } = await open({ login: 'yun' })
    await page.goto('/console/zone')
    await settled(page)
    assert.deepEqual(await findings(page), [])
    await page.getByRole('link', { name: '行业工资统计' }).click()
    await page.getByRole('heading', { name: '行业工资统计' }).waitFor()
    await settled(page)
    assert.match(await page.locator('.dataset').innerText(), /wages[\s\S]*L3[\s\S]*假名/)
    assert.deepEqual(await findings(page), [])
    await page.getByRole('link', { name: '打开工作台' }).click()
    const editor = page.getByRole('textbox', { name: '查询语句' })
    const write = async (text) => {
      await editor.click()
      await page.keyboard.press('Control+A')
      await page.keyboard.press('Delete')
      await page.keyboard.insertText(text)
    }
    await write(barred)
    await page.locator('.verdict .ground').waitFor()
    assert.match(await page.locator('.verdict').innerText(), /第 1 行第 8 列[\s\S]*〔平台规则 PF-Z08〕/)
    assert.ok(await page.locator('.cm-lintRange-error').count(), 'the place is marked in the text')
    assert.equal(await page.getByRole('button', { name: '提交生产运行' }).isDisabled(), true)
    await write(fit)
    await page.getByText('按生产环境的规则可以受理').waitFor()
    await page.getByRole('button', { name: '试运行' }).click()
    await page.getByText('脱敏样本', { exact: true }).waitFor()
    assert.ok(await page.locator('.grid tbody tr').count(), 'a trial shows rows')
    await page.getByText('图表', { exact: true }).click()
    await page.locator('.chart canvas').waitFor()
    assert.deepEqual(await findings(page), [])
    const workbench = page.url()
    const submit = async (title) => {
      await page.getByRole('button', { name: '提交生产运行' }).click()
      await page.getByLabel(/名称/).first().fill(title)
      await page.getByLabel(/目的/).click()
      await page.getByText('查询统计', { exact: true }).last().click()
      await page.getByRole('button', { name: '下一步：核对' }).click()
      await page.locator('.form-foot .ant-btn-primary').click()
    }
    expected.push(422)
    await submit('未经批准')
    await page.locator('.ground').first().waitFor()
    assert.match(await page.locator('main').innerText(), /PF-(48|Z05)/, 'nobody has approved this text')
    await page.goto(workbench)
    await write(approved)
    await page.getByText('按生产环境的规则可以受理').waitFor()
    await submit('行业工资（浏览器）')
    await page.getByText('已办理：').waitFor()
    const { items } = await (await page.request.get('/v1/registers/job?text=浏览器')).json()
    assert.equal(items[0].facts.catalogue, 'production')
    const { documents } = await (await page.request.get(`/v1/cases/${items[0].case}`)).json()
    assert.equal(documents[0].fields.find((field) => field.field === 'sql').value, approved)
    assert.deepEqual(errors, [])
    await close()
  })
}
