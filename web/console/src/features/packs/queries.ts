import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { answered, api, type Schema } from '@/client/client'

export type Unit = Schema<'UnitPage'>
export type Interval = Schema<'IntervalShown'>
export type Row = Schema<'ComparedRow'>

const still = { staleTime: Infinity } // a version of a pack never changes

export const useUnits = (pack: string, query: { instrument?: string; text?: string }) =>
  useInfiniteQuery({
    queryKey: ['packs', pack, 'units', query],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/packs/{pack}/units', { params: { path: { pack }, query: { ...query, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    ...still,
  })

export const useUnit = (of: string, unit: string) =>
  useQuery({
    queryKey: ['packs', of, 'unit', unit],
    queryFn: async () => {
      const path = { pack: of }
      const [units, rules] = await Promise.all([
        answered(api.GET('/v1/packs/{pack}/units', { params: { path, query: { unit } } })),
        answered(api.GET('/v1/packs/{pack}/rules', { params: { path, query: { unit, limit: 200 } } })),
      ])
      return { unit: units.items[0], rules: rules.items }
    },
    ...still,
  })

export const useReadings = (pack: string) => useQuery({ queryKey: ['packs', pack, 'readings'], queryFn: () => answered(api.GET('/v1/packs/{pack}/readings', { params: { path: { pack }, query: { limit: 200 } } })), ...still })

export const useParameters = () => useQuery({ queryKey: ['packs', 'current', 'parameters'], queryFn: () => answered(api.GET('/v1/packs/{pack}/parameters', { params: { path: { pack: 'current' } } })) })

export const useVersions = () => useQuery({ queryKey: ['packs'], queryFn: () => answered(api.GET('/v1/packs')) })

/** The packs of other places that ship with the program, to be read and compared. */
export const useShelf = () => useQuery({ queryKey: ['packs', 'shelf'], queryFn: () => answered(api.GET('/v1/packs/shelf')), ...still })

export const useComparison = (base: string, others: readonly string[], query: { topic?: string; procedure?: string; text?: string }) =>
  useInfiniteQuery({
    queryKey: ['packs', 'comparison', base, others, query],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/packs/comparison', { params: { query: { base, with: [...others], ...query, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
    enabled: base !== '' && others.length > 0,
    ...still,
  })

export const useTimeline = (pack: string, query: { from?: string; to?: string; day?: string }) =>
  useQuery({
    queryKey: ['packs', pack, 'timeline', query],
    queryFn: () => answered(api.GET('/v1/packs/{pack}/timeline', { params: { path: { pack }, query } })),
    placeholderData: keepPreviousData,
    retry: false,
    ...still,
  })

export const useProcedures = () => useQuery({ queryKey: ['procedures', 'all'], queryFn: () => answered(api.GET('/v1/procedures', { params: { query: { all: true } } })), staleTime: 300_000 })

export const useCasesIn = (procedure: string) =>
  useQuery({ queryKey: ['cases', 'in', procedure], queryFn: () => answered(api.GET('/v1/cases', { params: { query: { procedure, sort: '-opened', limit: 100 } } })), enabled: procedure !== '' })

export const useCase = (id: string) => useQuery({ queryKey: ['cases', id], queryFn: () => answered(api.GET('/v1/cases/{id}', { params: { path: { id } } })), enabled: id !== '' })

export const useActivations = () => useQuery({ queryKey: ['cases', 'activation'], queryFn: () => answered(api.GET('/v1/cases', { params: { query: { procedure: 'activation', sort: '-opened', limit: 50 } } })) })
