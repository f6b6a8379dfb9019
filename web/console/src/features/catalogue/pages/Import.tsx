import { InboxOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Progress, Upload } from 'antd'
import { useRef, useState } from 'react'
import type { Schema } from '@/client/client'
import { useProgress } from '@/client/events'
import { casePath, stepPath } from '@/field/CaseLines'
import { Empty } from '@/field/Empty'
import { useFiled } from '@/field/Filed'
import { keepDraft } from '@/field/form/FormPage'
import { Loaded, Page, Part } from '@/field/Page'
import { Trouble } from '@/field/Refusal'
import { useRecord, useRegister, type Line } from '@/field/Register'
import { useSay } from '@/words/language'
import { ProfileOf, useCode } from '../parts/Profile'
import { confirmsColumns, takesData, type May } from '../parts/steps'
import { upload, useProfile, type Deposited, type Profile, type Sent } from '../queries'
import words from '../words'

/** Brings data into a resource: upload, what was read, confirmation. Where it stands is asked of the server each time. */
export default function Import() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const resource = useRecord('resource', id)
  const of = typeof resource.data?.facts.case === 'string' ? resource.data.facts.case : undefined
  const filed = useFiled(of)
  const versions = useRegister('version', { subject: id, sort: 'id' }, 200)
  const newest = versions.data?.pages.flatMap((page) => page.items).filter((one) => one.state !== 'destroyed').sort((x, y) => Number(y.facts.number) - Number(x.facts.number))[0]
  return (
    <Loaded of={resource} rows={12}>
      {(line) => (
        <Page title={`${say('import')} · ${line.title}`} says={say('importSays')}
          aside={<><Link to={`/catalogue/${id}` as never}>{say('open')}</Link> {of && <Link to={casePath(of)}>{say('opened')}</Link>}</>}>
          <Loaded of={filed}>
            {(page) => (
              <>
                <Choose resource={id} page={page} step={takesData(page)} />
                <Read page={page} newest={newest} />
                <Confirm page={page} resource={line} newest={newest} step={confirmsColumns(page)} />
              </>
            )}
          </Loaded>
        </Page>
      )}
    </Loaded>
  )
}

type CasePage = Schema<'CasePage'>

const size = (bytes: number) => (bytes >= 1 << 20 ? `${(bytes / (1 << 20)).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`)

function Choose({ resource, page, step }: { resource: string; page: CasePage; step: May | undefined }) {
  const say = useSay(words)
  const go = useNavigate()
  const queries = useQueryClient()
  const stop = useRef<AbortController>(undefined)
  const [sending, send] = useState<Sent>()
  const [kept, keep] = useState<{ name: string; came: Deposited }>()
  const [error, fail] = useState<Error>()
  const [cancelled, cancel] = useState(false)
  if (!step) {
    return (
      <Part title={say('stepFile')}>
        <Empty title={say('cannot')} says={say('cannotSays')}>
          <Link to={casePath(page.id)}>{say('opened')}</Link>
        </Empty>
      </Part>
    )
  }
  const start = async (file: File) => {
    stop.current = new AbortController()
    fail(undefined)
    cancel(false)
    keep(undefined)
    send({ sent: 0, of: file.size })
    try {
      const came = await upload(resource, file, send, stop.current.signal)
      keep({ name: file.name, came })
      await queries.invalidateQueries({ queryKey: ['cases'] })
    } catch (problem) {
      if (problem instanceof DOMException) cancel(true)
      else fail(problem instanceof Error ? problem : new Error(String(problem)))
    } finally {
      send(undefined)
    }
  }
  const fill = (form: Record<string, unknown>) => {
    keepDraft(`${page.id}.${step.step}`, form)
    void go({ to: stepPath(page.id, step.step) })
  }
  const way = step.form?.fields.find((field) => field.field === 'way')
  const table = way?.values?.find((one) => one.key === 'database')
  return (
    <Part title={say('stepFile')}>
      <p className="quiet">{say('stepFileSays')}</p>
      {!sending && !kept && (
        <Upload.Dragger accept=".csv,.parquet,.xlsx,.json" showUploadList={false} beforeUpload={(file) => { void start(file); return false }}>
          <p><InboxOutlined aria-hidden /> {say('choose')}</p>
          <p className="quiet">{say('dropped')}</p>
        </Upload.Dragger>
      )}
      {sending && (
        <div>
          <Progress percent={Math.round((100 * sending.sent) / Math.max(1, sending.of))} aria-label={say('sent', { sent: size(sending.sent), of: size(sending.of) })} />
          <p>
            {say('sent', { sent: size(sending.sent), of: size(sending.of) })} <Button size="small" onClick={() => stop.current?.abort()}>{say('cancel')}</Button>
          </p>
        </div>
      )}
      {cancelled && <p role="status">{say('cancelled')}</p>}
      <Trouble error={error} />
      {kept && (
        <div role="status">
          <p>{say('kept', { name: kept.name, size: size(kept.came.sizeBytes) })}</p>
          <div className="form-foot">
            <Button type="primary" onClick={() => fill(kept.came.form ?? {})}>{say('fill')}</Button>
            <Button onClick={() => keep(undefined)}>{say('again')}</Button>
          </div>
        </div>
      )}
      {!sending && !kept && table && (
        <p className="form-foot">
          <Button onClick={() => fill({ way: table.key })}>{say('fromTable')}</Button> <span className="quiet">{say('fromTableSays')}</span>
        </p>
      )}
    </Part>
  )
}

