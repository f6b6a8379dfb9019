import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { answered, api } from '@/client/client'
import { useSay, useText } from '@/words/language'
import own from '../words'

interface Props {
  id: string
  /** A registered kind, or "case:<procedure>", where * is any. */
  kind: string
  list?: boolean
  value: unknown
  change: (value: unknown) => void
}

interface Found {
  value: string
  label: string
}

/** Finds registered things, or cases, that exist for the seat. */
export function Reference({ id, kind, list, value, change }: Props) {
  const say = useSay(own)
  const text = useText()
  const [typed, type] = useState('')
  const search = useDeferredValue(typed)
  const of = /^case:(.+)$/.exec(kind)?.[1]
  const cases = useQuery({
    queryKey: ['cases', 'reference', of, search],
    queryFn: () => answered(api.GET('/v1/cases', { params: { query: { procedure: of === '*' ? undefined : of, text: search || undefined, limit: 50 } } })),
    enabled: of !== undefined,
  })
  const things = useQuery({
    queryKey: ['register', kind, 'reference', search],
    queryFn: () => answered(api.GET('/v1/registers/{kind}', { params: { path: { kind }, query: { text: search || undefined, limit: 50 } } })),
    enabled: of === undefined,
  })
  const found: Found[] = of
    ? (cases.data?.items ?? []).map((line) => ({ value: line.id, label: [text(line.title), line.about, line.id].filter(Boolean).join(' · ') }))
    : (things.data?.items ?? []).map((line) => ({ value: line.id, label: [line.title || line.id, line.orgName].filter(Boolean).join(' · ') }))
  const busy = cases.isFetching || things.isFetching
  const failed = cases.isError || things.isError
  return (
    <Select id={id} mode={list ? 'multiple' : undefined} allowClear showSearch={{ filterOption: false, onSearch: type }} placeholder={say('search')} options={found} loading={busy}
      value={value ?? (list ? [] : undefined)} onChange={change} notFoundContent={busy ? say('loading') : failed ? say('searchFailed') : say('searchNone')} />
  )
}
