import { ConsoleSqlOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { Empty } from '@/field/Empty'
import { Loaded, Page, Part } from '@/field/Page'
import { Lines, ThingState } from '@/field/Register'
import { useSay, useText } from '@/words/language'
import { Datasets } from '../parts/Datasets'
import { Jobs } from '../parts/Jobs'
import { useWorkspace } from '../queries'
import words from '../words'
import '../zone.css'

/** A scenario: what it may use, what was run in it, and what is held. */
export default function WorkspacePage() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const text = useText()
  const found = useWorkspace(id)
  return (
    <Loaded of={found} rows={10}>
      {(of) => (
        <Page title={of.title} says={<><ThingState kind="scenario" line={of} held={of.held} /> {text(of.purpose)} · {of.operatorName}</>}
          aside={of.datasets.length > 0 && <Link to={`/zone/${id}/workbench` as never}><Button type="primary" icon={<ConsoleSqlOutlined />} tabIndex={-1}>{say('workbench')}</Button></Link>}>
          <Part title={say('datasets')}>
            <Datasets datasets={of.datasets} />
          </Part>
          <Part title={say('jobs')}>
            <Jobs scenario={id} />
          </Part>
          <Lines kind="output" of={{ org: of.operator }} where={(line) => line.facts.scenario === id} columns={['rows', 'verdict', 'restorable']} title={say('outputs')} empty={<Empty title={say('outputsNone')} says={say('outputsNoneSays')} />} />
        </Page>
      )}
    </Loaded>
  )
}
