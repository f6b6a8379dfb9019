import { Link, useParams } from '@tanstack/react-router'
import { Citations } from '@/field/Citation'
import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Loaded, Page, Part } from '@/field/Page'
import { State } from '@/field/Tags'
import { useListed, useSay, useText } from '@/words/language'
import { useUnit } from '../queries'
import words from '../words'
import '../parts/packs.css'

/** One article: gist, readings, rules as the pack writes them, rehearsals. */
export default function UnitPage() {
  const say = useSay(words)
  const text = useText()
  const listed = useListed()
  const { pack = 'current', unit = '' } = useParams({ strict: false }) as { pack?: string; unit?: string }
  const found = useUnit(pack, unit)
  return (
    <Loaded of={found} rows={10}>
      {({ unit: one, rules }) => (
        <Page title={one ? `${text(one.cite.label)} ${text(one.heading)}` : unit} says={one?.article} aside={<Link to={'/packs' as never}>{say('back')}</Link>}>
          {one ? (
            <>
              <div className={one.official && 'beside'}>
                <Part title={say('gist')}>
                  <p>{text(one.gist)}</p>
                  {one.noRule && <p><span className="quiet">{say('noRule')}</span> {text(one.noRule)}</p>}
                </Part>
                {one.official && (
                  <Part title={say('official')} aside={<State>{one.official.heading}</State>}>
                    {one.official.text ? <p className="official" lang="zh-CN">{one.official.text}</p> : <p>{say('officialMissing')}</p>}
                    <p className="quiet">{say('officialSource', { source: one.official.source })} · <Day day={one.official.on} /></p>
                    <p className="quiet"><code className="digest">{one.official.file}</code></p>
                  </Part>
                )}
              </div>
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
                        <State>{text(rule.word)}</State> {text(rule.says ?? rule.title) || <code>{rule.id}</code>} {rule.proved && <State tone="good">{say('proved')}</State>} {rule.restsOn && <State tone="warn">{say('readingMark')}</State>}
                      </summary>
                      <Citations cites={rule.cites} />
                      {rule.remedy && <p><span className="quiet">{say('remedy')}</span> {text(rule.remedy)}</p>}
                      {rule.at.length > 0 && <p><span className="quiet">{say('at')}</span> {listed(rule.at.map(text))}</p>}
                      {rule.code && <p><span className="quiet">{say('refusalCode')}</span> <code>{rule.code}</code></p>}
                      <details>
                        <summary className="quiet">{say('written')} · <code>{rule.id}</code> · {rule.place.file}:{rule.place.line}</summary>
                        <pre className="commands" tabIndex={0}>{rule.written}</pre>
                      </details>
                    </details>
                  ))}
                </Part>
              )}
              <Part title={say('rehearsals')}>
                {one.rehearsals.length === 0 ? <p className="quiet">{say('rehearsalsNone')}</p> : <ul className="lines">{one.rehearsals.map((phase) => <Rehearsed key={phase} phase={phase} />)}</ul>}
              </Part>
            </>
          ) : (
            <Empty title={say('none')} />
          )}
        </Page>
      )}
    </Loaded>
  )
}

/** A phase of a rehearsal: what it acts out, and where it is written. */
function Rehearsed({ phase }: { phase: string }) {
  const [file = '', units = '', ...says] = phase.split(' · ')
  return (
    <li>
      <span>{says.join(' · ') || units}</span>
      <span className="quiet">{file}</span>
    </li>
  )
}
