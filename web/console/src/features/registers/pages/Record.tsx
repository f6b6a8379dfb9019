import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { Day } from '@/field/Day'
import { Thing } from '@/field/form/Value'
import { Loaded, Page, Part } from '@/field/Page'
import { FactValue } from '@/field/Register'
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
              <Facts title={say('facts')} facts={of?.facts.filter((one) => !one.computed)} line={line} />
              {!earlier.data && <Facts title={say('today')} facts={of?.facts.filter((one) => one.computed)} line={now} />}
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

/** Facts one beneath the other; what is not there takes no room. */
function Facts({ title, facts, line }: { title: string; facts: Kind['facts'] | undefined; line: Line & { computed?: Record<string, unknown> } }) {
  const text = useText()
  const there = (facts ?? []).filter((one) => !above.has(one.name) && !empty(line.facts[one.name] ?? line.computed?.[one.name]))
  if (there.length === 0) return null
  return (
    <Part title={title}>
      <dl className="answers">
        {there.map((fact) => (
          <div key={fact.name}>
            <dt>{text(fact.means)}</dt>
            <dd>
              <FactValue fact={fact} line={line} />
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  )
}

const empty = (value: unknown) => value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** What the head of the page says already. */
const above = new Set(['title', 'state'])
