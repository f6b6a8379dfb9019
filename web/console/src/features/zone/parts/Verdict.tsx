import { useEffect, useState } from 'react'
import { GroundShown, Trouble } from '@/field/Refusal'
import { State } from '@/field/Tags'
import { useSay } from '@/words/language'
import { check, type Checked, type Diagnostic } from '../queries'
import words from '../words'
import { useKeyed } from './Datasets'

export interface Checking {
  checked?: Checked
  error?: Error
  busy: boolean
}

/** How long somebody must pause before a query is checked, in milliseconds. */
const pause = 300

/** Has a query checked whenever its writer pauses. An answer to an older text is dropped. */
export function useCheck(scenario: string, sql: string): Checking {
  const [now, set] = useState<Checking>({ busy: false })
  useEffect(() => {
    if (sql.trim() === '') {
      set({ busy: false })
      return
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      set((before) => ({ ...before, busy: true }))
      check({ scenario, sql }, stop.signal).then(
        (checked) => set({ checked, busy: false }),
        (error: Error) => !stop.signal.aborted && set({ error, busy: false }),
      )
    }, pause)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [scenario, sql])
  return now
}

const place = new Set(['offset', 'line', 'column'])

/** Whether the query would be admitted; where not, each ground with its place and what would be admitted. */
export function Verdict({ checked, error, busy, empty }: Checking & { empty: boolean }) {
  const say = useSay(words)
  const keyed = useKeyed()
  if (empty) return null
  if (error) return <Trouble error={error} />
  if (!checked) return <p className="quiet" role="status">{say('checking')}</p>
  if (!checked.admitted) {
    return (
      <section className="verdict" aria-busy={busy} role="status">
        <p><State tone="stop">{say('barred', { n: checked.diagnostics.length })}</State></p>
        <ol className="grounds">
          {checked.diagnostics.map((one, i) => (
            <Barred key={i} ground={one} />
          ))}
        </ol>
      </section>
    )
  }
  return (
    <section className="verdict" aria-busy={busy} role="status">
      <p><State tone="good">{say('admitted')}</State></p>
      <dl className="answers">
        <div>
          <dt>{say('reads')}</dt>
          <dd>{Object.entries(checked.reads).map(([table, columns]) => <code key={table}>{table}({columns.join(', ')}) </code>)}</dd>
        </div>
        <div>
          <dt>{say('admittedOutputs')}</dt>
          <dd>{checked.outputs.map((one) => <span key={one.name} className="output"><code>{one.name}</code> <span className="quiet">{keyed('output', one.kind)}</span></span>)}</dd>
        </div>
      </dl>
      {checked.sql && (
        <details>
          <summary>{say('rewritten')}</summary>
          <pre className="sql">{checked.sql}</pre>
        </details>
      )}
    </section>
  )
}

function Barred({ ground }: { ground: Diagnostic }) {
  const say = useSay(words)
  const where = ground.line && ground.column ? say('at', { line: ground.line, column: ground.column }) : say('elsewhere')
  return (
    <>
      <span className="quiet">{where}</span>
      <GroundShown ground={{ ...ground, facts: ground.facts?.filter((fact) => !place.has(fact.name)) }} />
    </>
  )
}
