import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { answered, api, type Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { useFilters } from './search'
import type { Column } from './Table'
import own from './words'

type Placed = Pick<Schema<'CaseLine'>, 'jurisdiction' | 'jurisdictionName'>

/** What the installation's own is called in queries and in the tree. */
const top = 'top'

/** The jurisdictions, those above first; none where the installation is of one place. */
export const useJurisdictions = () => useQuery({ queryKey: ['jurisdictions'], queryFn: () => answered(api.GET('/v1/jurisdictions')), staleTime: 300_000 })

/** Where something belongs, by its name; nothing where there is one place. */
export function Jurisdiction({ of }: { of: Placed }) {
  const text = useText()
  const { data } = useJurisdictions()
  const found = data?.items.find((one) => one.id === (of.jurisdiction || top))
  return <>{found ? text(found.name) : of.jurisdictionName}</>
}

/** The column that says where each line belongs; none where there is one place. */
export function useJurisdictionColumn<T extends Placed>(): Column<T>[] {
  const say = useSay(own)
  const { data } = useJurisdictions()
  return data?.items.length ? [{ key: 'jurisdiction', title: say('jurisdiction'), short: true, narrow: true, cell: (line) => <Jurisdiction of={line} /> }] : []
}

/** Narrows a list to one jurisdiction, in the address; not there where there is one place. */
export function JurisdictionChoice() {
  const say = useSay(own)
  const text = useText()
  const [search, change] = useFilters()
  const { data } = useJurisdictions()
  if (!data?.items.length) return null
  const readable = data.items.filter((one) => one.readable)
  const options = (readable.length ? readable : data.items).map((one) => ({ value: one.id, label: '\u2003'.repeat(one.depth) + text(one.name) }))
  return <Select aria-label={say('jurisdiction')} allowClear placeholder={say('anyJurisdiction')} value={search.jurisdiction} options={options} onChange={(jurisdiction?: string) => change({ jurisdiction: jurisdiction ?? '' })} />
}
