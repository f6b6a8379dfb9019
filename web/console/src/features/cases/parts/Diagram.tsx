import { useQuery } from '@tanstack/react-query'
import { answered, api } from '@/client/client'
import { Part } from '@/field/Page'
import { useListed, useSay, useText } from '@/words/language'
import type { CasePage } from '../queries'
import words from '../words'

const row = 40 // from one state to the next
const left = 76 // where the states stand; what leads past a neighbour bends to their left

interface Edge {
  from: number
  to: number
  says: string[]
}

/** The procedure of the case's own pack, in the order of the usual way, with the case in it. */
export function Diagram({ page }: { page: CasePage }) {
  const say = useSay(words)
  const listed = useListed()
  const text = useText()
  const { data } = useQuery({
    queryKey: ['procedures', page.procedure, page.pack.digest],
    queryFn: () => answered(api.GET('/v1/procedures/{name}', { params: { path: { name: page.procedure }, query: { pack: page.pack.digest } } })),
    staleTime: Infinity,
  })
  if (page.states.length === 0) return null
  const at = new Map(page.states.map((state, i) => [state.state, i]))
  const edges = new Map<string, Edge>()
  for (const step of data?.steps ?? []) {
    for (const name of step.from) {
      const [from, to] = [at.get(name), at.get(step.to ?? '')]
      if (from === undefined || to === undefined || from === to) continue
      const edge = edges.get(`${from}-${to}`) ?? { from, to, says: [] }
      edge.says.push(text(step.title))
      edges.set(`${from}-${to}`, edge)
    }
  }
  const went = new Set(page.timeline.map((act) => `${at.get(act.from ?? '') ?? ''}-${at.get(act.to ?? '') ?? ''}`))
  const height = page.states.length * row
  return (
    <Part title={say('diagram')}>
      <svg className="diagram" viewBox={`0 0 300 ${height}`} width={300} height={height} role="img" aria-label={say('diagramSays', { state: text(page.word) })}>
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
            <path d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        {[...edges.values()].map((edge) => (
          <path key={`${edge.from}-${edge.to}`} d={bend(edge)} className={went.has(`${edge.from}-${edge.to}`) ? 'edge edge-went' : 'edge'} markerEnd="url(#arrow)">
            <title>{listed(edge.says)}</title>
          </path>
        ))}
        {page.states.map((state, i) => (
          <g key={state.state} className={`node node-${state.here ? 'here' : state.past ? 'past' : 'ahead'}`}>
            <circle cx={left} cy={middle(i)} r={state.here ? 7 : 5} />
            {state.final && <circle cx={left} cy={middle(i)} r={state.here ? 10 : 8} className="final" />}
            <text x={left + 18} y={middle(i) + 4.5}>
              {text(state.word)}
              {state.here ? ` · ${say('here')}` : ''}
            </text>
          </g>
        ))}
      </svg>
    </Part>
  )
}

const middle = (i: number) => i * row + row / 2

/** A straight line to the next state; round the ones between to any other, the farther the wider. */
function bend({ from, to }: Edge): string {
  const [begins, ends] = [middle(from), middle(to)]
  if (to === from + 1) return `M${left} ${begins + 7}V${ends - 9}`
  const out = left - Math.min(66, 16 + 9 * Math.abs(to - from))
  return `M${left - 7} ${begins}C${out} ${begins} ${out} ${ends} ${left - 10} ${ends}`
}
