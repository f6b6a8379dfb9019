import { Link } from '@tanstack/react-router'
import { casePath } from '@/field/CaseLines'
import { CasesOf } from '@/field/CasesOf'
import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { KindWord } from '@/field/KindWord'
import { OpeningsOf } from '@/field/Openings'
import { Loaded, Part } from '@/field/Page'
import { Register } from '@/field/Register'
import { Organisation } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import { useFigures, useHolds } from '../queries'
import words from '../words'

export type Noun = 'evaluation' | 'rectification' | 'hold' | 'incident' | 'complaint' | 'supervision'

/** The cases of one noun, and what may be opened of it. */
export function Cases({ of }: { of: Noun }) {
  const say = useSay(words)
  return (
    <>
      <CasesOf procedure={of} caption={say(of)} empty={<Empty title={say(`${of}None`)} says={say(`${of}NoneSays`)} />} />
      <OpeningsOf procedures={[of]} />
    </>
  )
}

/** Holds that stand, with what they reach, before all holds there have been. */
export function Holds() {
  const say = useSay(words)
  const standing = useHolds()
  return (
    <>
      <p>{say('holdSays')}</p>
      <Part title={say('standing')}>
        <Loaded of={standing} rows={2}>
          {(data) => (
            data.items.length === 0 ? <p className="quiet">{say('standingNone')}</p> : (
              <ul className="lines">
                {data.items.map((hold) => (
                  <li key={hold.id}>
                    <Day day={hold.from} />
                    <span>
                      <KindWord kind={String(hold.facts.targetKind ?? '')} /> {hold.titles?.[hold.subject ?? ''] || hold.subject} · {hold.title}
                    </span>
                    {hold.org && <Organisation id={hold.org} name={hold.orgName} />}
                    {hold.case && <Link to={casePath(hold.case)}>{say('reach')}</Link>}
                  </li>
                ))}
              </ul>
            )
          )}
        </Loaded>
      </Part>
      <Register kind="hold" columns={['target', 'org', 'imposedBy', 'from', 'case']} empty={<Empty title={say('holdNone')} says={say('holdNoneSays')} />} />
      <h2>{say('holdCases')}</h2>
      <Cases of="hold" />
    </>
  )
}

/** Figures of the server. */
export function Figures() {
  const say = useSay(words)
  const text = useText()
  const figures = useFigures()
  const shown = (total: { count: number; atLeast?: boolean } | undefined) => (total ? (total.atLeast ? say('atLeast', { n: total.count }) : String(total.count)) : '')
  return (
    <Loaded of={figures.kinds} rows={12}>{(kinds) => <>
      <p>{say('statisticsSays')}</p>
      <dl className="answers">
        <div>
          <dt>{say('allCases')}</dt>
          <dd className="number">{shown(figures.cases.data)}</dd>
        </div>
        <div>
          <dt>{say('openCases')}</dt>
          <dd className="number">{shown(figures.open.data)}</dd>
        </div>
        {kinds.items.map(({ kind, word, total }) => total && (
          <div key={kind}>
            <dt>{text(word)}</dt>
            <dd className="number">{shown(total)}</dd>
          </div>
        ))}
      </dl>
    </>}</Loaded>
  )
}
