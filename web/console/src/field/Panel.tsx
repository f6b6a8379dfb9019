import type { Schema } from '@/client/client'
import { useSay } from '@/words/language'
import caseWords from './caseWords'
import { Part } from './Page'
import { State } from './Tags'

/** A panel, member by member: what others said is not in the answer of the server before all have spoken. */
export function Panel({ panel, title }: { panel: NonNullable<Schema<'CasePage'>['panel']>; title?: string }) {
  const say = useSay(caseWords)
  return (
    <Part title={title ?? say('panel')} aside={<span className="quiet">{panel.complete ? say('panelOver') : say('panelSays', { given: panel.given, members: panel.members })}</span>}>
      <ul className="lines">
        {panel.votes.map((vote, i) => (
          <li key={vote.seat}>
            <span>{say('member', { n: i + 1 })} {vote.mine && <span className="mark">{say('mine')}</span>}</span>
            <span className="quiet">{vote.conflict ? say('conflict') : say(vote.declared ? 'declared' : 'undeclared')}</span>
            <State tone={vote.given ? 'good' : 'plain'}>{say(vote.given ? 'given' : 'notGiven')}</State>
            {vote.score !== undefined && <span className="number">{say('score', { n: vote.score })}</span>}
            {vote.for !== undefined && <State tone={vote.for ? 'good' : 'stop'}>{say(vote.for ? 'for' : 'against')}</State>}
            {vote.given && vote.for === undefined && vote.score === undefined && <span className="quiet">{say('blind')}</span>}
          </li>
        ))}
      </ul>
    </Part>
  )
}
