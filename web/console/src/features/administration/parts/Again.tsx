import { Alert, Button, Select } from 'antd'
import { useState } from 'react'
import { Day } from '@/field/Day'
import { Loaded, Part } from '@/field/Page'
import { Trouble } from '@/field/Refusal'
import { useSay } from '@/words/language'
import { useInvite, usePeople, type Invitation } from '../queries'
import words from '../words'

/** A new invitation in two halves, each shown once, to another administrator. Who may give which is the server's to say. */
export function Again() {
  const say = useSay(words)
  const people = usePeople()
  const [id, choose] = useState<string>()
  const [made, show] = useState<{ half: Invitation; second: boolean }>()
  const invite = useInvite((half) => show({ half, second: invite.variables?.second ?? false }))
  const give = (second: boolean) => {
    if (id === undefined) return
    show(undefined)
    invite.mutate({ id, second })
  }
  return (
    <Part title={say('renew')}>
      <p>{say('againSays')}</p>
      <Loaded of={people} rows={1}>
        {(data) => (
          <div className="finder">
            <Select aria-label={say('againWho')} placeholder={say('againWho')} showSearch={{ optionFilterProp: 'label' }} value={id} options={data.items.map((one) => ({ value: one.id, label: one.title || one.id }))} onChange={(next: string) => { choose(next); show(undefined); invite.reset() }} />
            <Button disabled={!id} loading={invite.isPending && invite.variables?.second === false} onClick={() => give(false)}>{say('againFirst')}</Button>
            <Button disabled={!id} loading={invite.isPending && invite.variables?.second === true} onClick={() => give(true)}>{say('againSecond')}</Button>
          </div>
        )}
      </Loaded>
      <Trouble error={invite.error} />
      {made && (
        <>
          <Alert type="success" title={say(made.second ? 'againSecondGiven' : 'againFirstGiven', { login: made.half.login })}
            description={<><p><code className="secret">{made.half.code}</code></p><p>{say(made.second ? 'againJoin' : 'againOther')}</p></>} />
          <p>{say('againUntil')} <Day day={made.half.expires.slice(0, 10)} /></p>
        </>
      )}
    </Part>
  )
}
