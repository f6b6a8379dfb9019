import { useRouter } from '@tanstack/react-router'
import type { Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { stepPath } from './CaseLines'
import caseWords from './caseWords'
import { DueDay } from './Day'
import { GroundShown } from './Refusal'
import { StepButton } from './StepButton'

/** What I may do in a case, with one primary act; folded beneath it, why not the rest. */
export function Acts({ page }: { page: Schema<'CasePage'> }) {
  const say = useSay(caseWords)
  const text = useText()
  const router = useRouter()
  const first = page.may.find((one) => one.step === page.due?.step) ?? page.may[0]
  return (
    <>
      {page.may.length === 0 && <p className="quiet">{say('mayNone')}</p>}
      <ul className="acts">
        {page.may.map((one) => (
          <li key={one.step}>
            <StepButton step={one} primary={one === first} onClick={() => void router.navigate({ to: stepPath(page.id, one.step) })} />
            {one.dues[0] && <DueDay due={one.dues[0]} />}
          </li>
        ))}
      </ul>
      {page.mayNot.length > 0 && (
        <details className="why-not">
          <summary>
            {say('mayNot')} <span className="quiet">({page.mayNot.length})</span>
          </summary>
          {page.mayNot.map((one) => (
            <section key={one.step}>
              <h3>{text(one.title)}</h3>
              <ol className="grounds">
                {one.violations.map((ground, i) => (
                  <GroundShown key={`${ground.code}-${i}`} ground={ground} />
                ))}
              </ol>
            </section>
          ))}
        </details>
      )}
    </>
  )
}
