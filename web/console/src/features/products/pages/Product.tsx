import { useParams } from '@tanstack/react-router'
import { Empty } from '@/field/Empty'
import { Openings } from '@/field/Openings'
import { Loaded, Page, Part } from '@/field/Page'
import { CasesAbout, Facts, Lines, ThingState, useRecord } from '@/field/Register'
import { useSay } from '@/words/language'
import words from '../words'

/** A product: what it is, who has it, what it costs, and what may be done with it. */
export default function Product() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const found = useRecord('product', id)
  return (
    <Loaded of={found} rows={10}>
      {(line) => (
        <Page title={line.title} says={<><ThingState kind="product" line={line} held={line.computed.held === true} /> {line.orgName} · <code>{line.id}</code></>}>
          <Part title={say('particulars')}>
            <Facts kind="product" line={line} without={['title', 'state', 'digest', 'held']} />
          </Part>
          <Openings kind="product" id={id} />
          <Lines kind="delivery" of={{ subject: id }} columns={['recipient', 'way', 'scenario', 'until']} title={say('deliveries')} empty={<Empty title={say('deliveriesNone')} says={say('deliveriesNoneSays')} />} />
          <Lines kind="tariff" of={{ subject: String(line.facts.agreement ?? '') }} where={(one) => one.facts.product === id} columns={['unit', 'fee', 'ceiling', 'from', 'until']} title={say('tariffs')} />
          <Lines kind="bill" of={{ subject: String(line.facts.agreement ?? '') }} where={(one) => one.facts.product === id} columns={['recipient', 'quantity', 'amount', 'through']} title={say('bills')} />
          <CasesAbout id={id} />
        </Page>
      )}
    </Loaded>
  )
}
