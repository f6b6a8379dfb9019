import { useParams } from '@tanstack/react-router'
import { Filed } from '@/field/Filed'
import { Openings } from '@/field/Openings'
import { Loaded, Page, Part } from '@/field/Page'
import { CasesAbout, Facts, Lines, ThingState, useRecord } from '@/field/Register'
import { useSay } from '@/words/language'
import words from '../words'

/** A scenario: what it is for, what was asked, and what it may use. */
export default function Scenario() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const scenario = useRecord('scenario', id)
  return (
    <Loaded of={scenario} rows={12}>
      {(line) => (
        <Page title={line.title} says={<ThingState kind="scenario" line={line} held={line.computed.held === true} />}>
          <div className="thing">
            <div>
              <Part title={say('particulars')}>
                <Facts kind="scenario" line={line} without={['title', 'state', 'held']} />
              </Part>
              <Filed id={typeof line.facts.case === 'string' ? line.facts.case : undefined} title={say('asked')} />
              <Lines kind="grant" of={{ subject: String(line.facts.agreement ?? '') }} where={(one) => one.facts.scenario === id} columns={['resource', 'columns', 'until']} title={say('grantsOf')} />
              <Lines kind="job" of={{ subject: id }} columns={['catalogue', 'label']} title={say('jobsOf')} />
              <CasesAbout id={id} />
            </div>
            <aside>
              <Openings kind="scenario" id={id} />
              <Lines kind="product" of={{ subject: id }} columns={['label']} title={say('productsOf')} />
              <Lines kind="hold" of={{ subject: id }} columns={['from']} title={say('holdsOn')} />
            </aside>
          </div>
        </Page>
      )}
    </Loaded>
  )
}
