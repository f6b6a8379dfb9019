import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { Declined, stepUpBy } from '@/client/act'
import { answered, api } from '@/client/client'
import { sessionQuery } from '@/client/session'
import { Trouble } from '@/field/Refusal'
import { useSay } from '@/words/language'
import own from './words'

interface Waiting {
  resolve: () => void
  reject: (why: Error) => void
}

/** Asks for a code when the server demands presence; what was being done then goes on. */
export function StepUp() {
  const say = useSay(own)
  const queries = useQueryClient()
  const [waiting, wait] = useState<Waiting>()
  const [code, setCode] = useState('')
  useEffect(() => {
    stepUpBy(() => new Promise<void>((resolve, reject) => wait({ resolve, reject })))
    return () => stepUpBy(undefined)
  }, [])
  const prove = useMutation({
    mutationFn: (given: string) => answered(api.POST('/v1/session/step-up', { body: { code: given } })),
    onSuccess: (me) => {
      queries.setQueryData(sessionQuery.queryKey, { me, banner: me.banner })
      waiting?.resolve()
      close()
    },
  })
  const close = () => {
    wait(undefined)
    setCode('')
    prove.reset()
  }
  const decline = () => {
    waiting?.reject(new Declined('declined'))
    close()
  }
  const whole = /^[0-9]{6}$/.test(code)
  return (
    <Modal open={waiting !== undefined} title={say('stepUp')} okText={say('stepUpDo')} cancelText={say('cancel')} onCancel={decline} onOk={() => prove.mutate(code)}
      okButtonProps={{ disabled: !whole }} confirmLoading={prove.isPending} mask={{ closable: false }} destroyOnHidden width={420}>
      <form
        className="step-up"
        onSubmit={(event) => {
          event.preventDefault()
          if (whole) prove.mutate(code)
        }}
      >
        <p>{say('stepUpSays')}</p>
        <label>
          <span>{say('code')}</span>
          <Input autoFocus name="step-up-code" autoComplete="one-time-code" inputMode="numeric" maxLength={6} value={code} onChange={(e) => setCode(e.target.value.trim())} />
        </label>
        <DemoCode open={waiting !== undefined} fill={setCode} />
        <Trouble error={prove.error} />
      </form>
    </Modal>
  )
}

/** In a demonstration the code of the account is known to everybody: it is filled in on request. */
function DemoCode({ open, fill }: { open: boolean; fill: (code: string) => void }) {
  const say = useSay(own)
  const { data: session } = useQuery(sessionQuery)
  const demo = session?.banner.demo === true
  const { data } = useQuery({ queryKey: ['demo', 'codes'], queryFn: () => answered(api.GET('/v1/demo')), enabled: open && demo, staleTime: 0, refetchInterval: 5000 })
  const found = data?.accounts.find((one) => one.person === session?.me?.person.id)
  if (!demo || !found) return null
  return found.code ? (
    <Button type="link" onClick={() => fill(found.code ?? '')}>
      {say('demoCode', { code: found.code })}
    </Button>
  ) : (
    <p className="quiet">{say('demoWait')}</p>
  )
}
