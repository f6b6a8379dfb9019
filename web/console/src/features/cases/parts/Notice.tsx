import { Day } from '@/field/Day'
import { Part } from '@/field/Page'
import { State } from '@/field/Tags'
import { useSay } from '@/words/language'
import type { CasePage } from '../queries'
import words from '../words'

/** The public notice of a case, and what was objected to. */
export function Notice({ page }: { page: CasePage }) {
  const say = useSay(words)
  const { notice } = page
  if (!notice) return null
  return (
    <Part title={say('notice')} aside={<State tone={notice.running ? 'open' : 'plain'}>{say(notice.running ? 'noticeRuns' : 'noticeOver', { day: notice.ends })}</State>}>
      {notice.objections.length === 0 && <p className="quiet">{say('objectionsNone')}</p>}
      <ul className="lines">
        {notice.objections.map((objection) => (
          <li key={objection.id}>
            <Day day={objection.on} />
            <span>
              {objection.grounds || <code>{objection.id}</code>}
              {objection.answer && <span className="quiet"> {say('answered')}：{objection.answer}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
