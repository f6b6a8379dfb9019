import { SafetyCertificateOutlined } from '@ant-design/icons'
import { useSay } from '@/words/language'
import own from './words'

/** The entry of the log that holds something, with the address of its proof. */
export function Proof({ entry, proof }: { entry: number; proof?: string }) {
  const say = useSay(own)
  return (
    <a className="proof number" href={proof ?? `/v1/log/entries/${entry}/proof`} target="_blank" rel="noreferrer" title={say('proof')}>
      <SafetyCertificateOutlined aria-hidden /> {say('entry', { n: entry })}
    </a>
  )
}
