import { CaretRightOutlined, SendOutlined } from '@ant-design/icons'
import { Link, useParams, useRouter } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import { newCaseDraft, newCasePath } from '@/field/CaseLines'
import { keepDraft } from '@/field/form/FormPage'
import { Loaded, Page, Part } from '@/field/Page'
import { Trouble } from '@/field/Refusal'
import { LevelTag } from '@/field/Tags'
import { useSay } from '@/words/language'
import { Treatment } from '../parts/Datasets'
import { Jobs } from '../parts/Jobs'
import { ResultShown } from '../parts/ResultShown'
import { useCheck, Verdict } from '../parts/Verdict'
import { job, useRun, useSubmission, useWorkspace, type Workspace } from '../queries'
import words from '../words'
import '../zone.css'

const Editor = lazy(() => import('../parts/Editor'))

/** Where queries are written, checked as they are written, tried and submitted. */
export default function Workbench() {
  const { id = '' } = useParams({ strict: false })
  const found = useWorkspace(id)
  return <Loaded of={found} rows={12}>{(of) => <Bench of={of} />}</Loaded>
}

const keptAs = (scenario: string) => `shuyu.draft.workbench.${scenario}`

function Bench({ of }: { of: Workspace }) {
  const say = useSay(words)
  const router = useRouter()
  const [sql, write] = useState(() => sessionStorage.getItem(keptAs(of.id)) ?? '')
  useEffect(() => sessionStorage.setItem(keptAs(of.id), sql), [of.id, sql])
  const checking = useCheck(of.id, sql)
  const run = useRun()
  const submission = useSubmission()
  const step = submission.data
  const tryIt = () => sql.trim() !== '' && run.mutate({ scenario: of.id, sql, limit: 200 })
  const submit = () => {
    if (!step) return
    const ready = of.datasets.filter((dataset) => dataset.table !== undefined && checking.checked?.reads[dataset.table])
    keepDraft(newCaseDraft(job, step.step), { catalogue: 'production', sql, grants: ready.map((dataset) => dataset.grant) })
    void router.navigate({ to: newCasePath(job, step.step, { scenario: of.id }) })
  }
  return (
    <Page title={of.title} says={say('editorSays')} aside={<Link to={`/zone/${of.id}` as never}>{say('toWorkspace')}</Link>}>
      <div className="bench">
        <aside className="bench-data" aria-label={say('datasets')}>
          <Tables of={of} put={(name) => write(sql ? `${sql.trimEnd()} ${name}` : name)} />
        </aside>
        <div className="bench-main">
          <Part title={say('editor')}>
            <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 5 }} />}>
              <Editor value={sql} change={write} workspace={of} diagnostics={checking.checked?.diagnostics ?? []} run={tryIt} />
            </Suspense>
            <div className="form-foot">
              <Button icon={<CaretRightOutlined />} loading={run.isPending} disabled={sql.trim() === ''} onClick={tryIt} title={say('runSays')}>
                {say('run')}
              </Button>
              <Button type="primary" icon={<SendOutlined />} disabled={!step || !checking.checked?.admitted} onClick={submit}>
                {say('submit')}
              </Button>
              <span className="quiet">{submission.isSuccess && !step ? say('submitNobody') : checking.checked?.admitted ? say('submitSays') : say('submitBarred')}</span>
            </div>
            <Verdict {...checking} empty={sql.trim() === ''} />
          </Part>
          <Part title={say('result')}>
            <Trouble error={run.error} />
            {!run.error && <ResultShown result={run.data} workspace={of} busy={run.isPending} />}
          </Part>
        </div>
        <aside className="bench-jobs">
          <Part title={say('jobs')}>
            <Jobs scenario={of.id} />
          </Part>
        </aside>
      </div>
    </Page>
  )
}

/** The tables at hand; a name is put into the query by clicking it. */
function Tables({ of, put }: { of: Workspace; put: (name: string) => void }) {
  const say = useSay(words)
  return of.datasets.map((dataset) => (
    <section key={dataset.grant} className="part bench-table">
      <p>
        {dataset.table ? <button type="button" className="name" onClick={() => put(dataset.table ?? '')}><code>{dataset.table}</code></button> : say(`state.${dataset.state}`)} <span className="quiet">{dataset.title}</span>
      </p>
      <ul>
        {dataset.columns.map((column) => (
          <li key={column.name}>
            <button type="button" className="name" onClick={() => put(column.name)}><code>{column.name}</code></button>
            <LevelTag level={column.level} /> <Treatment mask={column.development} />
          </li>
        ))}
      </ul>
    </section>
  ))
}
