import type { ReactNode } from 'react'
import { useFilters } from './search'

/** Several lists of one page, one at a time; which one stands in the address. A view that is left leaves its filters. */
export function Views({ views }: { views: readonly { key: string; title: string; shown: () => ReactNode }[] }) {
  const [search, change] = useFilters()
  const now = views.find((one) => one.key === search.view) ?? views[0]
  return (
    <>
      <ul className="views">
        {views.map((one) => (
          <li key={one.key}>
            <button type="button" data-view={one.key} aria-current={one.key === now?.key || undefined} onClick={() => change({ ...Object.fromEntries(Object.keys(search).map((filter) => [filter, ''])), view: one.key })}>
              {one.title}
            </button>
          </li>
        ))}
      </ul>
      <div key={now?.key}>{now?.shown()}</div>
    </>
  )
}
