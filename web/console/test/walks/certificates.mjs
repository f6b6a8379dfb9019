// A certificate verified by the portal's island: by the file alone with the network gone, by its
// number, under the page's anchor and under one of the visitor's own.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

const words = Object.fromEntries(['zh', 'en'].map((language) => [language, JSON.parse(readFileSync(new URL(`../../../portal/words/${language}.json`, import.meta.url), 'utf8'))]))

export default ({ test, open, findings }) => {
  /** A certificate in force: its number, its file, and the installation's anchor. */
  async function issued() {
    const { page, close } = await open({ login: 'lin' })
    const { items } = await (await page.request.get('/v1/registers/certificate?limit=100')).json()
    const { number } = items.find((one) => one.state === 'valid').facts
    const file = await (await page.request.get(`/v1/public/certificates/${number}/bundle`)).text()
    const trust = await (await page.request.get('/v1/certificates/trust')).text()
    await close()
    return { number, file, trust }
  }

  const decoded = (base64) => Buffer.from(base64, 'base64').toString('utf8')
  const encoded = (text) => Buffer.from(text, 'utf8').toString('base64')
  /** A file with one thing altered. */
  const altering = (file, alter) => {
    const bundle = JSON.parse(file)
    alter(bundle)
    return JSON.stringify(bundle)
  }

  for (const [language, width] of [['zh', 1440], ['en', 390]]) {
    test(`with the network gone, a certificate's file is verified in the browser and altered ones are refused with where (${language})`, async () => {
      const { number, file, trust } = await issued()
      const { page, errors, close } = await open({ language, width })
      const say = (key) => words[language][key]
      await page.goto(`/certificates?lang=${language}`)
      await page.locator('#here-anchor-state', { hasText: say('verify.anchor.page') }).waitFor({ state: 'attached' })
      assert.deepEqual(await findings(page), [])
      await page.context().setOffline(true)
      const asked = []
      page.on('request', (request) => asked.push(request.url()))
      const hand = async (text, name = `${number}.shuyu-cert.json`) => {
        await page.evaluate(() => document.getElementById('here-report').replaceChildren())
        await page.locator('#here-file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
        await page.locator('#here-report h3, #here-report .empty').first().waitFor()
        return page.locator('#here-report').innerText()
      }
      const good = await hand(file)
      assert.match(good, new RegExp(say('report.valid')))
      assert.match(good, new RegExp(number))
      assert.match(good, /SHA-?256[\s\S]*sm3/i, 'both trees are computed')
      assert.deepEqual(await findings(page), [])
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
      const sentence = { zh: { signed: '双重签名', other: '并非本证书的签发', proof: '存证证明不成立', status: '缺少有效签名的状态说明' }, en: { signed: 'signed the statement with both', other: 'not the issue of this certificate', proof: 'proof of inclusion does not hold', status: 'no status signed' } }[language]
      for (const [why, alter, where] of [
        ['the holder', (b) => (b.certificate.payload = encoded(decoded(b.certificate.payload).replace(/"holder":\{"(?:code":"[^"]*","|)id":"/, (m) => `${m}x`))), sentence.signed],
        ['the SM2 signature taken off', (b) => b.certificate.signatures.pop(), sentence.signed],
        ['a signature', (b) => (b.certificate.signatures[1].sig = encoded(`x${decoded(b.certificate.signatures[1].sig)}`)), sentence.signed],
        ['the entry of the log', (b) => (b.leaf = b.leaf.replace(/"day":"2/, '"day":"1')), sentence.proof],
        ['the path', (b) => (b.proofs[0] = b.proofs[0].replace(/index (\d)/, 'index 1$1')), sentence.proof],
        ['the checkpoint', (b) => (b.proofs[1] = b.proofs[1].replace(/\/gm\n(\d)/, '/gm\n1$1')), sentence.proof],
        ['the register line', (b) => (b.line = (b.line ?? '').replace(/"salt":"./, '"salt":"g')), sentence.other],
        ['the status', (b) => (b.status.payload = encoded(decoded(b.status.payload).replace('"size":', '"size":1'))), sentence.status],
      ]) {
        const altered = altering(file, alter)
        assert.notEqual(altered, altering(file, () => undefined), `${why} was not altered`)
        const text = await hand(altered)
        assert.match(text, new RegExp(where), why)
        assert.doesNotMatch(text, new RegExp(say('report.valid')), why)
      }
      assert.match(await hand('{"format":"none"}'), new RegExp(say('report.unread').slice(0, 6)))

      // An anchor of another installation proves nothing of this one; the visitor's own is kept.
      await hand(file)
      await page.locator('#here-anchor summary').click()
      const shown = (await page.locator('#here-fingerprint').innerText()).replaceAll(' ', '')
      await page.locator('#here-pin').fill(shown.replace(/^./, (c) => (c === '0' ? '1' : '0')))
      await page.getByText(say('verify.pin.wrong')).waitFor()
      await page.locator('#here-pin').fill(shown)
      await page.locator('#here-anchor-state', { hasText: say('verify.anchor.compared') }).waitFor()
      const other = { ...JSON.parse(trust), origin: 'log.example.cn/other' }
      await page.locator('#here-drop').evaluate((drop, text) => {
        const data = new DataTransfer()
        data.items.add(new File([text], 'trust.json', { type: 'application/json' }))
        drop.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
      }, JSON.stringify(other, null, 2))
      await page.getByText(say('verify.anchor.differs')).waitFor()
      await page.locator('#here-report h3', { hasText: say('report.false') }).waitFor()
      assert.deepEqual(asked, [], 'nothing is asked for')

      await page.context().setOffline(false)
      await page.goto(`/verify?number=${number}`) // where the code on the certificate leads
      await page.locator('#here-report h3', { hasText: say('report.false') }).waitFor()
      await page.getByText(say('verify.anchor.differs')).waitFor()
      await page.getByRole('button', { name: say('verify.forget') }).click()
      await page.locator('#here-report h3', { hasText: say('report.valid') }).waitFor()
      assert.deepEqual(await findings(page), [])
      assert.deepEqual(errors, [])
      await close()
    })
  }

  test('a browser that lacks Ed25519 concludes nothing and says what else there is', async () => {
    const { file } = await issued()
    const { page, errors, close } = await open({ language: 'zh' })
    await page.addInitScript(() => {
      const real = crypto.subtle.importKey.bind(crypto.subtle)
      crypto.subtle.importKey = (format, key, algorithm, ...rest) => (algorithm === 'Ed25519' ? Promise.reject(new DOMException('none', 'NotSupportedError')) : real(format, key, algorithm, ...rest))
    })
    await page.goto('/certificates?lang=zh')
    await page.locator('#here-file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(file) })
    await page.getByText(words.zh['verify.unable']).waitFor()
    assert.deepEqual(errors, [])
    await close()
  })
}
