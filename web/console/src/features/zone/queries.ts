import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useAct } from '@/client/act'
import { answered, api, type Schema } from '@/client/client'

export type Workspace = Schema<'Workspace'>
export type WorkspaceLine = Schema<'WorkspaceLine'>
export type Dataset = Schema<'DatasetShown'>
export type Checked = Schema<'Checked'>
export type Diagnostic = Schema<'Diagnostic'>
export type Result = Schema<'Result'>
export type Catalogue = 'development' | 'production'

/** What a job is called: the noun of this feature. */
export const job = 'job'

export const useWorkspaces = () =>
  useInfiniteQuery({
    queryKey: ['workspaces', 'list'],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/workspaces', { params: { query: { limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
  })

export const useWorkspace = (id: string) => useQuery({ queryKey: ['workspaces', id], queryFn: () => answered(api.GET('/v1/workspaces/{id}', { params: { path: { id } } })) })

/** Jobs of a scenario, the newest first. */
export const useJobs = (scenario: string, limit = 20) =>
  useInfiniteQuery({
    queryKey: ['cases', 'jobs', scenario, limit],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/cases', { params: { query: { procedure: job, link: scenario, sort: '-opened', limit, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
  })

/** A job with its log. */
export const useJob = (id: string) => useQuery({ queryKey: ['cases', id], queryFn: () => answered(api.GET('/v1/cases/{id}', { params: { path: { id } } })) })

/** Asks whether a query would be admitted; nothing is run, and nothing is read. */
export const check = (body: Schema<'Draft'>, signal: AbortSignal) => answered(api.POST('/v1/workspaces/check', { body, signal }))

/** Runs a query in development: over masked samples and dummy data. */
export const useRun = () => useAct((body: Schema<'Query'>) => answered(api.POST('/v1/workspaces/query', { body })))

/** What a job is submitted by, where the seat may. */
export const useSubmission = () =>
  useQuery({ queryKey: ['procedures'], queryFn: () => answered(api.GET('/v1/procedures')), staleTime: 300_000, select: (list) => list.items.find((one) => one.procedure === job)?.steps[0] })
