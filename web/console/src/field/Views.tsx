import { Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useFilters } from './search'

/** Several lists of one page, one at a time; which one stands in the address. A view that is left leaves its filters. */
export function Views({ views }: { views: readonly { key: string; title: string; shown: () => ReactNode }[] }) {
  const [search, change] = useFilters()
  const now = views.find((one) => one.key === search.view) ?? views[0]
  return (
    <Tabs activeKey={now?.key} onChange={(key) => change({ view: key, sort: '', state: '', text: '', open: '' })} destroyOnHidden
      items={views.map((one) => ({ key: one.key, label: one.title, children: one.key === now?.key ? one.shown() : null }))} />
  )
}
