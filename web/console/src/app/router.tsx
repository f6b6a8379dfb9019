import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Crashed, Missing } from './Astray'
import { features } from './features'
import { Frame } from './Frame'

const root = createRootRoute({ component: Frame, notFoundComponent: Missing })

const home = createRoute({ getParentRoute: () => root, path: '/', beforeLoad: () => { throw redirect({ to: '/inbox' as never }) } })

const pages = features
  .flatMap((one) => one.routes)
  .map((route) => createRoute({ getParentRoute: () => root, path: route.path, component: lazyRouteComponent(route.page) }))

// Filters stand in the address as people would write them, without the marks of JSON.
const read = (search: string) => Object.fromEntries(new URLSearchParams(search))
const write = (search: Record<string, unknown>) => {
  const text = new URLSearchParams(Object.entries(search).flatMap(([name, value]) => (value ? [[name, String(value)]] : []))).toString()
  return text && `?${text}`
}

export const router = createRouter({
  routeTree: root.addChildren([home, ...pages]),
  basepath: '/console',
  parseSearch: read,
  stringifySearch: write,
  defaultErrorComponent: Crashed,
  defaultPreload: 'intent',
  scrollRestoration: false,
})
