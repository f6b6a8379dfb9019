import { Diagram as Drawing } from '@/field/Diagram'
import { Part } from '@/field/Page'
import { useSay, useText } from '@/words/language'
import type { CasePage } from '../queries'
import words from '../words'

/** The procedure of the case's own pack, with the case in it. */
export function Diagram({ page }: { page: CasePage }) {
  const say = useSay(words)
  const text = useText()
  if (page.states.length === 0) return null
  return (
    <Part title={say('diagram')}>
      <Drawing procedure={page.procedure} pack={page.pack.digest} states={page.states} went={page.timeline} says={say('diagramSays', { state: text(page.word) })} />
    </Part>
  )
}
