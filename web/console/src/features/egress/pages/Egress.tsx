import { CasesOf } from '@/field/CasesOf'
import { Empty } from '@/field/Empty'
import { Page } from '@/field/Page'
import { Register } from '@/field/Register'
import { Views } from '@/field/Views'
import { useSay } from '@/words/language'
import { review } from '../queries'
import words from '../words'

/** What is held, and what is being reviewed before it leaves. */
export default function Egress() {
  const say = useSay(words)
  return (
    <Page title={say('name')} says={say('says')}>
      <Views
        views={[
          { key: 'outputs', title: say('outputs'), shown: () => <Register kind="output" columns={['verdict', 'restorable', 'scenario', 'rows']} more={['resources', 'operator', 'digest', 'bytes', 'failed']} empty={<Empty title={say('outputsNone')} says={say('outputsNoneSays')} />} /> },
          { key: 'reviews', title: say('reviews'), shown: () => <CasesOf procedure={review} caption={say('reviews')} empty={<Empty title={say('reviewsNone')} says={say('reviewsNoneSays')} />} /> },
        ]}
      />
    </Page>
  )
}
