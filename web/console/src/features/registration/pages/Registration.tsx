import { CasesOf } from '@/field/CasesOf'
import { Empty } from '@/field/Empty'
import { Page } from '@/field/Page'
import { Register } from '@/field/Register'
import { Views } from '@/field/Views'
import { useSay } from '@/words/language'
import words from '../words'

/** Registration and rights: certificates, and the cases that lead to them. */
export default function Registration() {
  const say = useSay(words)
  return (
    <Page title={say('name')} says={say('says')}>
      <Views
        views={[
          { key: 'certificates', title: say('certificates'), shown: () => <Register kind="certificate" columns={['number', 'kind', 'holder', 'issued', 'until']} more={['subject']} empty={<Empty title={say('certificatesNone')} says={say('certificatesNoneSays')} />} /> },
          { key: 'registrations', title: say('registrations'), shown: () => <CasesOf procedure="registration" caption={say('registrations')} empty={<Empty title={say('registrationsNone')} says={say('registrationsNoneSays')} />} /> },
          { key: 'confirmations', title: say('confirmations'), shown: () => <CasesOf procedure="confirmation" caption={say('confirmations')} empty={<Empty title={say('confirmationsNone')} says={say('confirmationsNoneSays')} />} /> },
        ]}
      />
    </Page>
  )
}
