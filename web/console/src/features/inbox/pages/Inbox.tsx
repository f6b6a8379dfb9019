import { Link } from '@tanstack/react-router'
import { CaseTable } from '@/field/CaseLines'
import { Empty } from '@/field/Empty'
import { Loaded, Page, Part } from '@/field/Page'
import { useSay } from '@/words/language'
import { Notices } from '../parts/Notices'
import { useInbox, useOpenCases } from '../queries'
import words from '../words'

export default function Inbox() {
  const say = useSay(words)
  const mine = useInbox()
  const open = useOpenCases()
  const own = new Set(mine.data?.items.map((line) => line.id))
  return (
    <Page title={say('name')} says={say('says')}>
      <Part title={say('mine')}>
        <Loaded of={mine}>
          {(data) => <CaseTable name="inbox" caption={say('mine')} rows={data.items} empty={<Empty title={say('mineNone')} says={say('mineNoneSays')} />} />}
        </Loaded>
      </Part>
      <Part title={say('theirs')} aside={<Link to={'/cases' as never}>{say('all')}</Link>}>
        <Loaded of={open}>
          {(data) => (
            <CaseTable name="waiting" caption={say('theirs')} rows={data.items.filter((line) => line.waits && !own.has(line.id))} empty={<Empty title={say('theirsNone')} says={say('theirsNoneSays')} />} />
          )}
        </Loaded>
      </Part>
      <Notices />
    </Page>
  )
}
