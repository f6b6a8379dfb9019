import { CasesOf } from '@/field/CasesOf'
import { Empty } from '@/field/Empty'
import { Page } from '@/field/Page'
import { Register } from '@/field/Register'
import { Views } from '@/field/Views'
import { useSay } from '@/words/language'
import words from '../words'

/** Calls, applications, agreements, certificates and holds, a list each. */
export default function Mandates() {
  const say = useSay(words)
  return (
    <Page title={say('name')} says={say('says')}>
      <Views
        views={[
          { key: 'agreements', title: say('agreements'), shown: () => <Register kind="agreement" columns={['operator', 'mode', 'from', 'until', 'signed']} more={['grantor', 'fields', 'termMonths', 'resources']} empty={<Empty title={say('agreementsNone')} says={say('agreementsNoneSays')} />} /> },
          { key: 'calls', title: say('calls'), shown: () => <CasesOf procedure="authorisation" caption={say('calls')} empty={<Empty title={say('callsNone')} says={say('callsNoneSays')} />} /> },
          { key: 'applications', title: say('applications'), shown: () => <CasesOf procedure="application" caption={say('applications')} empty={<Empty title={say('applicationsNone')} says={say('applicationsNoneSays')} />} /> },
          { key: 'holds', title: say('holds'), shown: () => <Register kind="hold" columns={['org', 'target', 'imposedBy', 'from']} empty={<Empty title={say('holdsNone')} says={say('holdsNoneSays')} />} /> },
        ]}
      />
    </Page>
  )
}
