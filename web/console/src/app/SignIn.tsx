import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type FormEvent } from 'react'
import { answered, api, type Schema } from '@/client/client'
import { changeMe, type Session } from '@/client/session'
import { Trouble } from '@/field/Refusal'
import { Page } from '@/field/Page'
import { useListed, useSay, useText } from '@/words/language'
import { Choices } from './Choices'
import mark from './mark.svg'
import own from './words'

interface Given {
  login: string
  password: string
  code: string
}

const nothing: Given = { login: '', password: '', code: '' }

export function SignIn({ banner, expired }: { banner: Session['banner']; expired: boolean }) {
  const say = useSay(own)
  const text = useText()
  const queries = useQueryClient()
  const [given, set] = useState(nothing)
  const enter = useMutation({
    mutationFn: (body: Given) => answered(api.POST('/v1/session', { body })),
    onSuccess: (me) => changeMe(queries, me),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate({ ...given, login: given.login.trim(), code: given.code.trim() })
  }
  return (
    <>
      <header className="top">
        <a href="/" className="brand" aria-label={say('product')}>
          <img src={mark} alt="" width={24} height={24} />
          <span>{say('product')}</span>
        </a>
        <Choices />
      </header>
      {banner.says.length > 0 && <p className="banner" role="note">{banner.says.map((one) => text(one)).join(' ')}</p>}
      <main className="sign-in">
        <Page title={say('signIn')} says={say('signInSays')}>
          {expired && <p role="status">{say('expired')}</p>}
          <form onSubmit={submit}>
            <label>
              <span>{say('login')}</span>
              <Input name="username" autoComplete="username" autoCapitalize="none" required value={given.login} onChange={(e) => set({ ...given, login: e.target.value })} />
            </label>
            <label>
              <span>{say('password')}</span>
              <Input.Password name="password" autoComplete="current-password" required value={given.password} onChange={(e) => set({ ...given, password: e.target.value })} />
            </label>
            <label>
              <span>{say('code')}</span>
              <Input name="code" autoComplete="one-time-code" inputMode="numeric" pattern="[0-9]{6}" maxLength={6} required title={say('codeSays')} value={given.code} onChange={(e) => set({ ...given, code: e.target.value })} />
              <span className="quiet">{say('codeSays')}</span>
            </label>
            <Trouble error={enter.error} />
            <Button type="primary" htmlType="submit" loading={enter.isPending} block>
              {say('signIn')}
            </Button>
          </form>
          {banner.demo && <DemoAccounts choose={set} />}
        </Page>
      </main>
    </>
  )
}

/** The ready accounts; the server gives them in a demonstration only. */
function DemoAccounts({ choose }: { choose: (given: Given) => void }) {
  const say = useSay(own)
  const listed = useListed()
  const text = useText()
  const [find, setFind] = useState('')
  const { data, refetch } = useQuery({ queryKey: ['session', 'demo'], queryFn: () => answered(api.GET('/v1/demo')), staleTime: 0 })
  const shown = (data?.accounts ?? []).filter((account) => found(account, find))
  const fillIn = async (login: string) => {
    const fresh = await refetch() // a code is good for half a minute
    const account = fresh.data?.accounts.find((one) => one.login === login)
    if (account) choose({ login, password: account.password ?? '', code: account.code ?? '' })
  }
  return (
    <section className="demo-accounts">
      <h2>{say('demoAccounts')}</h2>
      <p className="quiet">{say('demoSays')}</p>
      <Input.Search aria-label={say('demoFind')} placeholder={say('demoFind')} allowClear value={find} onChange={(e) => setFind(e.target.value)} />
      <ul>
        {shown.map((account) => (
          <li key={account.login}>
            <button type="button" onClick={() => void fillIn(account.login)}>
              <strong>{listed(account.roles.map(text))}</strong>
              <span>{account.organisation}</span>
              <span className="quiet">
                {account.name} · {account.login}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function found(account: Schema<'DemoAccount'>, find: string): boolean {
  const all = [account.login, account.name, account.organisation, ...account.roles.flatMap((role) => [role.zh, role.en])].join(' ').toLowerCase()
  return all.includes(find.trim().toLowerCase())
}
