import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { answered, api, exported, type Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { CaseTable, casePath } from './CaseLines'
import { Empty } from './Empty'
import { Thing, Value } from './form/Value'
import { JurisdictionChoice, useJurisdictionColumn, useJurisdictions } from './Jurisdiction'
import { kindsQuery } from './KindWord'
import { Loaded, Part } from './Page'
import { kindOf } from './place'
import registerWords from './registerWords'
import { useFilters } from './search'
import { Table, type Column } from './Table'
import { Organisation, State } from './Tags'

export type Line = Schema<'Line'>
export type Fact = Schema<'FactShown'>
export type Kind = Schema<'KindShown'>

/** A line with what is worked out about it today, where that was asked for. */
type Known = Line & { computed?: Record<string, unknown> }

/** A registered kind: its word, and its facts with the words of their values. */
export function useKind(kind: string): Kind | undefined {
  const { data } = useQuery(kindsQuery)
  return data?.items.find((one) => one.kind === kind)
}

/** Which lines of a register: by organisation, by what they are about, by state. */
export interface Of {
  org?: string
  subject?: string
  state?: string
}

export const useRegister = (kind: string, of: Of & { text?: string; jurisdiction?: string; sort?: 'title' | '-title' | 'id' } = {}, limit = 50) =>
  useInfiniteQuery({
    queryKey: ['register', kind, 'list', of, limit],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/registers/{kind}', { params: { path: { kind }, query: { ...of, limit, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
  })

export const useRecord = (kind: string, id: string) =>
  useQuery({ queryKey: ['register', kind, id], queryFn: () => answered(api.GET('/v1/registers/{kind}/{id}', { params: { path: { kind, id } } })), enabled: id !== '' })

/** A registered thing by its title, as a link to its page. */
export function ThingLink({ kind, id, title }: { kind: string; id: string; title?: string }) {
  const { data } = useQuery(kindsQuery)
  const of = kind === '*' ? kindOf(id, data?.items.map((one) => one.kind) ?? []) : kind
  if (of === 'organisation') return <Organisation id={id} name={title} />
  return of ? <Thing kind={of} id={id} title={title} /> : <span title={id}>{title || <code>{id}</code>}</span>
}

/** One fact of a line as it is read. */
export function FactValue({ fact, line }: { fact: Fact; line: Pick<Line, 'facts' | 'titles'> & { computed?: Record<string, unknown> } }) {
  const value = line.facts[fact.name] ?? line.computed?.[fact.name]
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return null
  const { refers } = fact
  if (refers) {
    const ids = (Array.isArray(value) ? value : [value]).map(String)
    return (
      <span className="things">
        {ids.map((id) => (
          <ThingLink key={id} kind={refers} id={id} title={line.titles?.[id]} />
        ))}
      </span>
    )
  }
  return <Value field={{ field: fact.name, title: fact.means, type: fact.type, values: fact.values }} value={value} />
}

/** The state of a thing in words; that it is held is said besides. */
export function ThingState({ kind, line, held }: { kind: string; line: Pick<Line, 'state'>; held?: boolean }) {
  const say = useSay(registerWords)
  const text = useText()
  const word = useKind(kind)?.facts.find((fact) => fact.name === 'state')?.values?.find((one) => one.key === line.state)?.word
  return (
    <>
      <State>{word ? text(word) : line.state}</State> {held && <State tone="stop">{say('held')}</State>}
    </>
  )
}

/** All that a register says of a thing, one fact beneath the other; what is empty is left out. */
export function Facts({ kind, line, only, without = [] }: { kind: string; line: Known; only?: readonly string[]; without?: readonly string[] }) {
  const of = useKind(kind)
  if (!of) return null
  return <FactLines facts={of.facts.filter((fact) => (only ? only.includes(fact.name) : !without.includes(fact.name)))} line={line} />
}

/** Some facts of a thing, one beneath the other, as far as they are there; under a title, no part where none is. */
export function FactLines({ facts, line, title }: { facts: Kind['facts']; line: Known; title?: string }) {
  const text = useText()
  const there = facts.filter((fact) => !empty(line.facts[fact.name] ?? line.computed?.[fact.name]))
  const lines = (
    <dl className="answers">
      {there.map((fact) => (
        <div key={fact.name}>
          <dt>{text(fact.means)}</dt>
          <dd>
            <FactValue fact={fact} line={line} />
          </dd>
        </div>
      ))}
    </dl>
  )
  if (!title) return lines
  return there.length > 0 ? <Part title={title}>{lines}</Part> : null
}

const empty = (value: unknown) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

interface RegisterProps {
  kind: string
  /** Facts that are columns, in this order. */
  columns: readonly string[]
  /** Facts that may be chosen as columns. */
  more?: readonly string[]
  /** Columns of the page's own, after the title. */
  own?: readonly Column<Line>[]
  of?: Of
  empty: ReactNode
}

/** A register as a page lists it: search and state in the address, columns by fact, export, pages. */
export function Register({ kind, columns, more = [], own = [], of = {}, empty }: RegisterProps) {
  const say = useSay(registerWords)
  const text = useText()
  const shown = useKind(kind)
  const [search] = useFilters()
  const filters = { ...of, state: of.state ?? search.state, text: search.text, jurisdiction: search.jurisdiction, sort: search.sort === 'title' || search.sort === '-title' ? (search.sort as 'title' | '-title') : undefined }
  const lines = useRegister(kind, filters)
  const places = useJurisdictions()
  const place = useJurisdictionColumn<Line>()
  const fact = (name: string, hidden: boolean): Column<Line>[] => {
    const of = shown?.facts.find((one) => one.name === name)
    if (!of) return []
    return [{ key: name, title: text(of.means), hidden, number: of.type === 'money' || (of.type === 'int'), cell: (line) => <FactValue fact={of} line={line} /> }]
  }
  const all: Column<Line>[] = [
    { key: 'title', title: say('title'), sort: 'title', narrow: true, cell: (line) => <ThingLink kind={kind} id={line.id} title={line.title} /> },
    { key: 'state', title: say('state'), narrow: true, cell: (line) => <ThingState kind={kind} line={line} /> },
    ...place,
    ...own,
    ...columns.flatMap((name) => fact(name, false)),
    ...more.flatMap((name) => fact(name, true)),
    { key: 'id', title: say('id'), hidden: true, cell: (line) => <code>{line.id}</code> },
  ]
  if (!shown || places.isPending) return <Loaded of={lines}>{() => null}</Loaded>
  return (
    <>
      <Finder kind={shown} fixed={of.state !== undefined} />
      <Loaded of={lines} rows={12}>
        {(data) => (
          <Table name={`register.${kind}`} caption={text(shown.word)} rows={data.pages.flatMap((page) => page.items)} columns={all} rowKey={(line) => line.id}
            empty={search.text || search.state || search.jurisdiction ? <Empty title={say('noneFound')} says={say('noneFoundSays')} /> : empty}
            more={lines.hasNextPage ? () => void lines.fetchNextPage() : undefined} loadingMore={lines.isFetchingNextPage} exportFrom={() => exported(`/v1/registers/${kind}`, filters)} />
        )}
      </Loaded>
    </>
  )
}

function Finder({ kind, fixed }: { kind: Kind; fixed: boolean }) {
  const say = useSay(registerWords)
  const text = useText()
  const [search, change] = useFilters()
  const [typed, type] = useState(search.text ?? '')
  useEffect(() => type(search.text ?? ''), [search.text])
  const states = kind.facts.find((fact) => fact.name === 'state')?.values ?? []
  return (
    <div className="finder" role="search">
      <Input.Search aria-label={say('find')} placeholder={say('find')} allowClear value={typed} onChange={(e) => type(e.target.value)} onSearch={(found) => change({ text: found.trim() })} />
      {!fixed && states.length > 1 && (
        <Select aria-label={say('state')} allowClear placeholder={say('anyState')} value={search.state} options={states.map((one) => ({ value: one.key, label: text(one.word) }))} onChange={(state?: string) => change({ state: state ?? '' })} />
      )}
      <JurisdictionChoice />
    </div>
  )
}

/** The cases that are about a thing, with what waits in them. */
export function CasesAbout({ id, title }: { id: string; title?: string }) {
  const say = useSay(registerWords)
  const cases = useQuery({ queryKey: ['cases', 'about', id], queryFn: () => answered(api.GET('/v1/cases', { params: { query: { link: id, sort: '-opened', limit: 50 } } })), enabled: id !== '' })
  return (
    <Part title={title ?? say('cases')}>
      <Loaded of={cases} rows={3}>
        {(data) => <CaseTable name="about" caption={title ?? say('cases')} rows={data.items} empty={<Empty title={say('casesNone')} says={say('casesNoneSays')} />} />}
      </Loaded>
    </Part>
  )
}

/** What may be done in a case, as a link to it; nothing where the seat can do nothing there. */
export function CaseOf({ id, children }: { id: string | undefined; children: ReactNode }) {
  return id ? <Link to={casePath(id)}>{children}</Link> : null
}

/** Lines of a kind about a thing, as a part of its page; nothing where there is none, unless the page says what stands there. */
export function Lines({ kind, of, where, columns, title, empty, aside }: { kind: string; of: Of; where?: (line: Line) => boolean; columns: readonly string[]; title: string; empty?: ReactNode; aside?: ReactNode }) {
  const say = useSay(registerWords)
  const text = useText()
  const shown = useKind(kind)
  const lines = useRegister(kind, of, where ? 200 : 50)
  const rows = lines.data?.pages.flatMap((page) => page.items).filter(where ?? (() => true))
  if (!shown || (rows?.length === 0 && !empty)) return null
  const all: Column<Line>[] = [
    { key: 'title', title: say('title'), narrow: true, cell: (line) => <ThingLink kind={kind} id={line.id} title={line.title} /> },
    { key: 'state', title: say('state'), narrow: true, cell: (line) => <ThingState kind={kind} line={line} /> },
    ...columns.flatMap((name): Column<Line>[] => {
      const fact = shown.facts.find((one) => one.name === name)
      return fact ? [{ key: name, title: text(fact.means), number: fact.type === 'int' || fact.type === 'money', cell: (line) => <FactValue fact={fact} line={line} /> }] : []
    }),
  ]
  return (
    <Part title={title} aside={aside}>
      <Loaded of={lines} rows={3}>
        {() => (
          <Table name={`lines.${kind}.${columns.join('-')}`} caption={title} rows={rows ?? []} columns={all} rowKey={(line) => line.id} empty={empty}
            more={lines.hasNextPage ? () => void lines.fetchNextPage() : undefined} loadingMore={lines.isFetchingNextPage} />
        )}
      </Loaded>
    </Part>
  )
}
