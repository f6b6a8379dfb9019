import { SafetyOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { Part } from '@/field/Page'
import { Trouble } from '@/field/Refusal'
import { useSay } from '@/words/language'
import { useKey } from '../queries'
import words from '../words'

/** How an interface is called, and for its recipient its key, shown once. */
export function Interface({ id, mine, open, scenario, title }: { id: string; mine: boolean; open: boolean; scenario: string; title?: string }) {
  const say = useSay(words)
  const key = useKey(id)
  const [copied, setCopied] = useState(false)
  const address = `${location.origin}/v1/data/${id}`
  const secret = key.data?.secret
  const copy = async () => {
    await navigator.clipboard.writeText(secret ?? '')
    setCopied(true)
  }
  return (
    <Part title={say('interface')}>
      <p className="quiet">{say('interfaceSays')}</p>
      <dl className="answers">
        <div><dt>{say('address')}</dt><dd><code>{address}</code></dd></div>
        <div><dt>{say('scenario')}</dt><dd>{title} <code>{scenario}</code></dd></div>
        <div><dt>{say('example')}</dt><dd><pre className="call">{`curl -H 'X-Delivery-Key: …' -H 'X-Scenario: ${scenario}' '${address}?${say('exampleColumn')}=${say('exampleValue')}'`}</pre></dd></div>
      </dl>
      {!(mine && open) && <p className="quiet">{say(mine ? 'over' : 'notYours')}</p>}
      {mine && open && !secret && (
        <p className="form-foot">
          <Button icon={<SafetyOutlined />} loading={key.isPending} onClick={() => key.mutate(undefined)}>{say('key')}</Button>
          <span className="quiet">{say('keySays')}</span>
        </p>
      )}
      {secret && (
        <Alert type="warning" title={say('keyShown')} description={<code className="secret">{secret}</code>}
          action={<span className="secret-acts"><Button size="small" onClick={() => void copy()}>{say(copied ? 'copied' : 'copy')}</Button><Button size="small" onClick={() => key.reset()}>{say('hide')}</Button></span>} />
      )}
      <Trouble error={key.error} />
    </Part>
  )
}
