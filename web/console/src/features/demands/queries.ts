import { useQuery } from '@tanstack/react-query'
import { answered, api } from '@/client/client'

/** Demands and grants that are compared, the newest of each. */
export const compared = 200

/** Demands that no grant rests on: one that a grant names as its case is met. `cut` says that older ones were not looked at. */
export const useUnmet = () =>
  useQuery({
    queryKey: ['cases', 'unmet'],
    queryFn: async () => {
      const [demands, grants] = await Promise.all([
        answered(api.GET('/v1/cases', { params: { query: { procedure: 'demand', sort: '-opened', limit: compared } } })),
        answered(api.GET('/v1/registers/{kind}', { params: { path: { kind: 'grant' }, query: { limit: compared } } })),
      ])
      const met = new Set(grants.items.map((line) => line.facts.case))
      return { lines: demands.items.filter((line) => !met.has(line.id)), cut: demands.cursor !== undefined || grants.cursor !== undefined }
    },
  })
