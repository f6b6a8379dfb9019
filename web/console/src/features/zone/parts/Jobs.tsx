import { Link } from '@tanstack/react-router'
import { Button, Progress } from 'antd'
import { useState } from 'react'
import { useProgress } from '@/client/events'
import { CaseState, casePath, stepPath, type CaseLine } from '@/field/CaseLines'
import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Loaded } from '@/field/Page'
import { Proof } from '@/field/Proof'
import { StepButton } from '@/field/StepButton'
import { useSay, useText } from '@/words/language'
import { useJob, useJobs } from '../queries'
import words from '../words'

/** Jobs of a scenario, the newest first, each with how far it is and what happened in it. */
export function Jobs({ scenario }: { scenario: string }) {
  const say = useSay(words)
  const jobs = useJobs(scenario)
  return (
    <Loaded of={jobs} rows={4}>
      {(data) => {
        const lines = data.pages.flatMap((page) => page.items)
        if (lines.length === 0) return <Empty title={say('jobsNone')} says={say('jobsNoneSays')} />
        return (
          <>
            <ul className="jobs">
              {lines.map((line) => (
                <Job key={line.id} line={line} />
              ))}
            </ul>
            {jobs.hasNextPage && <Button size="small" loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>…</Button>}
          </>
        )
      }}
    </Loaded>
  )
}

function Job({ line }: { line: CaseLine }) {
  const say = useSay(words)
  const progress = useProgress(line.id)
  const [open, setOpen] = useState(false)
  return (
    <li className="job">
      <span className="job-head">
        <Link to={casePath(line.id)} title={say('opens')}>{line.about || line.id}</Link> <CaseState line={line} />
      </span>
      <span className="quiet job-when">
        <Day day={line.opened} /> <code>{line.id}</code>
        <Button size="small" type="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {say('logShow')}
        </Button>
      </span>
      {progress && !line.closed && <Progress size="small" percent={progress.total ? Math.round((100 * (progress.done ?? 0)) / progress.total) : 50} status="active" aria-label={say('working')} format={() => progress.says} />}
      {open && <Log id={line.id} />}
    </li>
  )
}

/** What happened in a job, and what may be done about it. */
function Log({ id }: { id: string }) {
  const text = useText()
  const job = useJob(id)
  return (
    <Loaded of={job} rows={3}>
      {(page) => (
        <>
          <ul className="lines" >
            {page.timeline.map((act) => (
              <li key={act.entry}>
                <Day day={act.on} />
                <span>{text(act.title)}</span>
                <Proof entry={act.entry} />
              </li>
            ))}
          </ul>
          {page.may.map((step) => (
            <Link key={step.step} to={stepPath(id, step.step)}>
              <StepButton step={step} />
            </Link>
          ))}
        </>
      )}
    </Loaded>
  )
}
