import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { answered, api } from '@/client/client'
import { useSay, useText } from '@/words/language'
import { casePath } from './CaseLines'
import { Citation } from './Citation'
import { Day } from './Day'
import { Value } from './form/Value'
import { Part } from './Page'
import { Proof } from './Proof'
import registerWords from './registerWords'

/** The case behind a thing, where the seat may see it. */
export const useFiled = (id: string | undefined) =>
  useQuery({ queryKey: ['cases', id], queryFn: () => answered(api.GET('/v1/cases/{id}', { params: { path: { id: id ?? '' } } })), enabled: id !== undefined, retry: false })

/** What was written in the case behind a thing, such as the clauses of an agreement. */
export function Filed({ id, title }: { id: string | undefined; title: string }) {
  const say = useSay(registerWords)
  const text = useText()
  const { data } = useFiled(id)
  const documents = (data?.documents ?? []).filter((document) => document.fields.some((field) => field.present))
  if (!id || documents.length === 0) return null
  return (
    <Part title={title} aside={<Link to={casePath(id)}>{say('toCase')}</Link>}>
      {documents.map((document) => (
        <div key={document.document}>
          {documents.length > 1 && <h3>{text(document.title)}</h3>}
          <dl className="answers">
            {document.fields
              .filter((field) => field.present)
              .map((field) => (
                <div key={field.field}>
                  <dt>
                    {text(field.title)} <Citation cite={field.cite} />
                  </dt>
                  <dd>{field.withheld ? <span className="quiet">{say('withheld')}</span> : <Value field={field} value={field.value} within={id} />}</dd>
                </div>
              ))}
          </dl>
        </div>
      ))}
    </Part>
  )
}

/** The acts by one step in the case behind a thing: who signed it, and when. */
export function ActsOf({ id, step, title, none }: { id: string | undefined; step: string; title: string; none: string }) {
  const text = useText()
  const { data } = useFiled(id)
  if (!data) return null
  const taken = data.timeline.filter((one) => one.step === step)
  return (
    <Part title={title}>
      {taken.length === 0 && <p className="quiet">{none}</p>}
      <ul className="lines">
        {taken.map((one) => (
          <li key={one.entry}>
            <Day day={one.on} />
            <span>
              {one.orgName || one.org} <span className="quiet">{text(one.title)}</span>
            </span>
            <Proof entry={one.entry} />
          </li>
        ))}
      </ul>
    </Part>
  )
}
