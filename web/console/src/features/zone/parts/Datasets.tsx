import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { LevelTag, State } from '@/field/Tags'
import { Table, type Column } from '@/field/Table'
import { useSay } from '@/words/language'
import type { Dataset } from '../queries'
import words from '../words'

type Shown = Dataset['columns'][number]

/** Says a word that the server names by a key; a key without a word is said as it is. */
export function useKeyed() {
  const say = useSay(words)
  return (group: 'role' | 'use' | 'mask' | 'unit' | 'output', key: string) => {
    const name = `${group}.${key}`
    return name in words.zh ? say(name as keyof (typeof words)['zh']) : key
  }
}

/** How a column is treated: as it is, or by which mask. */
export function Treatment({ mask }: { mask: string | undefined }) {
  const say = useSay(words)
  const keyed = useKeyed()
  return mask ? <span className="mark">{keyed('mask', mask)}</span> : <span className="quiet">{say('asIs')}</span>
}

/** What each grant shows: columns with level, masks and permitted uses. */
export function Datasets({ datasets }: { datasets: readonly Dataset[] }) {
  const say = useSay(words)
  if (datasets.length === 0) return <Empty title={say('datasetsNone')} says={say('datasetsNoneSays')} />
  return datasets.map((dataset) => <Shows key={dataset.grant} dataset={dataset} />)
}

function Shows({ dataset }: { dataset: Dataset }) {
  const say = useSay(words)
  const keyed = useKeyed()
  const columns: Column<Shown>[] = [
    { key: 'name', title: say('column'), cell: (of) => <code>{of.name}</code>, narrow: true },
    { key: 'type', title: say('type'), cell: (of) => <span className="quiet">{of.type}</span> },
    { key: 'level', title: say('level'), cell: (of) => <LevelTag level={of.level} />, narrow: true },
    { key: 'role', title: say('role'), cell: (of) => keyed('role', of.role) },
    { key: 'development', title: say('inDevelopment'), cell: (of) => <Treatment mask={of.development} />, narrow: true },
    { key: 'production', title: say('inProduction'), cell: (of) => <Treatment mask={of.production} />, narrow: true },
    { key: 'uses', title: say('uses'), cell: (of) => of.uses.map((use) => keyed('use', use)).join(' · '), narrow: true },
  ]
  return (
    <section className="dataset">
      <h3>
        {dataset.title} {dataset.table && <code>{say('table', { name: dataset.table })}</code>}
      </h3>
      <p className="dataset-facts quiet">
        <State tone={dataset.state === 'ready' ? 'good' : 'warn'}>{say(`state.${dataset.state}`)}</State>
        {dataset.unit && <span>{say('unit')}：{keyed('unit', dataset.unit)}</span>}
        {dataset.until && <span>{say('until', { day: '' })}<Day day={dataset.until} /></span>}
      </p>
      {dataset.state === 'preparing' && <p className="quiet">{say('preparingSays')}</p>}
      {dataset.columns.length > 0 && <Table name="zone.columns" caption={dataset.title} rows={dataset.columns} columns={columns} rowKey={(of) => of.name} empty={null} />}
    </section>
  )
}
