import { useQuery } from '@tanstack/react-query'
import { answered, api, ProblemError, type Schema } from '@/client/client'

export type Report = Schema<'ReportShown'>
export type Finding = Schema<'FindingShown'>
export type Neighbour = Schema<'Neighbour'>

/** What a case about an output is called: the noun of this feature. */
export const review = 'review'

/** The examination of an output; null while there is none. */
export const useReport = (id: string) =>
  useQuery({
    queryKey: ['outputs', id, 'report'],
    queryFn: async () => {
      try {
        return await answered(api.GET('/v1/outputs/{id}/report', { params: { path: { id } } }))
      } catch (error) {
        if (error instanceof ProblemError && error.problem.status === 404) return null
        throw error
      }
    },
  })

export const useNeighbours = (id: string) => useQuery({ queryKey: ['outputs', id, 'neighbours'], queryFn: () => answered(api.GET('/v1/outputs/{id}/neighbours', { params: { path: { id } } })) })

/** The latest review of an output that the seat sees, with what it may do there. */
export const useReview = (output: string) =>
  useQuery({
    queryKey: ['cases', 'review', output],
    queryFn: async () => {
      const { items } = await answered(api.GET('/v1/cases', { params: { query: { link: output, procedure: review, sort: '-opened', limit: 1 } } }))
      return items[0] ? await answered(api.GET('/v1/cases/{id}', { params: { path: { id: items[0].id } } })) : null
    },
  })
