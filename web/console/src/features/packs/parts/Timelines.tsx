import { DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import { Citations } from '@/field/Citation'
import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Loaded, Part } from '@/field/Page'
import { useFilters } from '@/field/search'
import { State } from '@/field/Tags'
import { useListed, useSay, useText } from '@/words/language'
import { useTimeline, type Interval } from '../queries'
import words from '../words'
import { Place } from './Place'
import './packs.css'

/** How long the law lets a matter take, as a chart: each wait with its article, open ones marked. */
export function Timelines() {
  const say = useSay(words)
  const text = useText()
  const [search, change] = useFilters()
  const pack = search.pack ?? 'current'
  const found = useTimeline(pack, { from: search.from, to: search.to, day: search.day })
  const points = (found.data?.points ?? []).map((one) => ({ value: one.point, label: text(one.word) }))
  const choose = { showSearch: { optionFilterProp: 'label' }, popupMatchSelectWidth: false, style: { minWidth: 220 } } as const
  return (
    <>
      <p className="quiet">{say('timelineSays')}</p>
      <div className="finder">
        <Place label={say('place')} value={pack} current choose={(name) => change({ pack: name === 'current' ? '' : name, from: '', to: '' })} />
        <Select aria-label={say('starts')} {...choose} value={search.from ?? found.data?.from.point} options={points} onChange={(from: string) => change({ from })} />
        <Select aria-label={say('ends')} {...choose} value={search.to ?? found.data?.to.point} options={points} onChange={(to: string) => change({ to })} />
        <DatePicker aria-label={say('counted')} allowClear={false} value={found.data ? dayjs(search.day ?? found.data.day) : null} onChange={(day) => change({ day: day ? day.format('YYYY-MM-DD') : '' })} />
      </div>
      <Loaded of={found} rows={12}>
        {(line) => (
          <>
            <Part title={say('shortest', { n: line.minDays })} aside={line.awaits ? <State tone="warn">{say('provisional', { year: line.awaits })}</State> : undefined}>
              <dl className="answers">
                <div><dt>{say('fromTo')}</dt><dd>{text(line.from.word)} → {text(line.to.word)}</dd></div>
                <div><dt>{say('earliest')}</dt><dd><Day day={line.earliest} /></dd></div>
                <div><dt>{say('longest')}</dt><dd>{line.open ? say('longestOpen', { n: line.maxDays, open: line.open }) : <>{say('days', { n: line.maxDays })} · <Day day={line.latest} /></>}</dd></div>
              </dl>
            </Part>
            {line.intervals.length === 0 ? <Empty title={say('noInterval')} /> : <Gantt intervals={line.intervals} day={line.day} until={line.latest > line.earliest ? line.latest : line.earliest} />}
          </>
        )}
      </Loaded>
    </>
  )
}

const number = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000

/** One line a wait: the bar from its earliest to its latest day, solid as far as it must take, and the article. */
function Gantt({ intervals, day, until }: { intervals: readonly Interval[]; day: string; until: string }) {
  const say = useSay(words)
  const text = useText()
  const listed = useListed()
  const first = number(day)
  const span = Math.max(number(until) - first, 1)
  const at = (of: string) => ((number(of) - first) / span) * 100
  let procedure = ''
  return (
    <div className="gantt" role="list" aria-label={say('timeline')}>
      {intervals.map((one, i) => {
        const headed = one.procedure !== procedure
        procedure = one.procedure
        const end = at(one.latest)
        const begin = Math.max(0, end - (Math.max(one.maxDays, one.minDays) / span) * 100)
        return (
          <div key={i} role="listitem" className={one.critical ? 'wait wait-critical' : 'wait'}>
            {headed && <h3>{text(one.procedureTitle)}</h3>}
            <div className="wait-says">
              <strong>{text(one.title)}</strong> <span className="quiet">{listed(one.byWords.map(text))}</span> <Citations cites={one.cites} />{' '}
              {one.words ? text(one.words) : ''} {one.wait === 'set' || one.set ? say('setByDocument') : ''}
              {one.wait === 'will' ? <span className="quiet">{say('atWill')}</span> : one.open && <State tone="warn">{say('openWait')}</State>}
              {one.reading && <State tone="warn">{say('readingMark')}</State>} {one.critical && one.minDays > 0 && <State tone="open">{say('critical')}</State>} {one.provisional && <State tone="warn">{say('provisionalDay')}</State>}
              {one.reason && one.wait !== 'will' && <><br /><span className="quiet">{text(one.reason)}</span></>}
            </div>
            <svg className="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
              <rect className="bar-whole" x="0" y="5.5" width="100" height="1" />
              {one.open ? <rect className="bar-open" x={Math.min(begin, 98)} y="2" width={Math.max(end - begin, 2)} height="8" /> : <rect className="bar-counted" x={Math.min(begin, 98)} y="2" width={Math.max(end - begin, 1)} height="8" />}
              {one.minDays > 0 && <rect className="bar-least" x={Math.max(0, at(one.earliest) - (one.minDays / span) * 100)} y="2" width={Math.max((one.minDays / span) * 100, 1)} height="8" />}
            </svg>
            <div className="wait-days quiet"><Day day={one.earliest} />{one.latest !== one.earliest && <> … <Day day={one.latest} /></>}</div>
          </div>
        )
      })}
    </div>
  )
}
