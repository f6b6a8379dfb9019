import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { answered, api } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { newCasePath } from './CaseLines'
import { Citations } from './Citation'
import lineWords from './lineWords'
import { Part } from './Page'

/** What the seat may open, of some procedures or of all, each with its article; nothing where it is nothing. */
export function MayOpen({ of }: { of?: readonly string[] }) {
  const say = useSay(lineWords)
  const text = useText()
  const { data } = useQuery({ queryKey: ['procedures'], queryFn: () => answered(api.GET('/v1/procedures')), staleTime: 300_000 })
  const found = (data?.items ?? []).filter((one) => !of || of.includes(one.procedure)).flatMap((one) => one.steps.map((step) => ({ one, step })))
  if (found.length === 0) return null
  return (
    <Part title={say('may')}>
      <ul className="lines">
        {found.map(({ one, step }) => (
          <li key={`${one.procedure}.${step.step}`}>
            <Link to={newCasePath(one.procedure, step.step)}>{text(step.title)}</Link>
            <span className="quiet">{text(one.title)}</span>
            <Citations cites={step.cites} />
          </li>
        ))}
      </ul>
    </Part>
  )
}
