import { Link } from '@tanstack/react-router'
import { newCasePath } from '@/field/CaseLines'
import { Citations } from '@/field/Citation'
import { Empty } from '@/field/Empty'
import { Loaded, Page } from '@/field/Page'
import { useSay, useText } from '@/words/language'
import { useProcedures } from '../queries'
import words from '../words'

/** What the seat may open. */
export default function Start() {
  const say = useSay(words)
  const text = useText()
  const procedures = useProcedures()
  return (
    <Page title={say('start')} says={say('startSays')}>
      <Loaded of={procedures}>
        {(data) =>
          data.items.length === 0 ? (
            <Empty title={say('startNone')} says={say('startNoneSays')} />
          ) : (
            <section className="part"><ul className="lines">
              {data.items.flatMap((one) =>
                one.steps.map((step) => (
                  <li key={`${one.procedure}.${step.step}`}>
                    <Link to={newCasePath(one.procedure, step.step)}>{text(one.title)}</Link>
                    <span>
                      {text(step.title)} {one.notRegulated && <span className="quiet">（{say('platform')}）</span>}
                    </span>
                    <Citations cites={step.cites} />
                  </li>
                )),
              )}
            </ul></section>
          )
        }
      </Loaded>
    </Page>
  )
}
