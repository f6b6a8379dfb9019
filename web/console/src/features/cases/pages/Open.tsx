import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { newCaseDraft } from '@/field/CaseLines'
import { Citations } from '@/field/Citation'
import { Empty } from '@/field/Empty'
import { FormPage, dropDraft } from '@/field/form/FormPage'
import { Reference } from '@/field/form/Reference'
import { Loaded, Page } from '@/field/Page'
import { useFilters } from '@/field/search'
import { useSay, useText } from '@/words/language'
import { Done } from '../parts/Done'
import { useOpen, useProcedures, type ProcedureShown, type Receipt } from '../queries'
import words from '../words'

/** Opens a case: what it is about, and its document. */
export default function Open() {
  const { procedure = '', step = '' } = useParams({ strict: false })
  const say = useSay(words)
  const procedures = useProcedures()
  return (
    <Loaded of={procedures}>
      {(data) => {
        const of = data.items.find((one) => one.procedure === procedure)
        const found = of?.steps.find((one) => one.step === step)
        return of && found ? <Opening key={`${procedure}.${step}`} of={of} step={found} /> : <Page title={say('noStep')}><Empty title={say('startNoneSays')} /></Page>
      }}
    </Loaded>
  )
}

function Opening({ of, step }: { of: ProcedureShown; step: ProcedureShown['steps'][number] }) {
  const say = useSay(words)
  const text = useText()
  const router = useRouter()
  const [links, change] = useFilters()
  const [receipt, setReceipt] = useState<Receipt>()
  const draft = newCaseDraft(of.procedure, step.step)
  const open = useOpen((came) => {
    dropDraft(draft)
    setReceipt(came)
  })
  if (receipt) return <Done receipt={receipt} step={text(step.title)} />
  const about = of.about.filter((link) => !link.made)
  const chosen = Object.fromEntries(about.flatMap(({ name }) => (links[name] ? [[name, links[name]]] : [])))
  return (
    <Page title={text(of.title)} says={<>{text(step.title)} <Citations cites={step.cites} /></>}>
      {about.length > 0 && (
        <div className="form about">
          <h3>{say('about')}</h3>
          {about.map(({ name, refers }) => (
            <label key={name} htmlFor={`link-${name}`} className="about-one">
              {text(refers.word)}
              <Reference id={`link-${name}`} refers={refers} value={links[name]} change={(value) => change({ [name]: (value as string | undefined) ?? '' })} />
            </label>
          ))}
        </div>
      )}
      <FormPage draft={draft} fields={step.form?.fields ?? []} action={text(step.title)} stepUp={step.stepUp} example={{ procedure: of.procedure, step: step.step, links: chosen }} linked={change} follows={<p className="quiet">{say('then')}</p>}
        busy={open.isPending} error={open.error} cancel={() => router.history.back()} submit={(form) => open.mutate({ procedure: of.procedure, step: step.step, links: chosen, form })} />
    </Page>
  )
}
