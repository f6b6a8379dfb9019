import { Citations } from '@/field/Citation'
import { Day } from '@/field/Day'
import { Part } from '@/field/Page'
import { Proof } from '@/field/Proof'
import { useSay, useText } from '@/words/language'
import type { CasePage } from '../queries'
import words from '../words'

/** What happened, in legal days, the newest first; each with its article, its entry and its proof. */
export function Timeline({ page }: { page: CasePage }) {
  const say = useSay(words)
  const text = useText()
  if (page.sight === 'noticed') return null
  const word = (state: string | undefined) => page.states.find((one) => one.state === state)
  return (
    <Part title={say('timeline')}>
      {page.timeline.length === 0 && <p className="quiet">{say('timelineNone')}</p>}
      <ol className="timeline">
        {page.timeline.toReversed().map((act) => (
          <li key={act.entry}>
            <Day day={act.on} />
            <div>
              <strong>{text(act.title)}</strong> <Citations cites={act.cites} />
              <p className="quiet">
                {act.orgName || act.org || ''} {act.deputyFor && `（${say('deputy')} ${act.deputyFor}）`} {act.to && act.to !== act.from ? `→ ${text(word(act.to)?.word)}` : ''}
              </p>
            </div>
            <Proof entry={act.entry} proof={act.proof} />
          </li>
        ))}
      </ol>
    </Part>
  )
}
