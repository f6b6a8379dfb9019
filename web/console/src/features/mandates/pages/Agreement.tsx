import { useParams } from '@tanstack/react-router'
import { ActsOf, Filed } from '@/field/Filed'
import { Openings } from '@/field/Openings'
import { Loaded, Page, Part } from '@/field/Page'
import { CasesAbout, Facts, Lines, ThingState, useRecord } from '@/field/Register'
import { useSay } from '@/words/language'
import words from '../words'

/** An agreement: what is registered of it, its clauses, who signed, and what rests on it. */
export default function Agreement() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const agreement = useRecord('agreement', id)
  return (
    <Loaded of={agreement} rows={12}>
      {(line) => {
        const drafted = typeof line.facts.case === 'string' ? line.facts.case : line.case
        return (
          <Page title={line.title} says={<ThingState kind="agreement" line={line} held={line.computed.held === true} />}>
            <div className="thing">
              <div>
                <Part title={say('particulars')}>
                  <Facts kind="agreement" line={line} without={['title', 'state', 'signed', 'held']} />
                </Part>
                <Filed id={drafted} title={say('clauses')} />
                <Lines kind="scenario" of={{ subject: id }} columns={['purpose', 'field', 'recipients']} title={say('scenarios')} />
                <Lines kind="grant" of={{ subject: id }} columns={['resource', 'scenario', 'until']} title={say('grants')} />
                <Lines kind="duty" of={{ subject: id }} columns={['holder', 'due']} title={say('duties')} />
                <CasesAbout id={id} />
              </div>
              <aside>
                <ActsOf id={drafted} step="sign" title={say('signatures')} none={say(line.facts.takenOver ? 'signaturesOriginal' : 'signaturesNone')} />
                <Openings kind="agreement" id={id} />
                <Lines kind="certificate" of={{ subject: id }} columns={['number']} title={say('certificateOf')} />
                <Lines kind="hold" of={{ subject: id }} columns={['from']} title={say('holdsOn')} />
              </aside>
            </div>
          </Page>
        )
      }}
    </Loaded>
  )
}
