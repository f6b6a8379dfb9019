import { useRouter } from '@tanstack/react-router'
import { Progress } from 'antd'
import { useProgress } from '@/client/events'
import { CaseState, stepPath } from '@/field/CaseLines'
import { Day, DueDay } from '@/field/Day'
import { Thing } from '@/field/form/Value'
import { Part } from '@/field/Page'
import { GroundShown } from '@/field/Refusal'
import { StepButton } from '@/field/StepButton'
import { Organisation, State } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import type { CasePage } from '../queries'
import words from '../words'

/** What it is, whose, where it stands, who moves it and by when. */
export function Head({ page }: { page: CasePage }) {
  const say = useSay(words)
  const text = useText()
  const mover = page.closed ? say('concluded') : page.waits ? say('waits', { who: text(page.waitsWord) }) : say('waitsNobody')
  return (
    <section className="head part" aria-label={text(page.title)}>
      <p className="head-state">
        <CaseState line={page} /> <strong>{mover}</strong> {page.due && <DueDay due={page.due} step />}
        {page.held && <State tone="stop">{say('held')}</State>}
        {page.pilot && <State tone="warn">{say('pilot')}</State>}
        {page.tags?.map((tag) => <State key={tag.zh}>{text(tag)}</State>)}
      </p>
      <Working id={page.id} />
      <dl className="facts-line">
        <div>
          <dt>{say('filer')}</dt>
          <dd><Organisation id={page.filer} name={page.filerName} /></dd>
        </div>
        {page.parties.length > 1 && (
          <div>
            <dt>{say('parties')}</dt>
            <dd>{page.parties.map((party) => party.name || party.id).join('、')}</dd>
          </div>
        )}
        <div>
          <dt>{say('opened')}</dt>
          <dd><Day day={page.opened} /></dd>
        </div>
        {page.closed && (
          <div>
            <dt>{say('closed')}</dt>
            <dd><Day day={page.closed} /></dd>
          </div>
        )}
        {page.linked.map((link) => (
          <div key={link.name}>
            <dt>{say('linked')}</dt>
            <dd><Thing kind={link.kind} id={link.id} title={link.title} /></dd>
          </div>
        ))}
        <div>
          <dt>{say('pack')}</dt>
          <dd>
            {page.pack.name} <code title={page.pack.digest}>{page.pack.digest.slice(0, 10)}</code> {!page.pack.current && <span className="quiet">{say('packOld')}</span>}
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** How far work on the case has come, while some is under way. */
function Working({ id }: { id: string }) {
  const say = useSay(words)
  const event = useProgress(id)
  if (!event?.total) return null
  return <Progress percent={Math.round((100 * (event.done ?? 0)) / event.total)} aria-label={say('progress')} format={() => event.says} />
}

/** What I may do, with one primary act; folded beneath it, why not the rest. */
export function Acts({ page }: { page: CasePage }) {
  const say = useSay(words)
  const text = useText()
  const router = useRouter()
  const first = page.may.find((one) => one.step === page.due?.step) ?? page.may[0]
  return (
    <Part title={say('may')}>
      {page.may.length === 0 && <p className="quiet">{say('mayNone')}</p>}
      <ul className="acts">
        {page.may.map((one) => (
          <li key={one.step}>
            <StepButton step={one} primary={one === first} onClick={() => void router.navigate({ to: stepPath(page.id, one.step) })} />
            {one.dues[0] && <DueDay due={one.dues[0]} />}
          </li>
        ))}
      </ul>
      {page.mayNot.length > 0 && (
        <details className="why-not">
          <summary>
            {say('mayNot')} <span className="quiet">({page.mayNot.length})</span>
          </summary>
          {page.mayNot.map((one) => (
            <section key={one.step}>
              <h3>{text(one.title)}</h3>
              <ol className="grounds">
                {one.violations.map((ground, i) => (
                  <GroundShown key={`${ground.code}-${i}`} ground={ground} />
                ))}
              </ol>
            </section>
          ))}
        </details>
      )}
    </Part>
  )
}
