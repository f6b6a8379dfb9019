import { Select } from 'antd'
import { CaseTable } from '@/field/CaseLines'
import { Citation, Citations } from '@/field/Citation'
import { Diagram, useProcedure, type Drawn } from '@/field/Diagram'
import { Empty } from '@/field/Empty'
import { Loaded, Part } from '@/field/Page'
import { useFilters } from '@/field/search'
import { Table } from '@/field/Table'
import { State } from '@/field/Tags'
import { useListed, useSay, useText } from '@/words/language'
import { useCase, useCasesIn, useProcedures } from '../queries'
import words from '../words'
import './packs.css'

/** A procedure as a diagram with its steps; with a case chosen, where that stands in it. */
export function Procedures() {
  const say = useSay(words)
  const text = useText()
  const listed = useListed()
  const [search, change] = useFilters()
  const procedures = useProcedures()
  const name = search.procedure ?? procedures.data?.items[0]?.procedure ?? ''
  const drawn = useProcedure(name, 'current')
  const cases = useCasesIn(name)
  const chosen = useCase(search.case ?? '')
  const page = search.case && chosen.data?.procedure === name ? chosen.data : undefined
  return (
    <>
      <div className="finder">
        <Select aria-label={say('procedure')} showSearch={{ optionFilterProp: 'label' }} value={name || undefined} style={{ minWidth: 260 }} options={(procedures.data?.items ?? []).map((one) => ({ value: one.procedure, label: text(one.title) }))} onChange={(procedure: string) => change({ procedure, case: '' })} />
        <Select aria-label={say('caseInIt')} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={say('caseInIt')} value={search.case} style={{ minWidth: 260 }} popupMatchSelectWidth={false}
          options={(cases.data?.items ?? []).map((one) => ({ value: one.id, label: [one.id, one.about, text(one.word)].filter(Boolean).join(' · ') }))} onChange={(id?: string) => change({ case: id ?? '' })} />
      </div>
      <Loaded of={drawn} rows={8}>
        {(one) => (
          <div className="two">
            <Part title={text(one.title)} aside={one.notRegulated ? <State>{say('notRegulated')}</State> : <Citation cite={one.cite} />}>
              <Diagram procedure={name} pack={page?.pack.digest ?? 'current'} states={(page?.states ?? one.states) as readonly Drawn[]} went={page?.timeline} says={page ? say('standsAt', { state: text(page.word) }) : text(one.title)} />
            </Part>
            <Part title={say('steps')}>
              <Table name="steps" caption={say('steps')} rows={one.steps} rowKey={(step) => step.step} empty={<Empty title={say('none')} />}
                columns={[
                  { key: 'step', title: say('step'), cell: (step) => text(step.title) },
                  { key: 'by', title: say('by'), cell: (step) => listed(step.byWords.map(text)) },
                  { key: 'leads', title: say('leads'), cell: (step) => `${step.from.map((from) => text(one.states.find((state) => state.state === from)?.word)).join(' / ') || say('opens')} → ${text(one.states.find((state) => state.state === step.to)?.word) || say('stays')}` },
                  { key: 'periods', title: say('period'), cell: (step) => listed(step.periods.map((period) => text(period.words))) },
                  { key: 'cites', title: say('cites'), cell: (step) => <Citations cites={step.cites} /> },
                ]} />
            </Part>
          </div>
        )}
      </Loaded>
      <Part title={say('casesInIt')}>
        <Loaded of={cases} rows={3}>
          {(data) => <CaseTable name="packs.cases" caption={say('casesInIt')} rows={data.items} empty={<Empty title={say('casesNone')} says={say('casesNoneSays')} />} />}
        </Loaded>
      </Part>
    </>
  )
}
