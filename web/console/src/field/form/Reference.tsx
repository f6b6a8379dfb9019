import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { answered, api, type Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import own from '../words'

interface Props {
  id: string
  /** What is named, and where it is found. */
  refers: Schema<'Reference'>
  list?: boolean
  value: unknown
  change: (value: unknown) => void
}

interface Found {
  value: string
  label: string
}

/** Finds registered things, or cases, that exist for the seat. */
export function Reference({ id, refers, list, value, change }: Props) {
  const say = useSay(own)
  const text = useText()
  const [typed, type] = useState('')
  const search = useDeferredValue(typed)
  const { kind, procedure } = refers
  const cased = kind === 'case'
  const cases = useQuery({
    queryKey: ['cases', 'reference', procedure, search],
    queryFn: () => answered(api.GET('/v1/cases', { params: { query: { procedure, text: search || undefined, limit: 50 } } })),
    enabled: cased,
  })
  const things = useQuery({
    queryKey: ['register', kind, 'reference', search],
    queryFn: () => answered(api.GET('/v1/registers/{kind}', { params: { path: { kind }, query: { text: search || undefined, limit: 50 } } })),
    enabled: !cased,
  })
  const found: Found[] = cased
    ? (cases.data?.items ?? []).map((line) => ({ value: line.id, label: [text(line.title), line.about, line.id].filter(Boolean).join(' · ') }))
    : (things.data?.items ?? []).map((line) => ({ value: line.id, label: [line.title || line.id, line.orgName].filter(Boolean).join(' · ') }))
  const busy = cases.isFetching || things.isFetching
  const failed = cases.isError || things.isError
  return (
    <Select id={id} mode={list ? 'multiple' : undefined} allowClear showSearch={{ filterOption: false, onSearch: type }} placeholder={say('search')} options={found} loading={busy}
      value={value ?? (list ? [] : undefined)} onChange={change} notFoundContent={busy ? say('loading') : failed ? say('searchFailed') : say('searchNone')} />
  )
}
