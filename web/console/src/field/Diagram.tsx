import { useQuery } from '@tanstack/react-query'
import { answered, api } from '@/client/client'
import { useListed, useSay, useText } from '@/words/language'
import type { Text } from '@/words/words'
import own from './words'

const row = 40 // from one state to the next
const left = 76 // where the states stand; what leads past a neighbour bends to their left

interface Edge {
  from: number
  to: number
  says: string[]
}

/** A state as it is drawn: where a case stands, where it has been. */
export interface Drawn {
  state: string
  word: Text
  final?: boolean
  here?: boolean
  past?: boolean
}

/** A procedure of one pack: its states, and the steps between them. */
export const useProcedure = (name: string, pack: string) =>
  useQuery({
    queryKey: ['procedures', name, pack],
    queryFn: () => answered(api.GET('/v1/procedures/{name}', { params: { path: { name }, query: { pack } } })),
    staleTime: Infinity,
    enabled: name !== '',
  })

/** A procedure in the order of the usual way; with a case in it, where that stands and which ways it went. */
export function Diagram({ procedure, pack, states, went, says }: { procedure: string; pack: string; states: readonly Drawn[]; went?: readonly { from?: string; to?: string }[]; says: string }) {
  const say = useSay(own)
  const listed = useListed()
  const text = useText()
  const { data } = useProcedure(procedure, pack)
  if (states.length === 0) return null
  const at = new Map(states.map((state, i) => [state.state, i]))
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
  const gone = new Set(went?.map((act) => `${at.get(act.from ?? '') ?? ''}-${at.get(act.to ?? '') ?? ''}`))
  const height = states.length * row
  const words = (state: Drawn) => text(state.word) + (state.here ? ` · ${say('here')}` : '')
  const width = Math.max(300, left + 24 + 13 * Math.max(...states.map((state) => wide(words(state)))))
  return (
    <svg className="diagram" viewBox={`0 0 ${width} ${height}`} width={width} role="img" aria-label={says}>
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {[...edges.values()].map((edge) => (
        <path key={`${edge.from}-${edge.to}`} d={bend(edge)} className={gone.has(`${edge.from}-${edge.to}`) ? 'edge edge-went' : 'edge'} markerEnd="url(#arrow)">
          <title>{listed(edge.says)}</title>
        </path>
      ))}
      {states.map((state, i) => (
        <g key={state.state} className={`node node-${state.here ? 'here' : state.past ? 'past' : 'ahead'}`}>
          <circle cx={left} cy={middle(i)} r={state.here ? 7 : 5} />
          {state.final && <circle cx={left} cy={middle(i)} r={state.here ? 10 : 8} className="final" />}
          <text x={left + 18} y={middle(i) + 4.5}>
            {words(state)}
          </text>
        </g>
      ))}
    </svg>
  )
}

/** How wide a text stands, in characters as wide as high; Latin letters are about half of that. */
const wide = (text: string) => [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.56), 0)

const middle = (i: number) => i * row + row / 2

/** A straight line to the next state; round the ones between to any other, the farther the wider. */
function bend({ from, to }: Edge): string {
  const [begins, ends] = [middle(from), middle(to)]
  if (to === from + 1) return `M${left} ${begins + 7}V${ends - 9}`
  const out = left - Math.min(66, 16 + 9 * Math.abs(to - from))
  return `M${left - 7} ${begins}C${out} ${begins} ${out} ${ends} ${left - 10} ${ends}`
}
