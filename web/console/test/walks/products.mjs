// A product as its buyer sees it: the key once, a call that is metered, a file.
import assert from 'node:assert/strict'

export default ({ test, open, findings, settled, sound }) => {
  test('a recipient gets the key, calls the interface, and sees the meter move', async () => {
    const { page, errors, close } = await open({ login: 'lei' })
    await page.goto('/console/products')
    await settled(page)
    assert.deepEqual(await findings(page), [])
    await page.getByRole('link', { name: '航线延误季报' }).first().click()
    await page.getByRole('heading', { name: '产品信息' }).waitFor()
    await settled(page)
    assert.deepEqual(await findings(page), [])
    const { items } = await (await page.request.get('/v1/registers/delivery?state=in-force')).json()
    const delivery = items.find((one) => one.facts.way === 'interface' && one.title === '航线延误季报')
    await page.goto(`/console/deliveries/${delivery.id}`)
    await settled(page)
    const before = await (await page.request.get(`/v1/deliveries/${delivery.id}/meter`)).json()
    await page.getByRole('button', { name: '取密钥' }).click()
    const secret = await page.locator('.secret').innerText()
    const call = await page.request.get(`/v1/data/${delivery.id}?origin=SEA`, { headers: { 'X-Delivery-Key': secret, 'X-Scenario': delivery.facts.scenario } })
    assert.equal(call.status(), 200, await call.text())
    await page.reload()
    await settled(page)
    assert.equal(await page.locator('.secret').count(), 0, 'a key is shown once')
    assert.match(await page.locator('.quotas').innerText(), new RegExp(`${before.today + 1} / ${before.dailyQuota}`))
    assert.deepEqual(await findings(page), [])
    const file = items.find((one) => one.facts.way === 'file')
    await page.goto(`/console/deliveries/${file.id}`)
    await settled(page)
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载文件' }).click()])
    assert.match(saved.suggestedFilename(), /\.csv$/)
    assert.deepEqual(errors, [])
    await close()
  })

  test('products and deliveries are readable on a phone and in English', async () => {
    const { page, errors, close } = await open({ login: 'shi', language: 'en', width: 390 })
    const { items } = await (await page.request.get('/v1/registers/delivery?state=in-force')).json()
    for (const path of ['/console/products', '/console/products?view=deliveries', `/console/products/${items[0].facts.product}`, ...items.map((one) => `/console/deliveries/${one.id}`)]) await sound(page, path)
    assert.deepEqual(errors, [])
    await close()
  })
}
