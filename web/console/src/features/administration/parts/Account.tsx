import { Alert, Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Loaded, Part } from '@/field/Page'
import { Trouble } from '@/field/Refusal'
import { Table } from '@/field/Table'
import { State } from '@/field/Tags'
import { useSay } from '@/words/language'
import { useChangePassword, useMakeToken, useRevokeToken, useTokens, type Token, type TokenMade } from '../queries'
import words from '../words'

/** What everybody keeps for themselves: password and tokens. */
export function Account() {
  return (
    <>
      <Tokens />
      <Password />
    </>
  )
}

function Password() {
  const say = useSay(words)
  const empty = { old: '', next: '', again: '', code: '' }
  const [given, set] = useState(empty)
  const change = useChangePassword(() => set(empty))
  const differs = given.again !== '' && given.again !== given.next
  const whole = given.old && given.next && given.next === given.again && /^[0-9]{6}$/.test(given.code)
  const field = (name: 'old' | 'next' | 'again', complete: string) => (
    <label>
      <span>{say(name)}</span>
      <Input.Password name={`password-${name}`} autoComplete={complete} value={given[name]} onChange={(e) => set({ ...given, [name]: e.target.value })} />
    </label>
  )
  return (
    <Part title={say('password')}>
      <form
        className="small-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (whole) change.mutate({ old: given.old, new: given.next, code: given.code })
        }}
      >
        {field('old', 'current-password')}
        {field('next', 'new-password')}
        {field('again', 'new-password')}
        {differs && <p role="alert" className="need-lacks">{say('differs')}</p>}
        <label>
          <span>{say('code')}</span>
          <Input name="password-code" autoComplete="one-time-code" inputMode="numeric" maxLength={6} value={given.code} onChange={(e) => set({ ...given, code: e.target.value.trim() })} />
        </label>
        <Trouble error={change.error} />
        {change.isSuccess && <Alert type="success" showIcon title={say('changed')} />}
        <Button htmlType="submit" type="primary" disabled={!whole} loading={change.isPending}>
          {say('change')}
        </Button>
      </form>
    </Part>
  )
}

function Tokens() {
  const say = useSay(words)
  const tokens = useTokens()
  const [made, show] = useState<TokenMade>()
  const [name, setName] = useState('')
  const [days, setDays] = useState(90)
  const make = useMakeToken((token) => {
    show(token)
    setName('')
  })
  const revoke = useRevokeToken()
  const standing = (token: Token) => (token.revoked ? 'revoked' : new Date(token.expires) < new Date() ? 'over' : 'works')
  return (
    <Part title={say('tokens')}>
      <p>{say('tokensSays')}</p>
      {made && (
        <Alert type="warning" showIcon title={say('secret')} description={<><pre className="commands" tabIndex={0}>{made.secret}</pre><Button size="small" onClick={() => show(undefined)}>{say('kept')}</Button></>} />
      )}
      <Trouble error={make.error ?? revoke.error} />
      <Loaded of={tokens} rows={3}>
        {(data) => (
          <Table name="tokens" caption={say('tokens')} rows={data.items} rowKey={(token) => token.id} empty={<Empty title={say('tokensNone')} says={say('tokensNoneSays')} />}
            columns={[
              { key: 'name', title: say('tokenName'), cell: (token) => token.name },
              { key: 'state', title: say('state'), cell: (token) => <State tone={standing(token) === 'works' ? 'good' : 'plain'}>{say(standing(token))}</State> },
              { key: 'created', title: say('created'), cell: (token) => <Day day={token.created} /> },
              { key: 'expires', title: say('expires'), cell: (token) => <Day day={token.expires} /> },
              { key: 'id', title: say('keyId'), hidden: true, cell: (token) => <code>{token.id}</code> },
              { key: 'revoke', title: say('revoke'), cell: (token) => standing(token) === 'works' && <Button size="small" loading={revoke.isPending && revoke.variables === token.id} onClick={() => revoke.mutate(token.id)}>{say('revoke')}</Button> },
            ]} />
        )}
      </Loaded>
      <form
        className="small-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) make.mutate({ name: name.trim(), days })
        }}
      >
        <label>
          <span>{say('tokenName')}</span>
          <Input maxLength={128} value={name} onChange={(e) => setName(e.target.value)} />
        </label>
        <label>
          <span>{say('days')}</span>
          <InputNumber min={1} max={365} value={days} onChange={(n) => setDays(n ?? 90)} />
        </label>
        <Button htmlType="submit" disabled={!name.trim()} loading={make.isPending}>
          {say('create')}
        </Button>
      </form>
    </Part>
  )
}
