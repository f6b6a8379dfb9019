import { InputNumber } from 'antd'
import { useToday } from '@/client/session'
import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Loaded, Part } from '@/field/Page'
import { useFilters } from '@/field/search'
import { Table } from '@/field/Table'
import { State } from '@/field/Tags'
import { useSay } from '@/words/language'
import { useYear } from '../queries'
import words from '../words'

/** The working days of a year, with what they rest on. */
export function Calendar() {
  const say = useSay(words)
  const today = useToday()
  const [search, change] = useFilters()
  const year = Number(search.year ?? today.slice(0, 4))
  const of = useYear(year)
  return (
    <Part title={say('calendar')} aside={<label className="days">{say('year')} <InputNumber min={1949} max={2199} value={year} onChange={(n) => n && change({ year: String(n) })} /></label>}>
      <Loaded of={of}>
        {(data) => (
          <>
            <p className="head-state">
              <State tone={data.published ? 'good' : 'warn'}>{say(data.published ? 'published' : 'provisional')}</State> {say('working', { n: data.workingDays })}
            </p>
            {data.notices.length > 0 && <p>{say('source')}：{data.notices.map((notice) => <a key={notice.ref} href={notice.ref} target="_blank" rel="noreferrer">{notice.name} </a>)}</p>}
            <Table name="calendar" caption={say('calendar')} rows={data.adjustments} rowKey={(one) => one.day} empty={<Empty title={say('provisional')} />}
              columns={[
                { key: 'day', title: say('day'), cell: (one) => <Day day={one.day} /> },
                { key: 'mark', title: say('mark'), cell: (one) => <State tone={one.mark === 'work' ? 'warn' : one.mark === 'rest' ? 'good' : 'plain'}>{say(one.mark)}</State> },
                { key: 'name', title: say('festival'), cell: (one) => one.name },
              ]} />
          </>
        )}
      </Loaded>
    </Part>
  )
}
