import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import { exported } from '@/client/client'
import { casePath } from '@/field/CaseLines'
import { Citations, packQuery } from '@/field/Citation'
import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Loaded, Page } from '@/field/Page'
import { useFilters } from '@/field/search'
import { Table, type Column } from '@/field/Table'
import { Organisation, State } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import { Latest } from '../parts/Latest'
import { Outside } from '../parts/Outside'
import { useEntries, type Entry, type Filters } from '../queries'
import words from '../words'

const tones = { receipt: 'good', refusal: 'stop', record: 'plain' } as const

export default function Log() {
  const say = useSay(words)
  const [search] = useFilters()
  const filters: Filters = { case: search.case, kind: search.kind, outcome: search.outcome as Filters['outcome'], seat: search.seat, cite: search.cite, since: search.since, until: search.until }
  const entries = useEntries(filters)
  const { hasNextPage, isFetching, fetchNextPage } = entries
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? []
  useEffect(() => {
    if (rows.length < 20 && hasNextPage && !isFetching) void fetchNextPage() // what is looked for may lie farther back
  }, [rows.length, hasNextPage, isFetching, fetchNextPage])
  const columns = useColumns()
  return (
    <Page title={say('name')} says={say('says')}>
      <Finder />
      <Chosen rows={rows} />
      <Loaded of={entries} rows={14}>
        {() => (
          <Table name="log" caption={say('name')} rows={rows} columns={columns} rowKey={(entry) => String(entry.seq)}
            empty={hasNextPage ? <p className="quiet" role="status">{say('searching')}</p> : <Empty title={say('none')} says={say('noneSays')} />}
            exportFrom={() => exported('/v1/log/entries', { ...filters, sort: '-seq' })} more={hasNextPage ? () => void fetchNextPage() : undefined} loadingMore={entries.isFetchingNextPage} />
        )}
      </Loaded>
      <Latest />
      <Outside />
    </Page>
  )
}

function useColumns(): Column<Entry>[] {
  const say = useSay(words)
  const text = useText()
  const [, change] = useFilters()
  return [
    { key: 'seq', title: say('seq'), number: true, narrow: true, cell: (entry) => <Link to={`/log/entries/${entry.seq}` as never}>{entry.seq}</Link> },
    { key: 'day', title: say('day'), narrow: true, cell: (entry) => <Day day={entry.day} /> },
    { key: 'word', title: say('word'), narrow: true, cell: (entry) => (
      <button type="button" className="pick" title={say('onlyKind', { word: text(entry.word) })} onClick={() => change({ kind: entry.kind })}>{text(entry.word)}</button>
    ) },
    { key: 'outcome', title: say('outcome'), narrow: true, cell: (entry) => <State tone={tones[entry.outcome]}>{say(entry.outcome)}</State> },
    { key: 'who', title: say('who'), short: true, cell: (entry) => entry.seat && (
      <button type="button" className="pick" title={say('onlySeat')} onClick={() => change({ seat: entry.seat })}>{entry.seatName || entry.seat}</button>
    ) },
    { key: 'org', title: say('org'), cell: (entry) => entry.org && <Organisation id={entry.org} name={entry.orgName} /> },
    { key: 'case', title: say('case'), cell: (entry) => entry.case && <Link to={casePath(entry.case)}>{entry.case}</Link> },
    { key: 'cites', title: say('cites'), cell: (entry) => <Citations cites={entry.cites} /> },
    { key: 'codes', title: say('codes'), hidden: true, cell: (entry) => entry.codes?.map((code) => <code key={code}>{code} </code>) },
  ]
}

/** Filters that are set by choosing something in a line. */
function Chosen({ rows }: { rows: Entry[] }) {
  const say = useSay(words)
  const text = useText()
  const [search, change] = useFilters()
  if (Object.keys(search).length === 0) return null
  const line = rows[0]
  const what = [search.kind && (text(line?.word) || search.kind), search.seat && (line?.seatName || search.seat), search.case].filter(Boolean)
  return (
    <p className="chosen">
      {what.length > 0 && <span>{say('filtered', { what: what.join(' · ') })}</span>}
      <Button size="small" onClick={() => change({ kind: '', seat: '', case: '', outcome: '', cite: '', since: '', until: '' })}>
        {say('clear')}
      </Button>
    </p>
  )
}

function Finder() {
  const say = useSay(words)
  const text = useText()
  const [search, change] = useFilters()
  const [typed, type] = useState(search.case ?? '')
  const { data } = useQuery(packQuery)
  useEffect(() => type(search.case ?? ''), [search.case])
  const articles = (data?.instruments ?? []).map((one) => ({
    label: text(one.short),
    title: one.code,
    options: one.units.map((unit) => ({ value: `${one.code}:${unit.unit}`, label: `${text(unit.label)} ${text(unit.heading)}` })),
  }))
  const outcomes = (['receipt', 'refusal', 'record'] as const).map((one) => ({ value: one, label: say(one) }))
  return (
    <div className="finder finder-many" role="search">
      <Input.Search aria-label={say('caseNumber')} placeholder={say('caseNumber')} allowClear value={typed} onChange={(e) => type(e.target.value)} onSearch={(found) => change({ case: found.trim() })} />
      <Select aria-label={say('outcome')} allowClear placeholder={say('anyOutcome')} value={search.outcome} options={outcomes} onChange={(outcome?: string) => change({ outcome: outcome ?? '' })} />
      <Select aria-label={say('article')} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={say('anyArticle')} value={search.cite} options={articles} onChange={(cite?: string) => change({ cite: cite ?? '' })} />
      <label className="days">
        {say('since')} <DatePicker value={search.since ? dayjs(search.since) : null} onChange={(day) => change({ since: day?.format('YYYY-MM-DD') ?? '' })} />
      </label>
      <label className="days">
        {say('until')} <DatePicker value={search.until ? dayjs(search.until) : null} onChange={(day) => change({ until: day?.format('YYYY-MM-DD') ?? '' })} />
      </label>
    </div>
  )
}
