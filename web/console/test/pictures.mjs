// Draws the four pages that the README shows into docs/pictures, in a city that nobody has
// walked yet: the portal, a case with why not, the workbench refusing, an examination.
import { join } from 'node:path'
import { openWindow, root, settled, startBrowser, startCity } from './city.mjs'

const city = await startCity()
const browser = await startBrowser()

/** What is looked at: who looks, where, and what is done before it is drawn. */
const pictures = {
  portal: { path: async () => '/' },
  case: {
    login: 'zhao',
    path: async (read) => `/console/cases/${(await read('/v1/cases?procedure=registration&open=true&sort=opened')).items.find((one) => one.state === 'notice').id}`,
    then: (page) => page.locator('.why-not summary').click(),
  },
  workbench: {
    login: 'yun',
    path: async (read) => `/console/zone/${(await read('/v1/workspaces')).items.find((one) => one.title === '行业工资统计').id}/workbench`,
    then: async (page) => {
      await page.getByRole('textbox', { name: '查询语句' }).click()
      await page.keyboard.insertText('SELECT sector, avg(wage) AS mean_wage FROM wages')
      await page.locator('.verdict .ground').waitFor()
      await page.keyboard.press('Escape') // the completion
    },
  },
  egress: { login: 'zhao', path: async (read) => `/console/egress/${(await read('/v1/registers/output?state=barred')).items[0].id}` },
}

try {
  for (const [name, { login, path, then }] of Object.entries(pictures)) {
    const { page, close } = await openWindow(browser, city.base, { login })
    await page.setViewportSize({ width: 1200, height: 760 })
    await page.addInitScript(() => localStorage.setItem('shuyu.tour', 'closed'))
    await page.goto(await path(async (asked) => (await page.request.get(asked)).json()))
    if (login) await settled(page)
    await page.waitForLoadState('networkidle')
    await then?.(page)
    await page.screenshot({ path: join(root, `docs/pictures/${name}.png`) })
    await close()
  }
} finally {
  await browser.close()
  await city.stop()
}
