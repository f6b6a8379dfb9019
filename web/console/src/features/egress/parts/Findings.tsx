import { Button } from 'antd'
import { useState } from 'react'
import { Citations } from '@/field/Citation'
import { Empty } from '@/field/Empty'
import { Loaded, Part } from '@/field/Page'
import { Table, type Column } from '@/field/Table'
import { State } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import { useReport, type Finding, type Report } from '../queries'
import words from '../words'

const tone = { pass: 'good', review: 'warn', 'not-determinable': 'warn', fail: 'stop' } as const
const weight = { fail: 0, review: 1, 'not-determinable': 2, pass: 3 } as const

/** What the platform found, each with its rule and its evidence: what stands against it first. */
export function Findings({ output }: { output: string }) {
  const say = useSay(words)
  const found = useReport(output)
  return (
    <Part title={say('report')} aside={found.data && <State tone={tone[found.data.outcome]}>{say(`outcome.${found.data.outcome}`)}</State>}>
      <Loaded of={found} rows={5}>{(report) => (report ? <Found report={report} /> : <Empty title={say('reportNone')} says={say('reportNoneSays')} />)}</Loaded>
    </Part>
  )
}

function Found({ report }: { report: Report }) {
  const say = useSay(words)
  const text = useText()
  const [all, showAll] = useState(false)
  const sorted = [...report.findings].sort((x, y) => weight[x.outcome] - weight[y.outcome])
  const telling = sorted.filter((one) => one.outcome !== 'pass')
  const rows = all || telling.length === 0 ? sorted : telling
  const columns: Column<Finding>[] = [
    { key: 'outcome', title: say('outcome'), narrow: true, cell: (of) => <State tone={tone[of.outcome]}>{say(`outcome.${of.outcome}`)}</State> },
    { key: 'finding', title: say('finding'), narrow: true, cell: (of) => <>{text(of.says)} <Citations cites={of.cites} />{of.remedy && <div className="quiet">{text(of.remedy)}</div>}</> },
    { key: 'column', title: say('column'), cell: (of) => of.column && <code>{of.column}</code> },
    { key: 'measured', title: say('measured'), narrow: true, cell: (of) => of.measured },
    { key: 'threshold', title: say('threshold'), narrow: true, cell: (of) => of.threshold },
    { key: 'rows', title: say('rows'), cell: (of) => of.rows && of.rows.length > 0 && <>{say('rowsSays', { rows: of.rows.slice(0, 5).join(', ') })} {(of.cells ?? of.rows.length) > 5 && say('rowsMore', { n: of.cells ?? of.rows.length })}</> },
    { key: 'source', title: say('source'), hidden: true, cell: (of) => of.source },
  ]
  return (
    <>
      <p className="quiet">{say('facts', { rows: report.rows, profile: report.profile })}</p>
      <Table name="egress.findings" caption={say('report')} rows={rows} columns={columns} rowKey={(of) => `${of.rule}.${of.code}.${of.column ?? ''}.${of.parameter}`} empty={null} />
      {!all && telling.length > 0 && telling.length < sorted.length && (
        <p className="quiet">
          {say('passed', { n: sorted.length - telling.length })} <Button size="small" onClick={() => showAll(true)}>{say('all')}</Button>
        </p>
      )}
      <dl className="facts-line digests">
        {report.artefact !== '' && <div><dt>{say('artefact')}</dt><dd><code>{report.artefact.slice(0, 32)}…</code></dd></div>}
        {report.release && <div><dt>{say('release')}</dt><dd><code>{report.release.slice(0, 32)}…</code></dd></div>}
      </dl>
    </>
  )
}
