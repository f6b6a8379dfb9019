import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { Citation, packQuery } from '@/field/Citation'
import { Day, DueDay } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Thing } from '@/field/form/Value'
import { kindsQuery } from '@/field/KindWord'
import { Loaded } from '@/field/Page'
import { useFilters } from '@/field/search'
import { Table, type Column } from '@/field/Table'
import { Organisation, State } from '@/field/Tags'
import { useLanguage, useSay, useText } from '@/words/language'
import { exportDuties, useDuties, type Duty, type DutyState } from '../queries'
import words from '../words'

const tones: Record<string, 'good' | 'stop' | 'warn' | 'open' | 'plain'> = { met: 'good', late: 'warn', overdue: 'stop', due: 'open' }
const fact = (duty: Duty, name: string) => String(duty.facts[name] ?? '')

/** Duties by the day they are due: met, due, overdue. */
export function Duties() {
  const say = useSay(words)
  const text = useText()
  const { language } = useLanguage()
  const [search, change] = useFilters()
  const state = search.state as DutyState | undefined
  const duties = useDuties(state)
  const { data } = useQuery(kindsQuery)
  const states = data?.items.find((one) => one.kind === 'duty')?.facts.find((one) => one.name === 'state')?.values ?? []
  const columns: Column<Duty>[] = [
    { key: 'title', title: say('duty'), narrow: true, cell: (duty) => (language === 'en' && fact(duty, 'titleEN')) || duty.title },
    { key: 'state', title: say('state'), narrow: true, cell: (duty) => <State tone={tones[duty.state]}>{text(states.find((one) => one.key === duty.state)?.word) || duty.state}</State> },
    { key: 'due', title: say('due'), narrow: true, sort: 'due', by: (duty) => fact(duty, 'due'), cell: (duty) => (duty.left ? <DueDay due={duty.left} /> : <Day day={fact(duty, 'due')} />) },
    { key: 'holder', title: say('holder'), sort: 'holder', by: (duty) => duty.orgName ?? '', cell: (duty) => duty.org && <Organisation id={duty.org} name={duty.orgName} /> },
    { key: 'period', title: say('period'), hidden: true, cell: (duty) => <span className="short">{fact(duty, 'from')} – {fact(duty, 'until')}</span> },
    { key: 'met', title: say('met'), cell: (duty) => <Day day={fact(duty, 'met') || undefined} /> },
    { key: 'by', title: say('by'), cell: (duty) => fact(duty, 'case') && <Thing kind="case" id={fact(duty, 'case')} /> },
    { key: 'cite', title: say('cite'), cell: (duty) => <Cited cite={fact(duty, 'cite')} /> },
    { key: 'subject', title: say('subject'), hidden: true, cell: (duty) => duty.subject && (duty.titles?.[duty.subject] || <code>{duty.subject}</code>) },
  ]
  return (
    <>
      <div className="finder">
        <Select aria-label={say('state')} allowClear placeholder={say('anyState')} value={state} options={states.map((one) => ({ value: one.key, label: text(one.word) }))} onChange={(next?: string) => change({ state: next ?? '' })} />
      </div>
      <Loaded of={duties} rows={10}>
        {(found) => (
          <Table name="duties" caption={say('duties')} rows={found.pages.flatMap((page) => page.items)} columns={columns} rowKey={(duty) => duty.id} empty={<Empty title={say('dutiesNone')} says={say('dutiesNoneSays')} />}
            more={duties.hasNextPage ? () => void duties.fetchNextPage() : undefined} loadingMore={duties.isFetchingNextPage} exportFrom={() => exportDuties(state)} />
        )}
      </Loaded>
    </>
  )
}

/** An article that a line names as "taian:TA-23". */
function Cited({ cite }: { cite: string }) {
  const { data } = useQuery(packQuery)
  const [instrument = '', unit = ''] = cite.split(':')
  const label = data?.instruments.find((one) => one.code === instrument)?.units.find((one) => one.unit === unit)?.label
  return label ? <Citation cite={{ instrument, unit, label }} /> : <code>{cite}</code>
}
