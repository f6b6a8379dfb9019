import { Link } from '@tanstack/react-router'
import { CasesOf } from '@/field/CasesOf'
import { Empty } from '@/field/Empty'
import { Loaded, Page } from '@/field/Page'
import { Register, ThingState } from '@/field/Register'
import { Table, type Column } from '@/field/Table'
import { Organisation } from '@/field/Tags'
import { Views } from '@/field/Views'
import { useSay, useText } from '@/words/language'
import { job, useWorkspaces, type WorkspaceLine } from '../queries'
import words from '../words'
import '../zone.css'

/** Where data is worked on: scenarios, jobs, and what came of them. */
export default function Zone() {
  const say = useSay(words)
  return (
    <Page title={say('name')} says={say('says')}>
      <Views
        views={[
          { key: 'scenarios', title: say('workspaces'), shown: () => <Scenarios /> },
          { key: 'jobs', title: say('jobs'), shown: () => <CasesOf procedure={job} caption={say('jobs')} empty={<Empty title={say('jobsNone')} says={say('jobsNoneSays')} />} /> },
          { key: 'outputs', title: say('outputs'), shown: () => <Register kind="output" columns={['scenario', 'rows', 'verdict', 'restorable']} more={['resources', 'job', 'digest', 'bytes']} empty={<Empty title={say('outputsNone')} says={say('outputsNoneSays')} />} /> },
        ]}
      />
    </Page>
  )
}

function Scenarios() {
  const say = useSay(words)
  const text = useText()
  const found = useWorkspaces()
  const columns: Column<WorkspaceLine>[] = [
    { key: 'title', title: say('scenario'), narrow: true, sort: 'title', by: (of) => of.title, cell: (of) => <Link to={`/zone/${of.id}` as never}>{of.title}</Link> },
    { key: 'state', title: say('state'), narrow: true, cell: (of) => <ThingState kind="scenario" line={of} held={of.held} /> },
    { key: 'purpose', title: say('purpose'), cell: (of) => text(of.purpose) },
    { key: 'operator', title: say('operator'), cell: (of) => <Organisation id={of.operator} name={of.operatorName} /> },
  ]
  return (
    <Loaded of={found}>
      {(data) => (
        <Table name="zone.scenarios" caption={say('workspaces')} rows={data.pages.flatMap((page) => page.items)} columns={columns} rowKey={(of) => of.id}
          empty={<Empty title={say('none')} says={say('noneSays')} />} more={found.hasNextPage ? () => void found.fetchNextPage() : undefined} loadingMore={found.isFetchingNextPage} />
      )}
    </Loaded>
  )
}
