import { Radio, Skeleton } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { Empty } from '@/field/Empty'
import { useSay } from '@/words/language'
import type { Result, Workspace } from '../queries'
import words from '../words'
import { Treatment } from './Datasets'

const Chart = lazy(() => import('./Chart'))

/** What a trial answered, with a mark that none of it is real. */
export function ResultShown({ result, workspace, busy }: { result: Result | undefined; workspace: Workspace; busy: boolean }) {
  const say = useSay(words)
  const [shape, draw] = useState<'grid' | 'chart'>('grid')
  if (busy) return <Skeleton active title={false} paragraph={{ rows: 5 }} />
  if (!result) return <Empty title={say('resultNone')} says={say('resultNoneSays')} />
  return (
    <div className="result">
      <p role="note" className="masked"><strong>{say(result.mark === 'dummy' ? 'resultDummy' : 'resultMark')}</strong> {say('resultSays')}</p>
      <div className="result-tools">
        <Radio.Group size="small" value={shape} onChange={(e) => draw(e.target.value as 'grid' | 'chart')} optionType="button" options={[{ value: 'grid', label: say('grid') }, { value: 'chart', label: say('chart') }]} />
        <span className="quiet">{say('resultRows', { n: result.rows.length, ms: result.millis })}{result.truncated && ` · ${say('truncated', { n: result.rows.length })}`}</span>
      </div>
      {result.rows.length === 0 ? <Empty title={say('resultEmpty')} /> : shape === 'grid' ? <Grid result={result} workspace={workspace} /> : (
        <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 6 }} />}>
          <Chart result={result} />
        </Suspense>
      )}
    </div>
  )
}

/** A column of nothing but numbers stands to the right. */
export const numeric = (result: Result, i: number) => result.rows.length > 0 && result.rows.every((row) => row[i] === '' || row[i] === null || Number.isFinite(Number(row[i])))

function Grid({ result, workspace }: { result: Result; workspace: Workspace }) {
  const say = useSay(words)
  const masks = new Map(workspace.datasets.flatMap((dataset) => dataset.columns.map((column) => [column.name, column] as const)))
  return (
    <div className="table grid">
      <div className="table-scroll" tabIndex={0} role="region" aria-label={say('result')}>
        <table>
          <caption className="unseen">{say('result')}</caption>
          <thead>
            <tr>
              {result.columns.map((column, i) => (
                <th key={column.name} scope="col" className={numeric(result, i) ? 'right' : undefined}>
                  {column.name} {masks.has(column.name) && <Treatment mask={masks.get(column.name)?.development} />}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.rows.map((row, k) => (
              <tr key={k}>
                {row.map((cell, i) => (
                  <td key={i} data-title={result.columns[i]?.name} className={numeric(result, i) ? 'number right' : undefined}>{String(cell ?? '')}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
