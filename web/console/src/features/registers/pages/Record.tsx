import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { Day } from '@/field/Day'
import { Thing } from '@/field/form/Value'
import { Jurisdiction } from '@/field/Jurisdiction'
import { Loaded, Page, Part } from '@/field/Page'
import { FactLines } from '@/field/Register'
import { useFilters } from '@/field/search'
import { Organisation } from '@/field/Tags'
import { KnownTitles } from '@/field/titles'
import { useSay, useText } from '@/words/language'
import { useKinds, useRecord, useRevision, type Kind, type Line } from '../queries'
import words from '../words'

/** A registered thing: what is registered of it, what that means today, and how it stood before. */
export default function Record() {
  const { kind = '', id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const text = useText()
  const [search, change] = useFilters()
  const record = useRecord(kind, id)
  const kinds = useKinds()
  const asked = Number(search.rev) || undefined
  const earlier = useRevision(kind, id, asked && record.data && asked !== record.data.rev ? asked : undefined)
  const of = kinds.data?.items.find((one) => one.kind === kind)
  return (
    <Loaded of={record} rows={10}>
      {(now) => (
        <Loaded of={kinds} rows={10}>{() => {
        const line: Line = earlier.data ?? now
        return (
          <KnownTitles value={line.titles ?? {}}>
            <Page title={line.title || id} says={<>{text(of?.word)} <code>{id}</code></>}>
              {earlier.data && <Alert type="info" showIcon title={say('revisionOf', { n: line.rev })} action={<Button size="small" onClick={() => change({ rev: '' })}>{say('toNow')}</Button>} />}
              <Summary line={line} of={of} />
              <FactLines title={say('facts')} facts={of?.facts.filter((one) => !one.computed && !above.has(one.name)) ?? []} line={line} />
              {!earlier.data && <FactLines title={say('today')} facts={of?.facts.filter((one) => one.computed && !above.has(one.name)) ?? []} line={now} />}
              <Part title={say('history')}>
                {now.rev === 1 ? (
                  <p className="quiet">{say('same')}</p>
                ) : (
                  <ul className="lines">
                    {Array.from({ length: now.rev }, (_, i) => now.rev - i).map((rev) => (
                      <li key={rev}>
                        {rev === line.rev ? <strong>{say('revision', { n: rev })}</strong> : <Link to="." search={{ rev: rev === now.rev ? '' : String(rev) } as never}>{say('revision', { n: rev })}</Link>}
                        {rev === now.rev && <span className="quiet">{say('now')}</span>}
                      </li>
                    ))}
                  </ul>
                )}
              </Part>
            </Page>
          </KnownTitles>
        )
      }}</Loaded>
      )}
    </Loaded>
  )
}

function Summary({ line, of }: { line: Line; of: Kind | undefined }) {
  const say = useSay(words)
  const text = useText()
  const states = of?.facts.find((one) => one.name === 'state')
  const word = states?.values?.find((one) => one.key === line.state)
  return (
    <section className="head part" aria-label={line.title}>
      <dl className="facts-line">
        {line.state && (
          <div>
            <dt>{states ? text(states.means) : ''}</dt>
            <dd>{word ? text(word.word) : line.state}</dd>
          </div>
        )}
        {line.org && (
          <div>
            <dt>{say('organisation')}</dt>
            <dd><Organisation id={line.org} name={line.orgName} /></dd>
          </div>
        )}
        {line.jurisdictionName && (
          <div>
            <dt>{say('jurisdiction')}</dt>
            <dd><Jurisdiction of={line} /></dd>
          </div>
        )}
        {line.from && (
          <div>
            <dt>{say('from')}</dt>
            <dd><Day day={line.from} /></dd>
          </div>
        )}
        {line.until && (
          <div>
            <dt>{say('until')}</dt>
            <dd><Day day={line.until} /></dd>
          </div>
        )}
        {line.case && (
          <div>
            <dt>{say('case')}</dt>
            <dd><Thing kind="case" id={line.case} /></dd>
          </div>
        )}
      </dl>
    </section>
  )
}

const above = new Set(['title', 'state'])
