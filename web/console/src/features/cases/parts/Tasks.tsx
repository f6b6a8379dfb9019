import { Link } from '@tanstack/react-router'
import { stepPath } from '@/field/CaseLines'
import { Day } from '@/field/Day'
import { Part } from '@/field/Page'
import { State } from '@/field/Tags'
import { useListed, useSay, useText } from '@/words/language'
import type { CasePage } from '../queries'
import words from '../words'

const tones = { complete: 'good', incomplete: 'open', waiting: 'plain', problem: 'warn' } as const

/** What the case needs on its way, and how each stands. */
export function Tasks({ page }: { page: CasePage }) {
  const say = useSay(words)
  const text = useText()
  const listed = useListed()
  if (page.tasks.length === 0) return null
  const mine = new Set(page.may.map((one) => one.step))
  return (
    <Part title={say('tasks')}>
      <ul className="tasks">
        {page.tasks.map((task) => (
          <li key={task.step}>
            <span>
              {mine.has(task.step) ? <Link to={stepPath(page.id, task.step)}>{text(task.title)}</Link> : text(task.title)}
            </span>
            <span className="task-status">
              {task.on && <Day day={task.on} />} <State tone={tones[task.status]}>{say(task.status)}</State>
            </span>
            <span className="quiet task-by">{listed(task.byWords.map(text))}</span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
