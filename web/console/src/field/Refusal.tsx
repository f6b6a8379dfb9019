import { StopOutlined } from '@ant-design/icons'
import { ProblemError, type Problem, type Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { Thing } from './form/Value'
import { Citations } from './Citation'
import { Proof } from './Proof'
import { Failure } from './Failure'
import own from './words'

export type Ground = Schema<'Violation'>

/** One ground of a refusal: sentence, article, facts, remedy. */
export function GroundShown({ ground }: { ground: Ground }) {
  const text = useText()
  const say = useSay(own)
  return (
    <li className="ground">
      <p className="ground-says">
        {text(ground.says)} <Citations cites={ground.cites} />
      </p>
      {ground.remedy && (
        <p>
          <span className="quiet">{say('remedy')}</span> {text(ground.remedy)}
        </p>
      )}
      {ground.due && <p>{say('from', { day: ground.due })}</p>}
      {ground.facts && ground.facts.length > 0 && (
        <p className="facts">
          <span className="quiet">{say('facts')}</span>{' '}
          {ground.facts.map((fact) => (
            <span key={fact.name} className="fact">
              {text(fact.means)} {fact.kind ? <Thing kind={fact.kind} id={fact.value} /> : <strong>{text(fact.says) || fact.value}</strong>}
            </span>
          ))}
        </p>
      )}
      {ground.basis && (
        <p className="quiet" title={ground.basis}>
          {say('reading')}
        </p>
      )}
    </li>
  )
}

/** A refusal with every ground, and where it was logged. */
export function Refusal({ problem }: { problem: Problem }) {
  const say = useSay(own)
  const grounds = problem.violations ?? []
  return (
    <section className="refusal" role="alert">
      <h3>
        <StopOutlined aria-hidden /> {say('refused')}
        {grounds.length > 1 && <span className="quiet"> {say('grounds', { n: grounds.length })}</span>}
      </h3>
      <ol className="grounds">
        {grounds.map((ground, i) => (
          <GroundShown key={`${ground.code}-${i}`} ground={ground} />
        ))}
      </ol>
      {problem.entry ? (
        <p className="quiet">
          {say('logged', { n: problem.entry })} <Proof entry={problem.entry} />
        </p>
      ) : null}
    </section>
  )
}

/** Draws whatever went wrong: a refusal with its grounds, or a failure with its number. */
export function Trouble({ error, retry }: { error: Error | null | undefined; retry?: () => void }) {
  if (!error) return null
  if (error instanceof ProblemError) {
    const { problem } = error
    if (problem.status !== 404 && problem.violations?.length) return <Refusal problem={problem} />
    return <Failure problem={problem} retry={retry} />
  }
  if (error.name === 'Declined' || error.constructor.name === 'Declined') return null
  return <Failure problem={{ type: '', title: error.message, status: 500, code: 'fault.page' }} retry={retry} />
}
