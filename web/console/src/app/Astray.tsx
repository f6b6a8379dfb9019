import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { Empty } from '@/field/Empty'
import { Page } from '@/field/Page'
import { useSay } from '@/words/language'
import own from './words'

export function Missing() {
  const say = useSay(own)
  return (
    <Page title={say('missing')}>
      <Empty title={say('missingSays')}>
        <Button href="/console/inbox">{say('goInbox')}</Button>
      </Empty>
    </Page>
  )
}

/** A page that threw: the frame around it stays. */
export function Crashed({ error }: ErrorComponentProps) {
  const say = useSay(own)
  return (
    <Page title={say('crashed')} says={say('crashedSays')}>
      <pre>{String(error)}</pre>
      <Button onClick={() => location.reload()}>{say('reload')}</Button>
    </Page>
  )
}
