import { useParams } from '@tanstack/react-router'
import { Loaded, Page, Part } from '@/field/Page'
import { Facts, ThingState, useRecord } from '@/field/Register'
import { useSay } from '@/words/language'
import { Findings } from '../parts/Findings'
import { Neighbours } from '../parts/Neighbours'
import { Review } from '../parts/Review'
import words from '../words'
import '../egress.css'

/** An output: what the platform found, who judges it, and what left before it. */
export default function Output() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const found = useRecord('output', id)
  return (
    <Loaded of={found} rows={10}>
      {(line) => (
        <Page title={line.title} says={<><ThingState kind="output" line={line} /> <code>{line.id}</code></>}>
          <Review output={id} />
          <Findings output={id} />
          <Neighbours output={id} />
          <Part title={say('output')}>
            <Facts kind="output" line={line} without={['title', 'state', 'author', 'report', 'digest', 'released']} />
          </Part>
        </Page>
      )}
    </Loaded>
  )
}
