import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { answered, api, problemOf, type Schema } from '@/client/client'
import { languageNow, useSay, useText } from '@/words/language'
import { casePath } from './CaseLines'
import { Day } from './Day'
import { Value } from './form/Value'
import { kindsQuery } from './KindWord'
import lineWords from './lineWords'
import { Loaded } from './Page'
import { useFilters } from './search'
import { Table, type Column } from './Table'
import { Organisation, State } from './Tags'

type Line = Schema<'Line'>
type Fact = Schema<'FactShown'>

/** One fact of a line, with the words and titles that the server gives. */
function FactCell({ fact, line }: { fact: Fact; line: Line }) {
  const value = line.facts[fact.name]
  if (value === undefined || value === null || value === '') return null
  if (fact.type === 'day') return <Day day={String(value)} />
  if (fact.refers === 'case') return <Link to={casePath(String(value))}>{line.titles?.[String(value)] || String(value)}</Link>
  if (fact.refers) return <>{[value].flat().map((id) => <Organisation key={String(id)} id={String(id)} name={line.titles?.[String(id)]} />)}</>
  return <Value field={{ field: fact.name, title: fact.means, type: fact.type, values: fact.values }} value={value} />
}

/** A register as a table: found by title, filtered by state, its facts as columns. */
export function LineTable({ kind, facts, empty }: { kind: string; facts: readonly string[]; empty: ReactNode }) {
  const say = useSay(lineWords)
  const text = useText()
  const [search, change] = useFilters()
  const [typed, type] = useState(search.text ?? '')
  useEffect(() => type(search.text ?? ''), [search.text])
  const kinds = useQuery(kindsQuery)
  const shown = kinds.data?.items.find((one) => one.kind === kind)
  const query = { text: search.text, state: search.state, sort: search.sort === 'title' || search.sort === '-title' ? (search.sort as 'title' | '-title') : undefined }
  const lines = useInfiniteQuery({
    queryKey: ['register', kind, 'table', query],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/registers/{kind}', { params: { path: { kind }, query: { ...query, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
  })
  const states = shown?.facts.find((fact) => fact.name === 'state')?.values ?? []
  const wordOf = (state: string) => text(states.find((one) => one.key === state)?.word) || state
  const columns: Column<Line>[] = [
    { key: 'title', title: say('title'), sort: 'title', narrow: true, cell: (line) => (line.case ? <Link to={casePath(line.case)}>{line.title || line.id}</Link> : line.title || <code>{line.id}</code>) },
    { key: 'state', title: say('state'), narrow: true, cell: (line) => <State>{wordOf(line.state)}</State> },
    ...facts.flatMap((name): Column<Line>[] => {
      const fact = shown?.facts.find((one) => one.name === name)
      return fact ? [{ key: name, title: text(fact.means), cell: (line) => <FactCell fact={fact} line={line} /> }] : []
    }),
    { key: 'id', title: say('id'), hidden: true, cell: (line) => <code>{line.id}</code> },
  ]
  const save = async () => {
    const asked = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : [])))
    const response = await fetch(`/v1/registers/${kind}?${asked}`, { headers: { Accept: 'text/csv', 'Accept-Language': languageNow() } })
    if (!response.ok) throw await problemOf(response)
    return response.blob()
  }
  return (
    <>
      <div className="finder" role="search">
        <Input.Search aria-label={say('find')} placeholder={say('find')} allowClear value={typed} onChange={(e) => type(e.target.value)} onSearch={(found) => change({ text: found.trim() })} />
        {states.length > 1 && (
          <Select aria-label={say('state')} allowClear placeholder={say('anyState')} value={search.state} options={states.map((one) => ({ value: one.key, label: text(one.word) }))} onChange={(state?: string) => change({ state: state ?? '' })} />
        )}
      </div>
      <Loaded of={lines} rows={8}>
        {(data) => (
          <Table name={`lines.${kind}`} caption={text(shown?.word)} rows={data.pages.flatMap((page) => page.items)} columns={columns} rowKey={(line) => line.id} empty={empty}
            more={lines.hasNextPage ? () => void lines.fetchNextPage() : undefined} loadingMore={lines.isFetchingNextPage} exportFrom={save} />
        )}
      </Loaded>
    </>
  )
}
