import { Link, useParams } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { casePath } from '@/field/CaseLines'
import { Citations } from '@/field/Citation'
import { Day } from '@/field/Day'
import { KindWord } from '@/field/KindWord'
import { Loaded, Page, Part } from '@/field/Page'
import { Trouble } from '@/field/Refusal'
import { download } from '@/field/Table'
import { Organisation, State } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import { Outside } from '../parts/Outside'
import { Tick } from '../parts/Tick'
import { hex } from '../proof'
import { useEntry, useProof, type Entry } from '../queries'
import words from '../words'

export default function EntryPage() {
  const say = useSay(words)
  const { seq = '0' } = useParams({ strict: false }) as { seq?: string }
  const n = Number(seq)
  const entry = useEntry(n)
  const aside = (
    <>
      {n > 0 && <Link to={`/log/entries/${n - 1}` as never}>{say('earlier')}</Link>}
      <Link to={`/log/entries/${n + 1}` as never}>{say('later')}</Link>
      <Link to={'/log' as never}>{say('back')}</Link>
    </>
  )
  return (
    <Page title={say('entry', { n: seq })} aside={aside}>
      <Loaded of={entry}>
        {(shown) => (
          <>
            <Shown entry={shown} />
            <Proved entry={shown} />
            <Outside seq={n} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Shown({ entry }: { entry: Entry }) {
  const say = useSay(words)
  const text = useText()
  return (
    <Part title={text(entry.word)} aside={<State tone={entry.outcome === 'receipt' ? 'good' : entry.outcome === 'refusal' ? 'stop' : 'plain'}>{say(entry.outcome)}</State>}>
      <dl className="answers">
        <Row title={say('day')}><Day day={entry.day} /></Row>
        <Row title={say('recorded')}><Day day={moment(entry.recorded)} /> <span className="number">{moment(entry.recorded).slice(11)}</span></Row>
        <Row title={say('who')}>{entry.seat && (entry.seatName || <code>{entry.seat}</code>)}</Row>
        <Row title={say('org')}>{entry.org && <Organisation id={entry.org} name={entry.orgName} />}</Row>
        <Row title={say('deputy')}>{entry.deputyFor && <code>{entry.deputyFor}</code>}</Row>
        <Row title={say('case')}>{entry.case && <Link to={casePath(entry.case)}>{entry.case}</Link>}</Row>
        <Row title={say('cites')}>{entry.cites?.length ? <Citations cites={entry.cites} /> : null}</Row>
        <Row title={say('codes')}>{entry.codes?.map((code) => <code key={code}>{code} </code>)}</Row>
        <Row title={say('rules')}>{entry.rules?.map((rule) => <code key={rule}>{rule} </code>)}</Row>
        <Row title={say('pack')}>{entry.pack && <code title={entry.pack}>{entry.pack.slice(0, 16)}…</code>}</Row>
        <Row title={say('note')}>{entry.note && <code>{entry.note}</code>}</Row>
      </dl>
      {entry.objects && entry.objects.length > 0 && (
        <>
          <h3>{say('objects')}</h3>
          <p className="quiet">{say('objectsSays')}</p>
          <ul className="lines">
            {entry.objects.map((one, i) => (
              <li key={i}>
                <span><KindWord kind={one.kind === 'case' ? 'case:' : one.kind} /></span>
                <code>{one.id}</code>
                <span className="quiet">{say('revision', { n: one.rev })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>{say('bytes')}</summary>
        <pre className="commands" tabIndex={0}>{entry.leaf}</pre>
      </details>
    </Part>
  )
}

/** An instant as the clock of the reader has it: 2026-02-25 09:30:00. */
const moment = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().replace('T', ' ').slice(0, 19)

function Row({ title, children }: { title: string; children: ReactNode }) {
  if (!children) return null
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The proof, checked in the browser. */
function Proved({ entry }: { entry: Entry }) {
  const say = useSay(words)
  const { data, error } = useProof(entry)
  return (
    <Part title={say('proof')} id="proof">
      <p>{say('proofSays')}</p>
      <Trouble error={error} />
      {!data && !error && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
      {data && (
        <>
          <ul className="checks">
            <Tick holds={data.checked.index === entry.seq}>{say('leafOk', { n: data.checked.index })}<br /><span className="quiet">{say('leafHash')}</span> <code>{hex(data.checked.leaf)}</code></Tick>
            <Tick holds={data.checked.included}>{say(data.checked.included ? 'pathOk' : 'pathBad', { n: data.checked.steps })}<br /><span className="quiet">{say('rootIs')}</span> <code>{hex(data.checked.root)}</code></Tick>
            <Tick holds={data.checked.signed}>{say(data.checked.signed === undefined ? 'signatureSkipped' : data.checked.signed ? 'signatureOk' : 'signatureBad')}</Tick>
            <Tick holds={data.twin.included && data.twin.signed}>{say(data.twin.included && data.twin.signed !== false ? 'twinOk' : 'twinBad')}<br /><span className="quiet">{say('rootIs')}</span> <code>{hex(data.twin.root)}</code></Tick>
          </ul>
          <Button onClick={() => download(new Blob([data.text]), `entry-${entry.seq}.tlog-proof`)}>{say('download')}</Button>
        </>
      )}
    </Part>
  )
}
