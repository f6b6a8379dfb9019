import { Empty } from '@/field/Empty'
import { Loaded, Part } from '@/field/Page'
import { ThingLink } from '@/field/Register'
import { Table, type Column } from '@/field/Table'
import { Organisation, State } from '@/field/Tags'
import { useListed, useSay } from '@/words/language'
import { useNeighbours, type Neighbour } from '../queries'
import words from '../words'

/** What left already from the same resources. */
export function Neighbours({ output }: { output: string }) {
  const say = useSay(words)
  const listed = useListed()
  const found = useNeighbours(output)
  const columns: Column<Neighbour>[] = [
    { key: 'title', title: say('output'), narrow: true, cell: (of) => <ThingLink kind="output" id={of.output} title={of.title} /> },
    { key: 'scenario', title: say('scenario'), cell: (of) => <>{of.scenario} {of.sameScenario && <State tone="warn">{say('same')}</State>}</> },
    { key: 'operator', title: say('operator'), cell: (of) => <Organisation id={of.operator} name={of.operatorName} /> },
    { key: 'common', title: say('common'), narrow: true, cell: (of) => listed(of.titles) },
    { key: 'rows', title: say('outputRows'), number: true, cell: (of) => of.rows },
  ]
  return (
    <Part title={say('neighbours')}>
      <p className="quiet">{say('neighboursSays')}</p>
      <Loaded of={found} rows={2}>
        {(data) => (
          <>
            <Table name="egress.neighbours" caption={say('neighbours')} rows={data.items} columns={columns} rowKey={(of) => of.output} empty={<Empty title={say('neighboursNone')} />} />
            {data.withheld ? <p className="quiet">{say('withheld', { n: data.withheld })}</p> : null}
          </>
        )}
      </Loaded>
    </Part>
  )
}
