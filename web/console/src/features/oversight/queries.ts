import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { answered, api, exported, type Schema } from '@/client/client'

export type Duty = Schema<'DutyShown'>
export type DutyState = 'scheduled' | 'due' | 'met' | 'late' | 'overdue' | 'closed'

export const useDuties = (state: DutyState | undefined) =>
  useInfiniteQuery({
    queryKey: ['duties', state],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/duties', { params: { query: { state, limit: 100, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
  })

/** The same duties as CSV. */
export const exportDuties = (state: DutyState | undefined) => exported('/v1/registers/duty', { state })

export const useHolds = () => useQuery({ queryKey: ['register', 'hold', 'standing'], queryFn: () => answered(api.GET('/v1/registers/{kind}', { params: { path: { kind: 'hold' }, query: { state: 'standing', limit: 200 } } })) })

type Total = Schema<'Total'> | undefined

/** How many lines of each kind and how many cases there are, as the server counts. */
export function useFigures() {
  const cases = useQuery({ queryKey: ['cases', 'count'], queryFn: async (): Promise<Total> => (await answered(api.GET('/v1/cases', { params: { query: { total: true, limit: 1 } } }))).total })
  const open = useQuery({ queryKey: ['cases', 'count', 'open'], queryFn: async (): Promise<Total> => (await answered(api.GET('/v1/cases', { params: { query: { total: true, open: true, limit: 1 } } }))).total })
  const kinds = useQuery({ queryKey: ['kinds', 'count'], queryFn: () => answered(api.GET('/v1/registers', { params: { query: { total: true } } })) })
  return { cases, open, kinds }
}
