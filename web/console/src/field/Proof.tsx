import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useSay } from '@/words/language'
import own from './words'

/** The entry of the log that holds something; its page has the proof. */
export function Proof({ entry }: { entry: number }) {
  const say = useSay(own)
  return (
    <Link className="proof number" to={`/log/entries/${entry}` as never} title={say('proof')}>
      <SafetyCertificateOutlined aria-hidden /> {say('entry', { n: entry })}
    </Link>
  )
}
