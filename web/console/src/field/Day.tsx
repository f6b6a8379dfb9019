import { Tooltip } from 'antd'
import type { Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { Citation } from './Citation'
import own from './words'

/** A legal day as it looks everywhere: 2026-02-25 周三. */
export function Day({ day }: { day: string | undefined }) {
  const say = useSay(own)
  if (!day) return null
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`)
  return (
    <time className="day" dateTime={day}>
      {day.slice(0, 10)} <span className="quiet">{say('weekdays').split(' ')[at.getUTCDay()]}</span>
    </time>
  )
}

export type Due = Schema<'DueDay'>

/** A day that is set for a step: what is left of it, the day itself, and its article. */
export function DueDay({ due, step = false }: { due: Due; step?: boolean }) {
  const say = useSay(own)
  const text = useText()
  const waits = due.kind !== 'within' && due.opens !== undefined
  return (
    <span className="due">
      {step && <span>{text(due.title)}</span>}
      {!waits && <Left due={due} />}
      {waits && due.opens !== due.on && <span className="due-left">{say('opensOn', { day: due.opens ?? '' })}</span>}
      <Day day={due.on} />
      {waits && due.opens === due.on && <span className="due-left">{say('opens')}</span>}
      {due.provisional && (
        <Tooltip title={say('provisionalSays')}>
          <span className="mark" tabIndex={0}>
            {say('provisional')}
          </span>
        </Tooltip>
      )}
      {step && <Citation cite={due.cite} />}
    </span>
  )
}

function Left({ due }: { due: Due }) {
  const say = useSay(own)
  if (due.naturalDays < 0) return <strong className="due-left due-over">{say('overdue', { n: -due.naturalDays })}</strong>
  if (due.naturalDays === 0) return <strong className="due-left due-soon">{say('dueToday')}</strong>
  const words = due.workingDays > 0 ? say('dueIn', { n: due.workingDays }) : say('dueDays', { n: due.naturalDays })
  return <span className={due.workingDays <= 3 ? 'due-left due-soon' : 'due-left'}>{words}</span>
}