function Read({ page, newest }: { page: CasePage; newest: Line | undefined }) {
  const say = useSay(words)
  const progress = useProgress(page.id)
  const reading = newest !== undefined && !newest.facts.digest
  return (
    <Part title={say('stepRead')}>
      {reading && (
        <>
          <p role="status">{say('reading')}</p>
          {progress?.total ? <Progress percent={Math.round((100 * (progress.done ?? 0)) / progress.total)} aria-label={say('stepRead')} /> : null}
        </>
      )}
      {!newest && <p className="quiet">{say('readNone')}</p>}
      {newest && !reading && <p>{say('read', { n: Number(newest.facts.number), rows: Number(newest.facts.rows ?? 0).toLocaleString('zh-CN'), bad: Number(newest.facts.badRows ?? 0) })}</p>}
    </Part>
  )
}

function Confirm({ page, resource, newest, step }: { page: CasePage; resource: Line; newest: Line | undefined; step: May | undefined }) {
  const say = useSay(words)
  const go = useNavigate()
  const code = useCode()
  const waits = newest !== undefined && newest.facts.digest !== undefined && newest.facts.digest !== '' && newest.facts.confirmed !== true
  const profile = useProfile(waits ? newest.id : undefined)
  const begin = (of: Profile) => {
    if (!step) return
    keepDraft(`${page.id}.${step.step}`, { columns: of.version.columns.map((column) => proposed(column, resource, code)), acceptedBadRows: of.rejects.rows })
    void go({ to: stepPath(page.id, step.step) })
  }
  return (
    <>
      <Part title={say('stepConfirm')}>
        {!waits && <p className="quiet">{newest?.facts.confirmed === true ? say('confirmed', { n: Number(newest.facts.number) }) : say('confirmNone')}</p>}
        {waits && !step && <p className="quiet">{say('confirmNotYou')}</p>}
        {waits && step && (
          <>
            <p>{say('confirmSays')}</p>
            <Button type="primary" disabled={!profile.data} onClick={() => profile.data && begin(profile.data)}>{say('confirm')}</Button>
          </>
        )}
      </Part>
      {waits && <ProfileOf version={newest.id} filed={undefined} />}
    </>
  )
}

/** A column as it is proposed for confirmation: by what was detected, else by what the resource is. */
function proposed(column: Profile['version']['columns'][number], resource: Line, code: ReturnType<typeof useCode>) {
  const found = column.proposals?.[0]
  return { name: column.name, class: found ? code('class', found.class) : resource.facts.class, level: found?.level ?? resource.facts.level, role: found?.role ?? 'none' }
}
