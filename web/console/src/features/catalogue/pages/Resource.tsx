import { CloudUploadOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { Empty } from '@/field/Empty'
import { useFiled } from '@/field/Filed'
import { Openings } from '@/field/Openings'
import { Loaded, Page, Part } from '@/field/Page'
import { CasesAbout, Facts, Lines, ThingState, useRecord } from '@/field/Register'
import { LevelTag } from '@/field/Tags'
import { useSay } from '@/words/language'
import { ProfileOf } from '../parts/Profile'
import { takesData } from '../parts/steps'
import words from '../words'

/** A resource: what is registered of it, its versions, its columns, and where it goes. */
export default function Resource() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const resource = useRecord('resource', id)
  const line = resource.data
  const filed = useFiled(typeof line?.facts.case === 'string' ? line.facts.case : undefined)
  const go = takesData(filed.data)
  return (
    <Loaded of={resource} rows={12}>
      {(line) => (
        <Page title={line.title} says={<><ThingState kind="resource" line={line} held={line.computed.held === true} /> <LevelTag level={String(line.facts.level ?? '')} /></>}
          aside={go && <Link to={`/catalogue/${id}/import` as never}><Button type="primary" icon={<CloudUploadOutlined />} tabIndex={-1}>{say('import')}</Button></Link>}>
          <div className="thing">
            <div>
              <Lines kind="version" of={{ subject: id }} columns={['number', 'rows', 'bytes', 'badRows', 'confirmed']} title={say('versions')} empty={<Empty title={say('versionsNone')} says={say('versionsNoneSays')} />} />
              <ProfileOf version={typeof line.facts.version === 'string' && line.facts.version ? line.facts.version : undefined} filed={filed.data} />
              <Lines kind="grant" of={{}} where={(one) => one.facts.resource === id} columns={['operator', 'scenario', 'columns', 'until']} title={say('lineage')} />
              <Lines kind="output" of={{}} where={(one) => Array.isArray(one.facts.resources) && one.facts.resources.includes(id)} columns={['operator', 'scenario', 'verdict']} title={say('outputs')} />
              <CasesAbout id={id} />
            </div>
            <aside>
              <Part title={say('particulars')}>
                <Facts kind="resource" line={line} without={['title', 'state', 'held', 'level', 'version']} />
              </Part>
              <Openings kind="resource" id={id} />
              <Lines kind="certificate" of={{ subject: id }} columns={['kind']} title={say('certificates')} />
              <Lines kind="hold" of={{ subject: id }} columns={['from']} title={say('holdsOn')} />
            </aside>
          </div>
        </Page>
      )}
    </Loaded>
  )
}
