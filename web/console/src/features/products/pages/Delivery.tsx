import { useParams } from '@tanstack/react-router'
import { useMe } from '@/client/session'
import { Openings } from '@/field/Openings'
import { Loaded, Page, Part } from '@/field/Page'
import { CasesAbout, Facts, ThingState, useRecord } from '@/field/Register'
import { useSay } from '@/words/language'
import { FileOf } from '../parts/FileOf'
import { Interface } from '../parts/Interface'
import { MeterDrawn } from '../parts/MeterDrawn'
import words from '../words'
import '../products.css'

/** A delivery: to whom and for what, its key or file for who receives it, and its meter. */
export default function Delivery() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const { seat } = useMe()
  const found = useRecord('delivery', id)
  return (
    <Loaded of={found} rows={10}>
      {(line) => {
        const calls = line.facts.way === 'interface'
        const mine = line.facts.recipient === seat?.organisation
        const open = line.computed.inForce === true
        const scenario = String(line.facts.scenario ?? '')
        return (
          <Page title={line.title} says={<><ThingState kind="delivery" line={line} /> <code>{line.id}</code></>}>
            <Part title={say('delivery')}>
              <Facts kind="delivery" line={line} without={['title', 'state', 'billing']} />
            </Part>
            {calls && <Interface id={id} mine={mine} open={open} scenario={scenario} title={line.titles?.[scenario]} />}
            {calls && <MeterDrawn id={id} />}
            {!calls && <FileOf id={id} mine={mine} open={open} />}
            <Openings kind="delivery" id={id} />
            <CasesAbout id={id} />
          </Page>
        )
      }}
    </Loaded>
  )
}
