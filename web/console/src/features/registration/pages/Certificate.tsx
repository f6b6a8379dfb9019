import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { answered, api } from '@/client/client'
import { Day } from '@/field/Day'
import { Loaded, Page, Part } from '@/field/Page'
import { Proof } from '@/field/Proof'
import { CasesAbout, Facts, ThingState, useRecord } from '@/field/Register'
import { State } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import words from '../words'

/** A certificate: what it says, how it stands today, and how anybody verifies it. */
export default function Certificate() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const certificate = useRecord('certificate', id)
  return (
    <Loaded of={certificate}>
      {(line) => (
        <Page title={line.title} says={<ThingState kind="certificate" line={line} />}>
          <div className="thing">
            <div>
              <Part title={say('particulars')} aside={typeof line.facts.entry === 'number' ? <Proof entry={line.facts.entry} /> : null}>
                <Facts kind="certificate" line={line} without={['title', 'state']} />
              </Part>
              <CasesAbout id={String(line.facts.subject ?? '')} />
            </div>
            <aside>
              <Standing id={id} />
              <Part title={say('take')}>
                <ul className="plain">
                  <li><a href={`/v1/certificates/${id}/face.pdf?language=zh`} target="_blank" rel="noreferrer">{say('face')}</a></li>
                  <li><a href={`/v1/certificates/${id}/face.pdf?language=en`} target="_blank" rel="noreferrer">{say('faceEn')}</a></li>
                  <li><a href={`/v1/certificates/${id}`} download={`${String(line.facts.number ?? id)}.json`}>{say('bundle')}</a></li>
                  <li><a href={`/certificates?number=${encodeURIComponent(String(line.facts.number ?? ''))}`} target="_blank" rel="noreferrer">{say('verify')}</a></li>
                  <li><a href="/verify" target="_blank" rel="noreferrer">{say('verifyFile')}</a></li>
                </ul>
                <p className="quiet">{say('takeSays')}</p>
              </Part>
            </aside>
          </div>
        </Page>
      )}
    </Loaded>
  )
}

function Standing({ id }: { id: string }) {
  const say = useSay(words)
  const text = useText()
  const status = useQuery({ queryKey: ['certificates', id, 'status'], queryFn: () => answered(api.GET('/v1/certificates/{id}/status', { params: { path: { id } } })) })
  return (
    <Part title={say('standing')}>
      <Loaded of={status} rows={2}>
        {(stands) => (
          <>
            <p>
              <State>{text(stands.word)}</State> {say('since')} <Day day={stands.since} />
            </p>
            <p className="quiet">
              {say('asOf')} <Day day={stands.asOf} /> {stands.pilot && say('pilot')} {stands.demo && say('demo')}
            </p>
          </>
        )}
      </Loaded>
    </Part>
  )
}
