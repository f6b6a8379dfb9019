import { Alert, Button } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { useSay } from '@/words/language'
import { Trouble } from '../Refusal'
import { Example, type ExampleFor } from './Example'
import { FormFields } from './FormFields'
import formWords from './formWords'
import { filled, missing, type Field, type Form } from './value'
import { Answers } from './Value'

interface Props {
  /** Names the draft, which stays in this window until it is handed in. */
  draft: string
  fields: readonly Field[]
  /** What the act is called on its button. */
  action: string
  /** What will follow, said before it is handed in. */
  follows?: ReactNode
  stepUp?: boolean
  /** The step, for which a demonstration offers an example. */
  example?: ExampleFor
  /** Hears what the example says that a case is about. */
  linked?: (links: Record<string, string>) => void
  busy: boolean
  error: Error | null
  submit: (form: Form) => void
  cancel: () => void
}

/** A form with its draft, and the answers to be checked before they are handed in. */
export function FormPage({ draft, fields, action, follows, stepUp, example, linked, busy, error, submit, cancel }: Props) {
  const say = useSay(formWords)
  const [form, change] = useDraft(draft)
  const [checking, check] = useState(fields.length === 0)
  const [missed, miss] = useState<string[]>([])
  const lacks = new Set(missed)
  const goOn = () => {
    const found = missing(fields, form)
    miss(found)
    if (found.length === 0) check(true)
    else document.getElementById(`field-${found[0]}`)?.scrollIntoView({ block: 'center' })
  }
  if (!checking) {
    return (
      <div className="form">
        {example && (
          <Example
            of={example}
            fill={(shown) => {
              change(shown.form)
              miss([])
              linked?.(shown.links)
            }}
          />
        )}
        <FormFields fields={fields} form={form} change={change} missed={lacks} />
        {missed.length > 0 && <p role="alert" className="need-lacks">{say('missed', { n: missed.length })}</p>}
        <div className="form-foot">
          <Button type="primary" onClick={goOn}>
            {say('check')}
          </Button>
          <Button onClick={cancel}>{say('later')}</Button>
          <span className="quiet">{say('kept')}</span>
        </div>
      </div>
    )
  }
  return (
    <div className="form">
      {fields.length > 0 && (
        <>
          <h3>{say('answers')}</h3>
          <Answers fields={fields} form={form} />
        </>
      )}
      {follows}
      {stepUp && <Alert type="info" showIcon title={say('stepUp')} />}
      <Trouble error={error} />
      <div className="form-foot">
        <Button type="primary" loading={busy} onClick={() => submit(filled(form))}>
          {action}
        </Button>
        {fields.length > 0 && <Button onClick={() => check(false)}>{say('change')}</Button>}
        {fields.length === 0 && <Button onClick={cancel}>{say('later')}</Button>}
      </div>
    </div>
  )
}

const keptAs = (name: string) => `shuyu.draft.${name}`

/** Forgets a draft, once it was handed in. */
export const dropDraft = (name: string) => sessionStorage.removeItem(keptAs(name))

/** Puts answers into a draft before its form is opened: what the page that leads there knows already. */
export const keepDraft = (name: string, form: Form) => sessionStorage.setItem(keptAs(name), JSON.stringify(form))

function useDraft(name: string) {
  const [form, set] = useState<Form>(() => JSON.parse(sessionStorage.getItem(keptAs(name)) ?? '{}') as Form)
  useEffect(() => sessionStorage.setItem(keptAs(name), JSON.stringify(form)), [name, form])
  return [form, set] as const
}
