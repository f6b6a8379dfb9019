import { Empty } from '@/field/Empty'
import { Page } from '@/field/Page'
import { Register } from '@/field/Register'
import { LevelTag } from '@/field/Tags'
import { useSay } from '@/words/language'
import words from '../words'

export default function Catalogue() {
  const say = useSay(words)
  return (
    <Page title={say('name')} says={say('says')}>
      <Register kind="resource" columns={['provider', 'class', 'openness', 'registered', 'confirmed']} more={['fields', 'personal', 'unit', 'rights', 'version', 'synthetic', 'summary']}
        own={[{ key: 'level', title: say('level'), narrow: true, cell: (line) => <LevelTag level={String(line.facts.level ?? '')} /> }]} empty={<Empty title={say('none')} says={say('noneSays')} />} />
    </Page>
  )
}
