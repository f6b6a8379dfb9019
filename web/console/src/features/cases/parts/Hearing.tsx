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

/** A panel: blind until all have voted. */
export function Panel({ page }: { page: CasePage }) {
  const say = useSay(words)
  const { panel } = page
  if (!panel) return null
  return (
    <Part title={say('panel')} aside={<span className="quiet">{say('panelSays', { given: panel.given, members: panel.members })}</span>}>
      <ul className="lines">
        {panel.votes.map((vote) => (
          <li key={vote.seat}>
            <code>{vote.seat}</code>
            <span>
              {vote.mine && <span className="mark">{say('mine')}</span>} {vote.conflict ? say('conflict') : say(vote.declared ? 'declared' : 'undeclared')}
            </span>
            {vote.score !== undefined && <span className="number">{say('score', { n: vote.score })}</span>}
            {vote.for !== undefined && <State tone={vote.for ? 'good' : 'stop'}>{say(vote.for ? 'for' : 'against')}</State>}
          </li>
        ))}
      </ul>
    </Part>
  )
}
