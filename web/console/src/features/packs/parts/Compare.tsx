import { Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { Citations } from '@/field/Citation'
import { Empty } from '@/field/Empty'
import { Loaded } from '@/field/Page'
import { useFilters } from '@/field/search'
import { Table } from '@/field/Table'
import { State } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import { useComparison, useShelf, useVersions, type Row } from '../queries'
import words from '../words'
import { Place } from './Place'

/** Packs side by side: what one has otherwise than the base, alone, or not at all. */
export function Compare() {
  const say = useSay(words)
  const text = useText()
  const [search, change] = useFilters()
  const [typed, type] = useState(search.text ?? '')
  useEffect(() => type(search.text ?? ''), [search.text])
  const shelf = useShelf()
  const versions = useVersions()
  const places = shelf.data?.items ?? []
  const here = versions.data?.items.find((one) => one.current)?.name ?? ''
  const base = search.base ?? (places.some((one) => one.name === here) ? here : versions.data ? 'current' : '')
  const others = search.with ? search.with.split(',') : places.filter((one) => !one.layered && one.name !== base).map((one) => one.name)
  const found = useComparison(base, others, { topic: search.topic, procedure: search.procedure, text: search.text })
  const head = found.data?.pages[0]
  return (
    <>
      <p className="quiet">{say('compareSays')}</p>
      <div className="finder" role="search">
        <Place label={say('base')} value={base} current={base === 'current'} choose={(name) => change({ base: name, with: others.filter((one) => one !== name).join(',') })} />
        <Select mode="multiple" aria-label={say('heldAgainst')} value={others} style={{ minWidth: 220 }} options={places.filter((one) => one.name !== base).map((one) => ({ value: one.name, label: text(one.short) }))} onChange={(names: string[]) => change({ with: names.join(',') })} />
        <Select aria-label={say('anyProcedure')} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={say('anyProcedure')} value={search.procedure} popupMatchSelectWidth={false} options={(head?.procedures ?? []).map((one) => ({ value: one.procedure, label: text(one.title) }))} onChange={(name?: string) => change({ procedure: name ?? '' })} />
        <Input.Search aria-label={say('findRule')} placeholder={say('findRule')} allowClear value={typed} onChange={(e) => type(e.target.value)} onSearch={(asked) => change({ text: asked.trim() })} />
      </div>
      <Loaded of={found} rows={12}>
        {(data) => {
          const packs = data.pages[0]?.packs ?? []
          return (
            <>
              <ul className="views">
                <li><button type="button" aria-current={!search.topic || undefined} onClick={() => change({ topic: '' })}>{say('anyTopic')}</button></li>
                {data.pages[0]?.topics.map((one) => (
                  <li key={one.topic}><button type="button" aria-current={search.topic === one.topic || undefined} onClick={() => change({ topic: one.topic })}>{text(one.word)} {one.count}</button></li>
                ))}
              </ul>
              <Table name={`compare.${packs.length}`} caption={say('compare')} rows={data.pages.flatMap((page) => page.items)} rowKey={(row) => `${row.kind}:${row.subject}:${row.cells.map((cell) => cell.rule).join()}`}
                empty={<Empty title={say('compareNone')} says={say('noneSays')} />} more={found.hasNextPage ? () => void found.fetchNextPage() : undefined} loadingMore={found.isFetchingNextPage}
                columns={[
                  { key: 'title', title: say('matter'), cell: (row) => <>{text(row.title)}<br /><State>{text(row.kindWord)}</State></> },
                  ...packs.map((pack, i) => ({ key: String(i), title: i === 0 ? say('baseOf', { place: text(pack.short) }) : text(pack.short), cell: (row: Row) => <Cell row={row} i={i} /> })),
                ]} />
            </>
          )
        }}
      </Loaded>
    </>
  )
}

/** What one pack says: marked where it is not what the base says. */
function Cell({ row, i }: { row: Row; i: number }) {
  const say = useSay(words)
  const text = useText()
  const cell = row.cells[i]
  if (!cell) return null
  if (cell.same) return <span className="quiet">{say('asBase')}</span>
  const base = row.cells[0]?.rule
  if (!cell.rule) return i > 0 && base ? <State tone="stop">{say('hasNot')}</State> : <span className="quiet">{say('hasNone')}</span>
  return (
    <>
      {i > 0 && <State tone={base ? 'warn' : 'open'}>{say(base ? 'differs' : 'alone')}</State>} {text(cell.says)} <Citations cites={cell.cites} />
      {cell.fields && cell.fields.length > 0 && (
        <details>
          <summary className="quiet">{say('written')}</summary>
          <dl className="answers">
            {cell.fields.map((field) => (
              <div key={field.field}><dt><code>{field.field}</code></dt><dd><del>{field.before || say('nothing')}</del> <ins>{field.after || say('nothing')}</ins></dd></div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}
