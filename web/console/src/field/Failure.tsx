import { Button } from 'antd'
import type { Problem } from '@/client/client'
import { useSay, useText } from '@/words/language'
import own from './words'

/** Something that did not come: not found, malformed, out of reach, or an incident with its number. */
export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const say = useSay(own)
  const text = useText()
  const { title, says } = wordsOf(problem, say)
  return (
    <section className="failure" role="alert">
      <h3>{title}</h3>
      <p>{says}</p>
      {problem.errors && problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((mistake, i) => (
            <li key={i}>
              <code>{mistake.where}</code> {text(mistake.says)}
            </li>
          ))}
        </ul>
      )}
      {problem.incident && <p className="number">{say('incident', { n: problem.incident })}</p>}
      {retry && problem.status !== 404 && (
        <Button size="small" onClick={retry}>
          {say('retry')}
        </Button>
      )}
    </section>
  )
}

function wordsOf(problem: Problem, say: (key: keyof (typeof own)['zh']) => string) {
  if (problem.status === 0) return { title: say('unreachable'), says: say('unreachableSays') }
  if (problem.status === 404) return { title: say('unseen'), says: say('unseenSays') }
  if (problem.status >= 500) return { title: say('failed'), says: problem.incident ? say('failedSays') : problem.title }
  if (problem.errors?.length) return { title: say('malformed'), says: problem.title }
  return { title: say('failed'), says: problem.title || problem.code }
}
