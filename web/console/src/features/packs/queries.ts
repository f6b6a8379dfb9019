import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { answered, api, type Schema } from '@/client/client'

export type Unit = Schema<'UnitPage'>

const pack = 'current'
const still = { staleTime: Infinity } // a version of a pack never changes

export const useUnits = (query: { instrument?: string; text?: string }) =>
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

export const useReadings = () => useQuery({ queryKey: ['packs', pack, 'readings'], queryFn: () => answered(api.GET('/v1/packs/{pack}/readings', { params: { path: { pack }, query: { limit: 200 } } })), ...still })

export const useParameters = () => useQuery({ queryKey: ['packs', pack, 'parameters'], queryFn: () => answered(api.GET('/v1/packs/{pack}/parameters', { params: { path: { pack } } })) })

export const useVersions = () => useQuery({ queryKey: ['packs'], queryFn: () => answered(api.GET('/v1/packs')) })

export const useActivations = () => useQuery({ queryKey: ['cases', 'activation'], queryFn: () => answered(api.GET('/v1/cases', { params: { query: { procedure: 'activation', sort: '-opened', limit: 50 } } })) })
