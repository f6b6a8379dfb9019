// A lost account is opened again by two administrators, each with one half of a code.
import assert from 'node:assert/strict'

export default ({ test, open, findings, settled, sound }) => {
  test('two administrators give one half each of a new invitation; neither half opens the account alone', async () => {
    const lost = 'hx' // whom no other walk and no stop of the tour needs
    const halves = []
    for (const [login, button] of [['sysadmin', '给出前半'], ['secadmin', '给出后半']]) {
      const { page, errors, expected, close } = await open({ login })
      const { accounts } = await (await page.request.get('/v1/demo')).json()
      const { name } = accounts.find((one) => one.login === lost)
      await page.goto('/console/administration?view=person')
      await settled(page)
      assert.deepEqual(await findings(page), [])
      await page.getByRole('combobox', { name: '选择人员' }).fill(name)
      await page.locator('.ant-select-item-option', { hasText: name }).first().click()
      expected.push(403) // where presence is asked for
      await page.getByRole('button', { name: button }).click()
      const dialog = page.getByRole('dialog')
      const shown = page.locator('.ant-alert-success .secret')
      await dialog.or(shown).first().waitFor()
      if (await dialog.isVisible()) {
        await dialog.getByRole('button', { name: /^演示：填入现在的验证码/ }).click()
        await dialog.getByRole('button', { name: '验证并继续' }).click()
      }
      await shown.waitFor()
      halves.push(await shown.innerText())
      assert.deepEqual(await findings(page), [])
      assert.deepEqual(errors, [])
      await close()
    }
    const { page, close } = await open()
    await page.goto('/certificates')
    const opens = (invitation) => page.request.post('/v1/invitations/open', { data: { invitation }, headers: { Origin: new URL(page.url()).origin } })
    for (const half of halves) assert.equal((await opens(half)).status(), 401)
    const whole = await opens(halves.join('.'))
    assert.equal(whole.status(), 200)
    assert.equal((await whole.json()).login, lost)
    await close()
  })

  test('the page of people is readable on a phone and in English', async () => {
    const { page, errors, close } = await open({ login: 'sysadmin', language: 'en', width: 390 })
    await sound(page, '/console/administration?view=person')
    assert.deepEqual(errors, [])
    await close()
  })
}
