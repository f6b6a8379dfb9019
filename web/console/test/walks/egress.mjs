// An examination as the second expert reads it: findings with their rules, the first vote
// unseen until both are cast, and then both.
import assert from 'node:assert/strict'

export default ({ test, open, findings, settled, sound }) => {
  test('an expert reads the findings, votes without seeing the other, and sees both after', async () => {
    const { page, errors, close } = await open({ login: 'e2' })
    await page.goto('/console/egress')
    await settled(page)
    assert.deepEqual(await findings(page), [])
    await page.getByRole('link', { name: '行业工资统计' }).first().click()
    await page.getByRole('heading', { name: '自动检查' }).waitFor()
    await settled(page)
    assert.match(await page.locator('main').innerText(), /〔平台规则 R\d+/)
    assert.deepEqual(await findings(page), [])
    const panel = page.locator('.part', { hasText: '独立审核' }).last()
    const voted = (await panel.innerText()).includes('全部意见已提出')
    if (!voted) { // in a city that was walked before, both have voted
      assert.match(await panel.innerText(), /全部提出后可见/)
      assert.doesNotMatch(await panel.innerText(), /同意/)
      const { items } = await (await page.request.get(`/v1/cases?procedure=review&link=${page.url().split('/').pop()}`)).json()
      const before = await (await page.request.get(`/v1/cases/${items[0].id}`)).json()
      assert.equal(before.panel.votes.find((vote) => !vote.mine).for, undefined, 'the answer itself holds no vote of the other')
      await page.getByRole('button', { name: '提出审核意见' }).click()
      await page.getByLabel('是', { exact: true }).check()
      await page.getByLabel(/合规和安全意见/).fill('分组够大，未见单个人')
      await page.getByRole('button', { name: '下一步：核对' }).click()
      await page.locator('.form-foot .ant-btn-primary').click()
      await page.getByText('已办理：').waitFor()
      const after = await (await page.request.get(`/v1/cases/${items[0].id}`)).json()
      assert.equal(after.panel.complete, true)
      assert.equal(after.panel.votes.every((vote) => vote.for === true), true)
    }
    assert.deepEqual(errors, [])
    await close()
  })

  test('outputs that may not leave say why, and what left beside them', async () => {
    const { page, errors, close } = await open({ login: 'zhao', language: 'en', width: 390 })
    const { items } = await (await page.request.get('/v1/registers/output?state=barred')).json()
    for (const path of ['/console/egress', '/console/egress?view=reviews', `/console/egress/${items[0].id}`]) await sound(page, path)
    assert.match(await page.locator('main').innerText(), /failed[\s\S]*R18/)
    assert.deepEqual(errors, [])
    await close()
  })
}
