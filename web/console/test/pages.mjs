// Every page there is, by name: who looks at it, and where. The walks and the screenshots go through them.

/** Kinds whose things have pages of their own, by whom each is looked at. */
const things = {
  lin: ['resource', 'version', 'certificate', 'agreement', 'hold', 'grant', 'scenario', 'duty', 'organisation', 'person', 'seat'],
  zhao: ['output'],
  yun: ['job'],
  lei: ['product', 'delivery'],
}

/** Cases that show what a case can be: one of each of these procedures. */
const procedures = ['registration', 'authorisation', 'application', 'agreement', 'catalogue', 'hold', 'review', 'job', 'evaluation', 'complaint', 'delivery']

const ask = async (page, path) => (await page.request.get(path)).json()

/** Every page by name: who looks, and where. What is chosen of a register is what a seat is shown first. */
export async function pages(page, as) {
  const found = []
  const add = (login, name, path) => found.push({ login, name, path })
  for (const path of ['/', '/register', '/products', '/notices', '/calls', '/disclosures', '/certificates', '/verify', '/complaints', '/log', '/rules', '/demo', '/nowhere']) add('', `portal${path.replaceAll('/', '-').replace(/-$/, '-home')}`, path)
  for (const list of ['register', 'notices', 'calls', 'disclosures', 'certificates', 'rules']) add('', `portal-${list}-one`, { list: `/${list}` })
  add('', 'sign-in', '/console/')
  await as('lin')
  for (const path of ['inbox', 'cases', 'cases/new', 'catalogue', 'registration', 'mandates', 'demands', 'nowhere']) add('lin', path.replace('/', '-'), `/console/${path}`)
  await as('zhao')
  for (const path of ['oversight', 'log', 'packs', 'egress']) add('zhao', path, `/console/${path}`)
  add('zhao', 'packs-unit', '/console/packs/current/TA-09.1')
  add('zhao', 'log-entry', '/console/log/entries/100')
  add('sysadmin', 'administration', '/console/administration')
  add('yun', 'zone', '/console/zone')
  add('shi', 'products', '/console/products')
  add('shi', 'inbox-operator', '/console/inbox')
  add('wu', 'cases-new-operator', '/console/cases/new')
  for (const [login, kinds] of Object.entries(things)) {
    await as(login)
    for (const kind of kinds) {
      const { items = [] } = await ask(page, `/v1/registers/${kind}?limit=20`)
      const [one] = items
      if (one) add(login, `one-${kind}`, pagesOf[kind]?.(one) ?? `/console/registers/${kind}/${one.id}`)
      if (one && kind === 'resource') add('he', 'one-resource-import', `/console/catalogue/${one.id}/import`)
    }
  }
  await as('yun')
  const { items: workspaces } = await ask(page, '/v1/workspaces')
  const workspace = workspaces.find((of) => of.state === 'approved')
  if (workspace) {
    add('yun', 'one-workspace', `/console/zone/${workspace.id}`)
    add('yun', 'one-workspace-workbench', `/console/zone/${workspace.id}/workbench`)
  }
  await as('zhao')
  for (const procedure of procedures) {
    const { items } = await ask(page, `/v1/cases?procedure=${procedure}&sort=-opened&limit=1`)
    if (items?.[0]) add('zhao', `case-${procedure}`, `/console/cases/${items[0].id}`)
  }
  for (const login of ['zhao', 'wu', 'he']) {
    await as(login)
    const { items } = await ask(page, '/v1/procedures')
    const one = items.find((of) => of.steps.some((step) => (step.documents ?? []).length > 0)) ?? items[0]
    if (one) add(login, `form-${one.procedure}`, `/console/cases/new/${one.procedure}/${one.steps[0].step}`)
  }
  return found
}

const pagesOf = {
  resource: (one) => `/console/catalogue/${one.id}`,
  version: (one) => `/console/catalogue/versions/${one.id}`,
  certificate: (one) => `/console/registration/certificates/${one.id}`,
  agreement: (one) => `/console/mandates/agreements/${one.id}`,
  hold: (one) => `/console/mandates/holds/${one.id}`,
  grant: (one) => `/console/demands/grants/${one.id}`,
  scenario: (one) => `/console/demands/scenarios/${one.id}`,
  output: (one) => `/console/egress/${one.id}`,
  product: (one) => `/console/products/${one.id}`,
  delivery: (one) => `/console/deliveries/${one.id}`,
}
