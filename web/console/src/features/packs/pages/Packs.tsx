import { Page } from '@/field/Page'
import { Views } from '@/field/Views'
import { useSay } from '@/words/language'
import { Articles, Parameters, Readings, Versions } from '../parts/Lists'
import words from '../words'

export default function Packs() {
  const say = useSay(words)
  return (
    <Page title={say('name')} says={say('says')}>
      <Views
        views={[
          { key: 'articles', title: say('articles'), shown: () => <Articles /> },
          { key: 'readings', title: say('readings'), shown: () => <Readings /> },
          { key: 'parameters', title: say('parameters'), shown: () => <Parameters /> },
          { key: 'versions', title: say('versions'), shown: () => <Versions /> },
        ]}
      />
    </Page>
  )
}
