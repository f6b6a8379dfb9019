import { useQuery } from '@tanstack/react-query'
import { Empty } from '@/field/Empty'
import { kindsQuery } from '@/field/KindWord'
import { OpeningsOf } from '@/field/Openings'
import { Loaded, Page, Part } from '@/field/Page'
import { Register } from '@/field/Register'
import { Views } from '@/field/Views'
import { useSay } from '@/words/language'
import { Account } from '../parts/Account'
import { Again } from '../parts/Again'
import { Calendar } from '../parts/Calendar'
import { Running } from '../parts/Running'
import words from '../words'

// The administrators' registers: what the page is about, and the facts it shows of each.
const registers = [
  { kind: 'organisation', title: 'organisations', facts: ['roles', 'creditCode', 'legalForm'] },
  { kind: 'person', title: 'people', facts: ['org', 'verified', 'admitted'] },
  { kind: 'seat', title: 'seats', facts: ['org', 'role', 'powers', 'deputy', 'absentFrom', 'absentUntil'] },
] as const

export default function Administration() {
  const say = useSay(words)
  const kinds = useQuery(kindsQuery)
  const known = new Set(kinds.data?.items.map((one) => one.kind))
  const empty = <Empty title={say('none')} says={say('noneSays')} />
  return (
    <Page title={say('name')} says={say('says')}>
      <Loaded of={kinds} rows={12}>{() => <Views
        views={[
          { key: 'account', title: say('account'), shown: () => <Account /> },
          ...registers.filter((one) => known.has(one.kind)).map((one) => ({ key: one.kind, title: say(one.title), shown: () => <><Register kind={one.kind} columns={one.facts} empty={empty} /><OpeningsOf procedures={['organisation', 'account', 'seat']} />{one.kind === 'person' && <Again />}</> })),
          { key: 'calendar', title: say('calendar'), shown: () => <Calendar /> },
          { key: 'running', title: say('running'), shown: () => <><Running /><Part title={say('powers')}><p>{say('powersSays')}</p></Part></> },
        ]}
      />}</Loaded>
    </Page>
  )
}
