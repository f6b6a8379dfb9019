import { useNavigate, useSearch } from '@tanstack/react-router'

export type Search = Record<string, string>

/** Filters of a page live in its address: read them here, and change them one by one; '' removes one. */
export function useFilters(): [Search, (changes: Search) => void] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const change = (changes: Search) => {
    const next = { ...search, ...changes }
    for (const name of Object.keys(next)) if (!next[name]) delete next[name]
    void navigate({ to: '.', search: next as never, replace: true })
  }
  return [search, change]
}
