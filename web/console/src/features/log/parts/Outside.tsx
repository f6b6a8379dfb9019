import { Part } from '@/field/Page'
import { useSay } from '@/words/language'
import words from '../words'

/** How the log is checked without this system. */
export function Outside({ seq = 451 }: { seq?: number }) {
  const say = useSay(words)
  const at = window.location.origin
  return (
    <Part title={say('outside')}>
      <p>{say('outsideSays')}</p>
      <Commands says={say('outsideTrust')} lines={[`curl -s ${at}/v1/certificates/trust > trust.json`, `curl -s ${at}/v1/log/checkpoint > checkpoint`, 'shuyu verify checkpoint --trust trust.json']} />
      <Commands says={say('outsideAll')} lines={['shuyu log export log --dir shuyu-data --passphrase passphrase', 'shuyu verify log --trust trust.json']} />
      <Commands says={say('outsideOne')} lines={[`shuyu log prove ${seq} --dir shuyu-data --passphrase passphrase > entry.tlog-proof`]} />
    </Part>
  )
}

function Commands({ says, lines }: { says: string; lines: string[] }) {
  return (
    <>
      <h3>{says}</h3>
      <pre className="commands" tabIndex={0}>
        {lines.join('\n')}
      </pre>
    </>
  )
}
