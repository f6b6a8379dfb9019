import { Progress } from 'antd'
import { Loaded, Part } from '@/field/Page'
import { useSay } from '@/words/language'
import { useMeter, type Meter } from '../queries'
import words from '../words'

/** How often an interface was called: against its quotas, and day by day. */
export function MeterDrawn({ id }: { id: string }) {
  const say = useSay(words)
  const found = useMeter(id, true)
  return <Part title={say('meter')}><Loaded of={found} rows={3}>{(meter) => <Drawn meter={meter} />}</Loaded></Part>
}

function Drawn({ meter }: { meter: Meter }) {
  const say = useSay(words)
  return (
    <>
      <div className="quotas">
        <Quota says={meter.dailyQuota ? say('todayOf', { n: meter.today, most: meter.dailyQuota }) : say('today', { n: meter.today })} n={meter.today} most={meter.dailyQuota} />
        <Quota says={meter.totalQuota ? say('totalOf', { n: meter.total, most: meter.totalQuota }) : say('total', { n: meter.total })} n={meter.total} most={meter.totalQuota} />
      </div>
      <h3>{say('days')}</h3>
      {meter.days.every((day) => day.calls === 0) ? <p className="quiet">{say('meterNone')}</p> : <Bars meter={meter} />}
    </>
  )
}

function Quota({ says, n, most }: { says: string; n: number; most?: number }) {
  return (
    <div>
      <span className="number">{says}</span>
      {most ? <Progress percent={Math.min(100, Math.round((100 * n) / most))} size="small" status={n >= most ? 'exception' : 'normal'} aria-label={says} /> : null}
    </div>
  )
}

/** A bar a day; the figures are in its words, for whoever cannot see it. */
function Bars({ meter }: { meter: Meter }) {
  const say = useSay(words)
  const most = Math.max(...meter.days.map((day) => day.calls))
  const called = meter.days.filter((day) => day.calls > 0).map((day) => say('dayCalls', { day: day.day, n: day.calls }))
  return (
    <figure className="meter">
      <svg viewBox={`0 0 ${meter.days.length * 10} 60`} role="img" aria-label={called.join('; ')} preserveAspectRatio="none">
        {meter.days.map((day, i) => {
          const height = day.calls === 0 ? 1 : Math.max(3, (56 * day.calls) / most)
          return <rect key={day.day} x={i * 10 + 1} y={60 - height} width={8} height={height} className={day.calls === 0 ? 'none' : undefined}><title>{say('dayCalls', { day: day.day, n: day.calls })}</title></rect>
        })}
      </svg>
      <figcaption className="quiet number">{meter.days[0]?.day} — {meter.days.at(-1)?.day}</figcaption>
    </figure>
  )
}
