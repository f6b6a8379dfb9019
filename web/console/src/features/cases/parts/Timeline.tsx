import { Citations } from '@/field/Citation'
import { Day } from '@/field/Day'
import { Part } from '@/field/Page'
import { State } from '@/field/Tags'
import type { Schema } from '@/client/client'
import { Proof } from '@/field/Proof'
import { useSay, useText } from '@/words/language'
import { useEntries, type CasePage } from '../queries'
import words from '../words'

/** What happened, in legal days, the newest first; each with its article, its entry and its proof. */
export function Timeline({ page }: { page: CasePage }) {
  const say = useSay(words)
  const text = useText()
  const { data } = useEntries(page.id)
  if (page.sight === 'noticed') return null
  const word = (state: string | undefined) => page.states.find((one) => one.state === state)
  // A step stands once: as the step, not again as the entry that holds it.
  const taken = new Set(page.timeline.map((act) => act.entry))
  const beside = (data?.items ?? []).filter((entry) => !taken.has(entry.seq) && !entry.kind.startsWith('notice.'))
  const all = [...page.timeline.map((act) => ({ at: act.entry, act, entry: undefined })), ...beside.map((entry) => ({ at: entry.seq, act: undefined, entry }))].sort((x, y) => y.at - x.at)
  return (
    <Part title={say('timeline')}>
      {page.timeline.length === 0 && <p className="quiet">{say('timelineNone')}</p>}
      <ol className="timeline">
        {all.map(({ at, act, entry }) => act ? (
          <li key={at}>
            <Day day={act.on} />
            <div>
              <strong>{text(act.title)}</strong> <Citations cites={act.cites} />
              <p className="quiet">
                {act.orgName || act.org || ''} {act.deputyFor && `（${say('deputy')} ${act.deputyFor}）`} {act.to && act.to !== act.from ? `→ ${text(word(act.to)?.word)}` : ''}
              </p>
            </div>
            <Proof entry={at} />
          </li>
        ) : (
          <li key={at} className="timeline-beside">
            <Day day={entry.day} />
            <Beside entry={entry} />
            <Proof entry={at} />
          </li>
        ))}
      </ol>
    </Part>
  )
}

/** An entry that is no step: what was refused, or a day that came. */
function Beside({ entry }: { entry: Schema<'EntryShown'> }) {
  const say = useSay(words)
  const text = useText()
  const refused = entry.outcome === 'refusal'
  return (
    <div>
      {refused && <State tone="warn">{say('refused')}</State>} {text(entry.word)} <Citations cites={entry.cites ?? []} />
      {entry.says?.map((one) => <p key={one.zh} className="quiet">{text(one)}</p>)}
    </div>
  )
}
