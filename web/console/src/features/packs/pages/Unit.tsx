import { Link, useParams } from '@tanstack/react-router'
import { Citations } from '@/field/Citation'
import { Empty } from '@/field/Empty'
import { Loaded, Page, Part } from '@/field/Page'
import { State } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import { useUnit } from '../queries'
import words from '../words'

/** One article: gist, readings, rules as the pack writes them, rehearsals. */
export default function UnitPage() {
  const say = useSay(words)
  const text = useText()
  const { pack = 'current', unit = '' } = useParams({ strict: false }) as { pack?: string; unit?: string }
  const found = useUnit(pack, unit)
  const shown = found.data?.unit
  return (
    <Page title={shown ? `${shown.cite.label} ${text(shown.heading)}` : unit} says={shown?.article} aside={<Link to={'/packs' as never}>{say('back')}</Link>}>
      <Loaded of={found}>
        {({ unit: one, rules }) => {
          if (!one) return <Empty title={say('none')} />
          return (
            <>
              <Part title={say('gist')}>
                <p>{text(one.gist)}</p>
                {one.noRule && <p><span className="quiet">{say('noRule')}</span> {text(one.noRule)}</p>}
              </Part>
              {one.readings.map((reading) => (
                <Part key={reading.reading} title={text(reading.question)} aside={<State tone="warn">{say('readingMark')}</State>}>
                  <p>{text(reading.taken)}</p>
                  <p className="quiet">{text(reading.reason)}</p>
                </Part>
              ))}
              {rules.length > 0 && (
                <Part title={say('rules')}>
                  {rules.map((rule) => (
                    <details key={rule.id} className="rule">
                      <summary>
                        <code>{rule.id}</code> {rule.says && text(rule.says)} {rule.proved && <State tone="good">{say('proved')}</State>} {rule.restsOn && <State tone="warn">{say('readingMark')}</State>}
                      </summary>
                      <Citations cites={rule.cites} />
                      {rule.remedy && <p><span className="quiet">{say('remedy')}</span> {text(rule.remedy)}</p>}
                      {rule.code && <p><span className="quiet">{say('refusalCode')}</span> <code>{rule.code}</code></p>}
                      <p className="quiet">{say('written')} · {rule.place.file}:{rule.place.line}</p>
                      <pre className="commands" tabIndex={0}>{JSON.stringify(rule.body, null, 2)}</pre>
                    </details>
                  ))}
                </Part>
              )}
              <Part title={say('rehearsals')}>
                {one.rehearsals.length === 0 ? <p className="quiet">{say('rehearsalsNone')}</p> : <ul>{one.rehearsals.map((phase) => <li key={phase}>{phase}</li>)}</ul>}
              </Part>
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}
