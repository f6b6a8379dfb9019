import { Link } from '@tanstack/react-router'
import { Acts } from '@/field/Acts'
import { CaseState, casePath } from '@/field/CaseLines'
import { DueDay } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Openings } from '@/field/Openings'
import { Loaded, Part } from '@/field/Page'
import { Panel } from '@/field/Panel'
import { useSay } from '@/words/language'
import { useReview } from '../queries'
import words from '../words'

/** The review of an output: where it stands, what I may do, and what the panel said as far as it is shown. */
export function Review({ output }: { output: string }) {
  const say = useSay(words)
  const found = useReview(output)
  return (
    <Loaded of={found} rows={3}>
      {(page) =>
        page ? (
          <>
            <Part title={say('review')} aside={<Link to={casePath(page.id)}>{say('toCase')}</Link>}>
              <p className="head-state"><CaseState line={page} /> {page.due && <DueDay due={page.due} step />}</p>
              <Acts page={page} />
            </Part>
            {page.panel && <Panel panel={page.panel} title={say('panel')} />}
          </>
        ) : (
          <>
            <Part title={say('review')}><Empty title={say('reviewNone')} says={say('reviewNoneSays')} /></Part>
            <Openings kind="output" id={output} />
          </>
        )
      }
    </Loaded>
  )
}
