import { Progress } from 'antd'
import { useProgress } from '@/client/events'
import { CaseState } from '@/field/CaseLines'
import { Day, DueDay } from '@/field/Day'
import { Jurisdiction } from '@/field/Jurisdiction'
import { KindWord } from '@/field/KindWord'
import { Thing } from '@/field/form/Value'
import { Organisation, State } from '@/field/Tags'
import { useListed, useSay, useText } from '@/words/language'
import type { CasePage } from '../queries'
import words from '../words'

/** What it is, whose, where it stands, who moves it and by when. */
export function Head({ page }: { page: CasePage }) {
  const say = useSay(words)
  const text = useText()
  const listed = useListed()
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
        {page.jurisdictionName && (
          <div>
            <dt>{say('jurisdiction')}</dt>
            <dd><Jurisdiction of={page} /></dd>
          </div>
        )}
        <div>
          <dt>{say('filer')}</dt>
          <dd>{page.filer ? <Organisation id={page.filer} name={page.filerName} /> : say('filedByPublic')}</dd>
        </div>
        {page.parties.length > 1 && (
          <div>
            <dt>{say('parties')}</dt>
            <dd>{listed(page.parties.map((party) => party.name || party.id))}</dd>
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
            <dt><KindWord kind={link.kind} /></dt>
            <dd><Thing kind={link.kind} id={link.id} title={link.title} /></dd>
          </div>
        ))}
        <div>
          <dt>{say('pack')}</dt>
          <dd>
            <span title={page.pack.digest}>{text(page.pack.title)}</span> {!page.pack.current && <span className="quiet">{say('packOld')}</span>}
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
