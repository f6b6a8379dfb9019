import { Link } from '@tanstack/react-router'
import { useListed, useSay, useText } from '@/words/language'
import { thingPath } from '../place'
import { Day } from '../Day'
import { Money } from '../Tags'
import { useTitle } from '../titles'
import own from '../words'
import type { Field, Form } from './value'

/** What a field needs to have for its value to be shown. */
export type Shape = Pick<Field, 'field' | 'title' | 'type'> & Partial<Pick<Field, 'values' | 'fields' | 'unit'>>

/** Types that are values of their own; every other type names a registered kind. */
const plain = new Set(['text', 'bool', 'int', 'day', 'money', 'digest', 'attachment', 'group'])

/** The type of a value, or of each of a list: "[day]" is a list of days. */
const elementOf = (field: Shape) => field.type.replace(/^\[(.+)\]$/, '$1')

/** A number as it is read. Years and small numbers stand as they are; what is longer is grouped. */
const figure = (value: unknown) => (typeof value === 'number' && Math.abs(value) >= 10_000 ? value.toLocaleString('en') : String(value))

/** A value as it is read, not filled in. `within` is the case whose documents refer to it. */
export function Value({ field, value, within }: { field: Shape; value: unknown; within?: string }) {
  const text = useText()
  const listed = useListed()
  if (Array.isArray(value)) {
    if (elementOf(field) === 'group' && field.fields && value.length > 1) return <Records fields={field.fields} rows={value as Form[]} within={within} />
    if (elementOf(field) === 'text') return <>{listed(value.map((one) => text(field.values?.find((known) => known.key === one)?.word) || String(one)))}</>
    return (
      <ul className="values">
        {value.map((one, i) => (
          <li key={i}>
            <One field={field} value={one} within={within} />
          </li>
        ))}
      </ul>
    )
  }
  return <One field={field} value={value} within={within} />
}

function One({ field, value, within }: { field: Shape; value: unknown; within?: string }) {
  const say = useSay(own)
  const text = useText()
  const type = elementOf(field)
  if (value === undefined || value === null || value === '') return <span className="quiet">{say('notFilled')}</span>
  const chosen = field.values?.find((one) => one.key === value)
  if (chosen) return <>{text(chosen.word)}</>
  switch (type) {
    case 'bool':
      return <>{say(value ? 'yes' : 'no')}</>
    case 'day':
      return <Day day={String(value)} />
    case 'money':
      return <Money cents={Number(value)} />
    case 'int':
      return <span className="number">{figure(value)} {field.unit}</span>
    case 'digest':
    case 'attachment':
      return <a href={`/v1/attachments/${String(value)}${within ? `?case=${encodeURIComponent(within)}` : ''}`} title={say('download')}><code>{String(value).slice(0, 16)}…</code></a>
    case 'group':
      return <Answers fields={field.fields ?? unnamed(value)} form={value as Form} within={within} />
  }
  if (!plain.has(type) && typeof value === 'string') return <Thing kind={type} id={value} />
  return <span className="written">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</span>
}

/** Several groups of the same fields: one row each. */
function Records({ fields, rows, within }: { fields: readonly Shape[]; rows: readonly Form[]; within?: string }) {
  const text = useText()
  return (
    <div className="table">
      <table>
        <thead>
          <tr>{fields.map((field) => <th key={field.field} scope="col">{text(field.title)}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {fields.map((field) => (
                <td key={field.field} data-title={text(field.title)}>
                  <div className="cell"><Value field={field} value={row[field.field]} within={within} /></div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Fields of a group of which nothing is told: by the names of what is in it. */
const unnamed = (value: unknown): Shape[] => Object.keys(value as Form).map((name) => ({ field: name, title: { zh: name, en: name }, type: 'text' }))

/** A registered thing or a case by its title, leading to it; where it cannot be seen, its number. */
export function Thing({ kind, id, title }: { kind: string; id: string; title?: string }) {
  const asked = useTitle(kind, title ? '' : id)
  const shown = title || asked
  if (shown === undefined) return <span aria-busy>&nbsp;</span>
  if (!shown) return <code>{id}</code>
  return <Link to={thingPath(kind, id)} title={id}>{shown}</Link>
}

/** Answers one beneath the other, to be read or checked. */
export function Answers({ fields, form, within }: { fields: readonly Shape[]; form: Form; within?: string }) {
  const text = useText()
  return (
    <dl className="answers">
      {fields.map((field) => (
        <div key={field.field}>
          <dt>{text(field.title)}</dt>
          <dd>
            <Value field={field} value={form[field.field]} within={within} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
