import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { answered, api } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { newCasePath } from './CaseLines'
import { Citations } from './Citation'
import { Part } from './Page'
import registerWords from './registerWords'

/** What the seat may open about a thing, each with its article; nothing where it is nothing. */
export function Openings({ kind, id }: { kind: string; id: string }) {
  const say = useSay(registerWords)
  const text = useText()
  const { data } = useQuery({ queryKey: ['procedures'], queryFn: () => answered(api.GET('/v1/procedures')), staleTime: 300_000 })
  const found = (data?.items ?? []).flatMap((one) =>
    one.about.flatMap((link) => (!link.made && link.refers.kind === kind ? one.steps.map((step) => ({ of: one, link: link.name, step })) : [])),
  )
  if (found.length === 0) return null
  return (
    <Part title={say('openings')}>
      <ul className="lines">
        {found.map(({ of, link, step }) => (
          <li key={`${of.procedure}.${step.step}.${link}`}>
            <Link to={newCasePath(of.procedure, step.step, { [link]: id })}>{text(step.title)}</Link>
            <span className="quiet">{text(of.title)}</span>
            <Citations cites={step.cites} />
          </li>
        ))}
      </ul>
    </Part>
  )
}
