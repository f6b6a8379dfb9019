import { useParams, useRouter } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { ProblemError } from '@/client/client'
import { casePath } from '@/field/CaseLines'
import { Citations } from '@/field/Citation'
import { Empty } from '@/field/Empty'
import { FormPage, dropDraft } from '@/field/form/FormPage'
import { Loaded, Page } from '@/field/Page'
import { GroundShown } from '@/field/Refusal'
import { useSay, useText } from '@/words/language'
import { Done } from '../parts/Done'
import { useCase, useTake, type CasePage, type Receipt } from '../queries'
import words from '../words'

/** Takes one step of a case. */
export default function Step() {
  const { id = '', step = '' } = useParams({ strict: false })
  const shown = useCase(id)
  return <Loaded of={shown}>{(page) => <Taking key={`${id}.${step}`} page={page} step={step} />}</Loaded>
}

function Taking({ page, step }: { page: CasePage; step: string }) {
  const say = useSay(words)
  const text = useText()
  const router = useRouter()
  // What somebody began with stays, also when the case moves on meanwhile: the server says so.
  const [begun] = useState({ rev: page.rev, found: page.may.find((one) => one.step === step) })
  const [receipt, setReceipt] = useState<Receipt>()
  const draft = `${page.id}.${step}`
  const take = useTake(page.id, (came) => {
    dropDraft(draft)
    setReceipt(came)
  })
  const back = () => void router.navigate({ to: casePath(page.id) })
  const { found, rev } = begun
  if (receipt && found) return <Done receipt={receipt} step={text(found.title)} />
  if (!found) return <Barred page={page} step={step} back={back} />
  const stale = take.error instanceof ProblemError && take.error.problem.code === 'case.stale'
  return (
    <Page title={text(found.title)} says={<>{text(page.title)}{page.about ? ` · ${page.about}` : ''} <Citations cites={found.cites} /></>}>
      {stale && <Alert type="warning" showIcon title={say('stale')} action={<Button size="small" onClick={back}>{say('toCase')}</Button>} />}
      <FormPage draft={draft} fields={found.form?.fields ?? []} action={text(found.title)} stepUp={found.stepUp} example={{ case: page.id, step }} follows={<p className="quiet">{say('then')}</p>}
        busy={take.isPending} error={take.error} cancel={back} submit={(form) => take.mutate({ step, form, rev })} />
    </Page>
  )
}

function Barred({ page, step, back }: { page: CasePage; step: string; back: () => void }) {
  const say = useSay(words)
  const text = useText()
  const barred = page.mayNot.find((one) => one.step === step)
  return (
    <Page title={barred ? text(barred.title) : say('noStep')}>
      {barred ? (
        <ol className="grounds">
          {barred.violations.map((ground) => (
            <GroundShown key={ground.code} ground={ground} />
          ))}
        </ol>
      ) : (
        <Empty title={say('noStep')} says={say('noStepSays')} />
      )}
      <div className="form-foot">
        <Button onClick={back}>{say('toCase')}</Button>
      </div>
    </Page>
  )
}
