// The pack browser: places side by side, statutory time, a procedure with a case in it. What is
// shown is what the interface says.
import assert from 'node:assert/strict'

export default ({ test, open, findings, settled, sound }) => {
  test('a clerk holds five places against one another, and reads how long the law lets a matter take', async () => {
    const { page, errors, close } = await open({ login: 'lin' })
    const asked = async (path) => (await page.request.get(path)).json()
    await page.goto('/console/packs?view=compare')
    await page.locator('.table tbody tr').first().waitFor()
    await settled(page)
    assert.deepEqual(await findings(page), [])
    const { topics, packs } = await asked('/v1/packs/comparison?base=taian&with=binzhou&with=chengdu&with=guizhou&with=suzhou&limit=1')
    const periods = topics.find((one) => one.topic === 'period')
    await page.getByRole('button', { name: `${periods.word.zh} ${periods.count}` }).click()
    await page.waitForFunction((n) => document.querySelectorAll('.table tbody tr').length === n, periods.count)
    assert.deepEqual((await page.locator('.table thead th').allInnerTexts()).slice(1), [`${packs[0].short.zh}（为准）`, ...packs.slice(1).map((one) => one.short.zh)])
    const filing = page.locator('.table tbody tr', { hasText: '10个工作日' }).filter({ hasText: '成都 16.b' })
    await filing.getByText('另有').first().waitFor()
    await filing.getByRole('button', { name: /成都 16\.b/ }).click()
    await page.locator('.gist h4').waitFor() // an article of another place opens too

    await page.goto('/console/packs?view=timeline&pack=chengdu')
    await page.locator('.wait').first().waitFor()
    await settled(page)
    const line = await asked('/v1/packs/chengdu/timeline')
    await page.getByRole('heading', { name: `最短 ${line.minDays} 日` }).waitFor()
    assert.equal(await page.locator('.wait').count(), line.intervals.length)
    assert.deepEqual(await findings(page), [])

    const { items } = await asked('/v1/cases?procedure=registration&limit=1')
    await page.goto(`/console/packs?view=procedures&procedure=registration&case=${items[0].id}`)
    await settled(page)
    await page.locator('.node-here text', { hasText: `${items[0].word.zh} · 现在` }).waitFor()
    assert.deepEqual(await findings(page), [])
    assert.deepEqual(errors, [])
    await close()
  })

  test('the pack browser is readable on a phone and in English', async () => {
    const { page, errors, close } = await open({ login: 'lin', language: 'en', width: 390 })
    for (const view of ['articles&pack=suzhou', 'procedures', 'compare', 'timeline']) {
      await sound(page, `/console/packs?view=${view}`)
    }
    await sound(page, '/console/packs/suzhou/SZ-01')
    assert.deepEqual(errors, [])
    await close()
  })
}
