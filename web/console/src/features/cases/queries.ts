import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useAct } from '@/client/act'
import { answered, api, exported, type Schema } from '@/client/client'
import type { Form } from '@/field/form/value'

export type CasePage = Schema<'CasePage'>
export type Receipt = Schema<'Receipt'>
export type ProcedureShown = Schema<'ProcedureShown'>

export interface Filters {
  procedure?: string
  text?: string
  open?: boolean
  jurisdiction?: string
  sort?: 'due' | 'opened' | '-opened' | 'rank'
}

export const useCases = (filters: Filters) =>
  useInfiniteQuery({
    queryKey: ['cases', 'list', filters],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/cases', { params: { query: { ...filters, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
  })

/** The same list as CSV, all of it. */
export const exportCases = (filters: Filters) => exported('/v1/cases', filters)

export const useCase = (id: string) => useQuery({ queryKey: ['cases', id], queryFn: () => answered(api.GET('/v1/cases/{id}', { params: { path: { id } } })) })

/** What the seat may open, with its documents. */
export const useProcedures = () => useQuery({ queryKey: ['procedures'], queryFn: () => answered(api.GET('/v1/procedures')), staleTime: 300_000 })

/** Every procedure of which the seat may see a case, for a filter. */
export const useAllProcedures = () => useQuery({ queryKey: ['procedures', 'all'], queryFn: () => answered(api.GET('/v1/procedures', { params: { query: { all: true } } })), staleTime: 300_000 })

/** What beside the steps stands in the log about a case: refusals, and days that came. */
export const useEntries = (id: string) =>
  useQuery({ queryKey: ['cases', id, 'entries'], queryFn: () => answered(api.GET('/v1/log/entries', { params: { query: { case: id, limit: 200 } } })) })

interface Taken {
  step: string
  form: Form
  rev: number
}

export const useTake = (id: string, done: (receipt: Receipt) => void) =>
  useAct(
    (taken: Taken, key) => answered(api.POST('/v1/cases/{id}/steps', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: taken })),
    done,
  )

export const useOpen = (done: (receipt: Receipt) => void) =>
  useAct((body: { procedure: string; step: string; links: Record<string, string>; form: Form }, key) => answered(api.POST('/v1/cases', { params: { header: { 'Idempotency-Key': key } }, body })), done)
