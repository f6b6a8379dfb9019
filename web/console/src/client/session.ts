import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { answered, api, type Schema } from './client'

export type Me = Schema<'Me'>
export type Session = Schema<'SessionShown'>

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answered(api.GET('/v1/session')),
  staleTime: 60_000,
})

/** Who is signed in; the frame shows pages only where somebody is. */
export function useMe(): Me {
  const { data } = useQuery(sessionQuery)
  if (!data?.me) throw new Error('a page was drawn while nobody is signed in')
  return data.me
}

/** The legal day. */
export function useToday(): string {
  return useQuery(sessionQuery).data?.banner.today ?? ''
}

/** Forgets everything that was read as somebody else. */
export function changeMe(queries: QueryClient, me: Me | undefined) {
  const before = queries.getQueryData(sessionQuery.queryKey)
  const banner = me?.banner ?? before?.banner
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
  if (banner) queries.setQueryData(sessionQuery.queryKey, { me, banner })
}

export function useSignOut() {
  const queries = useQueryClient()
  return async () => {
    try {
      await api.DELETE('/v1/session')
    } finally {
      sessionStorage.clear() // drafts are the person's who wrote them
      changeMe(queries, undefined)
    }
  }
}
