import { lazy, Suspense } from 'react'
import { Skeleton } from 'antd'
import { Page } from '@/field/Page'
import { Views } from '@/field/Views'
import { useSay } from '@/words/language'
import { Articles, Parameters, Readings, Versions } from '../parts/Lists'
import words from '../words'

const Procedures = lazy(() => import('../parts/Procedures').then(({ Procedures }) => ({ default: Procedures })))
const Compare = lazy(() => import('../parts/Compare').then(({ Compare }) => ({ default: Compare })))
const Timelines = lazy(() => import('../parts/Timelines').then(({ Timelines }) => ({ default: Timelines })))

export default function Packs() {
  const say = useSay(words)
  return (
    <Page title={say('name')} says={say('says')}>
      <Suspense fallback={<Skeleton active />}>
        <Views
          views={[
            { key: 'articles', title: say('articles'), shown: () => <Articles /> },
            { key: 'procedures', title: say('procedures'), shown: () => <Procedures /> },
            { key: 'readings', title: say('readings'), shown: () => <Readings /> },
            { key: 'parameters', title: say('parameters'), shown: () => <Parameters /> },
            { key: 'compare', title: say('compare'), shown: () => <Compare /> },
            { key: 'timeline', title: say('timeline'), shown: () => <Timelines /> },
            { key: 'versions', title: say('versions'), shown: () => <Versions /> },
          ]}
        />
      </Suspense>
    </Page>
  )
}
