import { Link } from '@tanstack/react-router'
import type { Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import type { ReactNode } from 'react'
import { Table, type Column, type TableProps } from './Table'
import { Day, DueDay } from './Day'
import { useJurisdictionColumn, useJurisdictions } from './Jurisdiction'
import { Loaded } from './Page'
import { Organisation, State } from './Tags'
import caseWords from './caseWords'

export type CaseLine = Schema<'CaseLine'>

/** Where a case is opened. */
export const casePath = (id: string) => `/cases/${encodeURIComponent(id)}` as never

/** Where a step of a case is taken. */
export const stepPath = (id: string, step: string) => `/cases/${encodeURIComponent(id)}/steps/${encodeURIComponent(step)}` as never

/** Where a case is opened; links name what it is about: newCasePath('delivery', 'order', { product: id }). */
export const newCasePath = (procedure: string, step: string, links: Record<string, string> = {}) => {
  const about = new URLSearchParams(links).toString()
  return `/cases/new/${encodeURIComponent(procedure)}/${encodeURIComponent(step)}${about && `?${about}`}` as never
}

/** The draft of what opens a case. */
export const newCaseDraft = (procedure: string, step: string) => `new.${procedure}.${step}`

/** The name of a case, as a link: what it is, and what it is about. */
export function CaseLink({ line }: { line: Pick<CaseLine, 'id' | 'title' | 'about'> }) {
  const text = useText()
  return (
    <Link to={casePath(line.id)}>
      {text(line.title)}
      {` · ${line.about || line.id}`}
    </Link>
  )
}

/** The state of a case in words. */
export function CaseState({ line }: { line: Pick<CaseLine, 'word' | 'closed' | 'due'> }) {
  const text = useText()
  const late = line.due !== undefined && line.due.naturalDays < 0
  return <State tone={line.closed ? 'plain' : late ? 'stop' : 'open'}>{text(line.word)}</State>
}

/** The columns in which cases are listed everywhere. */
export function useCaseColumns(): Column<CaseLine>[] {
  const say = useSay(caseWords)
  const text = useText()
  const place = useJurisdictionColumn<CaseLine>()
  return [
    { key: 'case', title: say('case'), cell: (line) => <CaseLink line={line} />, narrow: true },
    ...place,
    { key: 'due', title: say('due'), cell: (line) => line.due && <DueDay due={line.due} />, sort: 'due', narrow: true },
    { key: 'state', title: say('state'), cell: (line) => <CaseState line={line} />, narrow: true },
    { key: 'waits', title: say('waits'), cell: (line) => (line.waits ? text(line.waitsWord) : '') },
    { key: 'filer', title: say('filer'), cell: (line) => line.filer && <Organisation id={line.filer} name={line.filerName} /> },
    { key: 'opened', title: say('opened'), cell: (line) => <Day day={line.opened} />, sort: 'opened' },
    { key: 'id', title: say('id'), cell: (line) => <code>{line.id}</code>, hidden: true },
    { key: 'closed', title: say('closed'), cell: (line) => <Day day={line.closed} />, hidden: true },
    { key: 'rank', title: say('rank'), cell: (line) => line.rank, number: true, hidden: true },
  ]
}

/** Cases in a table; the page says what stands there when there is none. */
export function CaseTable({ rows, ...rest }: { name: string; caption: string; rows: readonly CaseLine[]; empty: ReactNode } & Pick<TableProps<CaseLine>, 'more' | 'loadingMore' | 'exportFrom' | 'tools'>) {
  const columns = useCaseColumns()
  return <Loaded of={useJurisdictions()} rows={3}>{() => <Table rows={rows} columns={columns} rowKey={(line) => line.id} {...rest} />}</Loaded>
}
