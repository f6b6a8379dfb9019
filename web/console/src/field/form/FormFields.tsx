import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useId } from 'react'
import { useSay, useText } from '@/words/language'
import { Citation } from '../Citation'
import own from '../words'
import { Input, type InputProps } from './inputs'
import type { Field, Form } from './value'

interface Props {
  fields: readonly Field[]
  form: Form
  change: (next: Form) => void
  /** Paths that were found missing; they are marked. */
  missed?: ReadonlySet<string>
  path?: string
}

/** Draws a form from what the server says of its fields, one beneath the other. */
export function FormFields({ fields, form, change, missed, path = '' }: Props) {
  return (
    <div className="fields">
      {fields.map((field) => (
        <FieldRow key={field.field} field={field} path={path + field.field} missed={missed} value={form[field.field]} change={(value) => change({ ...form, [field.field]: value })} />
      ))}
    </div>
  )
}

interface RowProps extends Omit<InputProps, 'id'> {
  path: string
  missed?: ReadonlySet<string>
}

function FieldRow(props: RowProps) {
  const { field, path, missed } = props
  const { of, list } = field
  const id = useId()
  const lacks = missed?.has(path) ?? false
  if (of === 'group') return list ? <Groups {...props} /> : <Group {...props} />
  const grouped = of === 'bool' || of === 'digest'
  const Label = grouped ? 'span' : 'label'
  return (
    <div className="field" data-missing={lacks || undefined} id={`field-${path}`} role={grouped ? 'group' : undefined} aria-labelledby={grouped ? `${id}-label` : undefined}>
      <Label className="field-label" id={`${id}-label`} {...(grouped ? {} : { htmlFor: id })}>
        <Title field={field} lacks={lacks} />
      </Label>
      {field.cite && <Citation cite={field.cite} />}
      <Help field={field} />
      <Input id={id} field={field} value={props.value} change={props.change} />
    </div>
  )
}

function Title({ field, lacks }: { field: Field; lacks?: boolean }) {
  const say = useSay(own)
  const text = useText()
  const need = field.required ? 'required' : field.conditional ? 'conditional' : 'optional'
  return (
    <>
      {text(field.title)} <span className={lacks ? 'need need-lacks' : 'need'}>{say(need)}</span>
      {field.private && <span className="need"> · {say('private')}</span>}
      {field.publish && <span className="need"> · {say('public')}</span>}
    </>
  )
}

function Help({ field }: { field: Field }) {
  const text = useText()
  return field.help ? <p className="field-help quiet">{text(field.help)}</p> : null
}

function Group({ field, value, change, path, missed }: RowProps) {
  return (
    <fieldset className="field" id={`field-${path}`}>
      <legend>
        <Title field={field} />
      </legend>
      <Help field={field} />
      <FormFields fields={field.fields ?? []} form={(value as Form | undefined) ?? {}} change={change} missed={missed} path={`${path}.`} />
    </fieldset>
  )
}

/** A list of groups, such as the members of a panel: one after the other, added and removed. */
function Groups({ field, value, change, path, missed }: RowProps) {
  const say = useSay(own)
  const groups = (value as Form[] | undefined) ?? []
  if (asGrid(field, groups.length)) return <Grid field={field} value={groups} change={change} path={path} missed={missed} />
  return (
    <fieldset className="field" id={`field-${path}`} data-missing={missed?.has(path) || undefined}>
      <legend>
        <Title field={field} lacks={missed?.has(path)} />
      </legend>
      <Help field={field} />
      {groups.map((group, i) => (
        <fieldset key={i} className="one-of">
          <legend>{say('item', { n: i + 1 })}</legend>
          <FormFields fields={field.fields ?? []} form={group} missed={missed} path={`${path}.${i}.`} change={(next) => change(groups.map((one, k) => (k === i ? next : one)))} />
          <Button size="small" onClick={() => change(groups.filter((_, k) => k !== i))}>
            {say('remove', { n: i + 1 })}
          </Button>
        </fieldset>
      ))}
      <Button size="small" onClick={() => change([...groups, {}])}>
        {say('add')}
      </Button>
    </fieldset>
  )
}

/** Many alike are filled in as a table: short particulars, three or more of them. */
const asGrid = (field: RowProps['field'], rows: number) =>
  rows > 2 && (field.fields ?? []).length > 2 && (field.fields ?? []).every((inner) => ['text', 'int', 'money', 'bool', 'day'].includes(inner.type))

/** A list of groups as a table, one row each; on a narrow screen a card each. */
function Grid({ field, value, change, path, missed }: Omit<RowProps, 'value'> & { value: Form[] }) {
  const say = useSay(own)
  const text = useText()
  const id = useId()
  const fields = field.fields ?? []
  return (
    <fieldset className="field grid" id={`field-${path}`} data-missing={missed?.has(path) || undefined}>
      <legend>
        <Title field={field} lacks={missed?.has(path)} />
      </legend>
      <Help field={field} />
      <div className="table-scroll table" tabIndex={0} role="region" aria-label={text(field.title)}>
        <table>
          <thead>
            <tr>
              {fields.map((inner) => (
                <th key={inner.field} scope="col" id={`${id}-${inner.field}`}>
                  {text(inner.title)} {inner.required && <span className="need">{say('required')}</span>}
                </th>
              ))}
              <th scope="col"><span className="unseen">{say('remove', { n: '' })}</span></th>
            </tr>
          </thead>
          <tbody>
            {value.map((group, i) => (
              <tr key={i} data-missing={fields.some((inner) => missed?.has(`${path}.${i}.${inner.field}`)) || undefined}>
                {fields.map((inner) => (
                  <td key={inner.field} data-title={text(inner.title)} id={`field-${path}.${i}.${inner.field}`}>
                    <label className="unseen" htmlFor={`${id}-${i}-${inner.field}`}>{text(inner.title)} {say('item', { n: i + 1 })}</label>
                    <Input id={`${id}-${i}-${inner.field}`} field={inner} value={group[inner.field]} change={(next) => change(value.map((one, k) => (k === i ? { ...group, [inner.field]: next } : one)))} />
                  </td>
                ))}
                <td>
                  <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={say('remove', { n: i + 1 })} title={say('remove', { n: i + 1 })} onClick={() => change(value.filter((_, k) => k !== i))} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button size="small" onClick={() => change([...value, {}])}>
        {say('add')}
      </Button>
    </fieldset>
  )
}
