import { Page } from '@/field/Page'
import { Views } from '@/field/Views'
import { useSay } from '@/words/language'
import { Duties } from '../parts/Duties'
import { Cases, Figures, Holds, type Noun } from '../parts/Lists'
import words from '../words'

const nouns: Noun[] = ['evaluation', 'rectification']
const others: Noun[] = ['incident', 'complaint', 'supervision']

export default function Oversight() {
  const say = useSay(words)
  const view = (noun: Noun) => ({ key: noun, title: say(noun), shown: () => <Cases key={noun} of={noun} /> })
  return (
    <Page title={say('name')} says={say('says')}>
      <Views
        views={[
          { key: 'duties', title: say('duties'), shown: () => <Duties /> },
          ...nouns.map(view),
          { key: 'holds', title: say('hold'), shown: () => <Holds /> },
          ...others.map(view),
          { key: 'statistics', title: say('statistics'), shown: () => <Figures /> },
        ]}
      />
    </Page>
  )
}
