import { useParams } from '@tanstack/react-router'
import { Openings } from '@/field/Openings'
import { Loaded, Page, Part } from '@/field/Page'
import { CasesAbout, Facts, Lines, ThingState, useRecord } from '@/field/Register'
import { useSay } from '@/words/language'
import words from '../words'

/** A grant: which columns of which resource, for which scenario, until when. */
export default function Grant() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const grant = useRecord('grant', id)
  return (
    <Loaded of={grant}>
      {(line) => (
        <Page title={line.title} says={<ThingState kind="grant" line={line} held={line.computed.held === true} />}>
          <Part title={say('particulars')}>
            <Facts kind="grant" line={line} without={['title', 'state', 'held']} />
          </Part>
          <Openings kind="grant" id={id} />
          <Lines kind="hold" of={{ subject: id }} columns={['from']} title={say('holdsOn')} />
          <CasesAbout id={id} />
        </Page>
      )}
    </Loaded>
  )
}
