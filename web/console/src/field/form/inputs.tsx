import { Checkbox, DatePicker, Input as Text, InputNumber, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import { useSay, useText } from '@/words/language'
import own from '../words'
import { Attachments } from './Attachments'
import { Reference } from './Reference'
import type { Field } from './value'

export interface InputProps {
  id: string
  field: Field
  value: unknown
  change: (value: unknown) => void
}

/** The control for one field, by its type. */
export function Input(props: InputProps) {
  const { of, refers } = props.field
  const list = props.field.list ?? false
  if (props.field.values?.length) return <OneOf {...props} list={list} />
  if (refers) return <Reference id={props.id} refers={refers} list={list} value={props.value} change={props.change} />
  switch (of) {
    case 'bool':
      return <YesNo {...props} />
    case 'int':
    case 'money':
      return <Figure {...props} money={of === 'money'} />
    case 'day':
      return list ? <Days {...props} /> : <Day {...props} />
    case 'digest':
      return <Attachments list={list} accepts={props.field.attachment} value={props.value} change={props.change} />
    default:
      return list ? <Texts {...props} /> : <Text.TextArea id={props.id} className="grows" rows={1} value={(props.value as string | undefined) ?? ''} onChange={(e) => props.change(e.target.value)} />
  }
}

function YesNo({ field, value, change }: InputProps) {
  const say = useSay(own)
  if (field.warranty) return <Checkbox checked={value === true} onChange={(e) => change(e.target.checked || undefined)}>{say('warranted')}</Checkbox>
  return (
    <Radio.Group value={value} onChange={(e) => change(e.target.value)}>
      <Radio value={true}>{say('yes')}</Radio>
      <Radio value={false}>{say('no')}</Radio>
    </Radio.Group>
  )
}

/** Money is filled in in yuan and sent in 分. */
function Figure({ id, field, value, change, money }: InputProps & { money: boolean }) {
  const say = useSay(own)
  const shown = typeof value === 'number' ? (money ? value / 100 : value) : null
  return (
    <InputNumber id={id} className="figure" value={shown} precision={money ? 2 : 0} controls={false} suffix={money ? say('yuan') : field.unit}
      onChange={(next) => change(next === null ? undefined : money ? Math.round(next * 100) : next)} />
  )
}

function Day({ id, value, change }: InputProps) {
  return <DatePicker id={id} value={value ? dayjs(String(value)) : null} onChange={(next) => change(next?.format('YYYY-MM-DD'))} />
}

function Days({ id, value, change }: InputProps) {
  const days = (value as string[] | undefined) ?? []
  return <DatePicker id={id} multiple value={days.map((day) => dayjs(day))} onChange={(next) => change((next ?? []).map((day) => dayjs(day).format('YYYY-MM-DD')))} />
}

function Texts({ id, value, change }: InputProps) {
  const say = useSay(own)
  return <Select id={id} mode="tags" open={false} suffixIcon={null} placeholder={say('enterList')} value={(value as string[] | undefined) ?? []} onChange={change} />
}

function OneOf({ id, field, value, change, list }: InputProps & { list: boolean }) {
  const say = useSay(own)
  const text = useText()
  const options = (field.values ?? []).map((one) => ({ value: one.key, label: text(one.word) }))
  if (field.open && !options.some((one) => one.value === 'other')) options.push({ value: 'other', label: say('other') })
  return (
    <Select id={id} mode={list ? 'multiple' : undefined} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={say('choose')} options={options}
      value={value ?? (list ? [] : undefined)} onChange={change} />
  )
}
