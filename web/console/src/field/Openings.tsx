import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { answered, api, type Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { newCasePath } from './CaseLines'
import { Citations } from './Citation'
import { Part } from './Page'
import registerWords from './registerWords'

type Procedure = Schema<'ProcedureShown'>

/** What the seat may open about a thing, each with its article; nothing where it is nothing. */
export function Openings({ kind, id }: { kind: string; id: string }) {
  return <Found from={(one) => one.about.filter((link) => !link.made && link.refers.kind === kind).map((link) => ({ [link.name]: id }))} />
}

/** What the seat may open of some procedures, each with its article; nothing where it is nothing. */
export function OpeningsOf({ procedures }: { procedures: readonly string[] }) {
  return <Found from={(one) => (procedures.includes(one.procedure) ? [{}] : [])} />
}

/** The steps that open a case, once for each set of links that `from` answers for their procedure. */
function Found({ from }: { from: (one: Procedure) => Record<string, string>[] }) {
  const say = useSay(registerWords)
  const text = useText()
  const { data } = useQuery({ queryKey: ['procedures'], queryFn: () => answered(api.GET('/v1/procedures')), staleTime: 300_000 })
  const found = (data?.items ?? []).flatMap((of) => from(of).flatMap((links) => of.steps.map((step) => ({ of, links, step }))))
  if (found.length === 0) return null
  return (
    <Part title={say('openings')}>
      <ul className="lines">
        {found.map(({ of, links, step }) => (
          <li key={`${of.procedure}.${step.step}.${Object.keys(links).join()}`}>
            <Link to={newCasePath(of.procedure, step.step, links)}>{text(step.title)}</Link>
            <span className="quiet">{text(of.title)}</span>
            <Citations cites={step.cites} />
          </li>
        ))}
      </ul>
    </Part>
  )
}
