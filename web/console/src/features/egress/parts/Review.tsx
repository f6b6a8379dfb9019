import { Link, useRouter } from '@tanstack/react-router'
import { CaseState, casePath, stepPath } from '@/field/CaseLines'
import { DueDay } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Openings } from '@/field/Openings'
import { Loaded, Part } from '@/field/Page'
import { GroundShown } from '@/field/Refusal'
import { StepButton } from '@/field/StepButton'
import { State } from '@/field/Tags'
import type { Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { useReview } from '../queries'
import words from '../words'

type CasePage = Schema<'CasePage'>

/** The review of an output: where it stands, what I may do, and what the panel said as far as it is shown. */
export function Review({ output }: { output: string }) {
  const say = useSay(words)
  const found = useReview(output)
  return (
    <Loaded of={found} rows={3}>
      {(page) =>
        page ? (
          <>
            <Part title={say('review')} aside={<Link to={casePath(page.id)}>{say('toCase')}</Link>}>
              <p className="head-state"><CaseState line={page} /> {page.due && <DueDay due={page.due} step />}</p>
              <Acts page={page} />
            </Part>
            {page.panel && <Panel panel={page.panel} />}
          </>
        ) : (
          <>
            <Part title={say('review')}><Empty title={say('reviewNone')} says={say('reviewNoneSays')} /></Part>
            <Openings kind="output" id={output} />
          </>
        )
      }
    </Loaded>
  )
}

function Acts({ page }: { page: CasePage }) {
  const say = useSay(words)
  const text = useText()
  const router = useRouter()
  return (
    <>
      {page.may.length === 0 && <p className="quiet">{say('mayNone')}</p>}
      <ul className="acts">
        {page.may.map((step, i) => (
          <li key={step.step}>
            <StepButton step={step} primary={i === 0} onClick={() => void router.navigate({ to: stepPath(page.id, step.step) })} />
          </li>
        ))}
      </ul>
      {page.mayNot.length > 0 && (
        <details className="why-not">
          <summary>{say('mayNot')} <span className="quiet">({page.mayNot.length})</span></summary>
          {page.mayNot.map((one) => (
            <section key={one.step}>
              <h3>{text(one.title)}</h3>
              <ol className="grounds">{one.violations.map((ground, i) => <GroundShown key={i} ground={ground} />)}</ol>
            </section>
          ))}
        </details>
      )}
    </>
  )
}

/** The panel: what others said is not in the answer before all have spoken. */
function Panel({ panel }: { panel: NonNullable<CasePage['panel']> }) {
  const say = useSay(words)
  return (
    <Part title={say('panel')} aside={<span className="quiet">{panel.complete ? say('panelOver') : say('panelSays', { given: panel.given, members: panel.members })}</span>}>
      <ul className="lines">
        {panel.votes.map((vote, i) => (
          <li key={vote.seat}>
            <span>{say('member', { n: i + 1 })} {vote.mine && <span className="mark">{say('mine')}</span>}</span>
            <span className="quiet">{vote.conflict ? say('conflict') : say(vote.declared ? 'declared' : 'undeclared')}</span>
            <State tone={vote.given ? 'good' : 'plain'}>{say(vote.given ? 'given' : 'waiting')}</State>
            {vote.for !== undefined ? <State tone={vote.for ? 'good' : 'stop'}>{say(vote.for ? 'for' : 'against')}</State> : vote.given && <span className="quiet">{say('blind')}</span>}
          </li>
        ))}
      </ul>
    </Part>
  )
}
