import { useParams } from '@tanstack/react-router'
import { useFiled } from '@/field/Filed'
import { Loaded, Page, Part } from '@/field/Page'
import { Facts, ThingState, useRecord } from '@/field/Register'
import { useSay } from '@/words/language'
import { ProfileOf } from '../parts/Profile'
import words from '../words'

/** One version of a resource: what was read, how good it is, and its columns. */
export default function Version() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const version = useRecord('version', id)
  const filed = useFiled(typeof version.data?.facts.case === 'string' ? version.data.facts.case : undefined)
  return (
    <Loaded of={version} rows={12}>
      {(line) => (
        <Page title={line.title} says={<ThingState kind="version" line={line} />}>
          <ProfileOf version={id} filed={filed.data} />
          <Part title={say('particulars')}>
            <Facts kind="version" line={line} without={['title', 'state', 'columns', 'object']} />
          </Part>
        </Page>
      )}
    </Loaded>
  )
}
