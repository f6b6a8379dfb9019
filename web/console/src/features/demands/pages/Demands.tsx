import { CaseTable } from '@/field/CaseLines'
import { CasesOf } from '@/field/CasesOf'
import { Empty } from '@/field/Empty'
import { Loaded, Page } from '@/field/Page'
import { Register } from '@/field/Register'
import { Views } from '@/field/Views'
import { useSay } from '@/words/language'
import { compared, useUnmet } from '../queries'
import words from '../words'

/** Demands, the scenarios and the supply that came of them, quality, and what is unmet. */
export default function Demands() {
  const say = useSay(words)
  return (
    <Page title={say('name')} says={say('says')}>
      <Views
        views={[
          { key: 'demands', title: say('demands'), shown: () => <CasesOf procedure="demand" caption={say('demands')} empty={<Empty title={say('demandsNone')} says={say('demandsNoneSays')} />} /> },
          { key: 'scenarios', title: say('scenarios'), shown: () => <Register kind="scenario" columns={['operator', 'purpose', 'field', 'recipients']} more={['agreement']} empty={<Empty title={say('scenariosNone')} says={say('scenariosNoneSays')} />} /> },
          { key: 'grants', title: say('grants'), shown: () => <Register kind="grant" columns={['operator', 'resource', 'scenario', 'until']} more={['columns', 'masking', 'charge', 'from', 'agreement']} empty={<Empty title={say('grantsNone')} says={say('grantsNoneSays')} />} /> },
          { key: 'quality', title: say('quality'), shown: () => <CasesOf procedure="quality" caption={say('quality')} empty={<Empty title={say('qualityNone')} says={say('qualityNoneSays')} />} /> },
          { key: 'unmet', title: say('unmet'), shown: () => <Unmet /> },
        ]}
      />
    </Page>
  )
}

function Unmet() {
  const say = useSay(words)
  const unmet = useUnmet()
  return <Loaded of={unmet}>{(data) => <CaseTable name="unmet" caption={say('unmet')} rows={data.lines} tools={data.cut && <span className="quiet">{say('unmetCut', { n: compared })}</span>} empty={<Empty title={say('unmetNone')} says={say('unmetNoneSays')} />} />}</Loaded>
}
