import { useParams } from '@tanstack/react-router'
import { Link } from '@tanstack/react-router'
import { casePath } from '@/field/CaseLines'
import { Day } from '@/field/Day'
import { Loaded, Page, Part } from '@/field/Page'
import { CasesAbout, Facts, Lines, ThingState, useRecord, type Line } from '@/field/Register'
import { useSay } from '@/words/language'
import words from '../words'

/** A hold: what it stops, who imposed it and why, and whether it stands. */
export default function Hold() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const hold = useRecord('hold', id)
  return (
    <Loaded of={hold}>
      {(line) => (
        <Page title={line.title} says={<ThingState kind="hold" line={line} />}>
          <Part title={say('particulars')} aside={typeof line.facts.case === 'string' ? <Link to={casePath(line.facts.case)}>{say('cause')}</Link> : null}>
            <Facts kind="hold" line={line} without={['state', 'case', 'targetKind']} />
            {typeof line.facts.lifted === 'string' && (
              <p>
                {say('lifted')} <Day day={line.facts.lifted} />
              </p>
            )}
          </Part>
          {typeof line.facts.target === 'string' && <Reached target={line.facts.target} />}
          <CasesAbout id={id} />
        </Page>
      )}
    </Loaded>
  )
}

/** What rests on the thing that is held, and is stopped with it. */
function Reached({ target }: { target: string }) {
  const say = useSay(words)
  const names = (line: Line) => line.subject === target || Object.values(line.facts).some((value) => value === target || (Array.isArray(value) && value.includes(target)))
  return (
    <>
      <h2>{say('reached')}</h2>
      <p className="quiet">{say('reachedSays')}</p>
      {(['scenario', 'grant', 'product', 'delivery', 'certificate'] as const).map((kind) => (
        <Lines key={kind} kind={kind} of={{}} where={names} columns={['scenario', 'resource']} title={say(`reached.${kind}`)} />
      ))}
    </>
  )
}
