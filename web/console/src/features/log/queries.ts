import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { answered, api, fetched, type Schema } from '@/client/client'
import { check, readCheckpoint, readProof, signedBy } from './proof'

export type Entry = Schema<'EntryShown'>

export interface Filters {
  case?: string
  kind?: string
  outcome?: Entry['outcome']
  seat?: string
  cite?: string
  since?: string
  until?: string
}

// Reading the log is itself logged for whoever audits: it is asked for once, not at every glance.
const calm = { refetchOnWindowFocus: false, staleTime: 60_000 }

export const useEntries = (filters: Filters) =>
  useInfiniteQuery({
    queryKey: ['log', 'list', filters],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/log/entries', { params: { query: { ...filters, sort: '-seq', limit: 50, from: pageParam } } })),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    ...calm,
  })

export const useEntry = (seq: number) =>
  useQuery({ queryKey: ['log', seq], queryFn: () => answered(api.GET('/v1/log/entries/{seq}', { params: { path: { seq } } })), ...calm, staleTime: Infinity })

const keys = () => answered(api.GET('/v1/log/keys'))

const textOf = async (path: string) => (await fetched(path)).text()

/** Fetches the proof of an entry and checks it here. */
export const useProof = (entry: Entry | undefined) =>
  useQuery({
    queryKey: ['log', 'proof', entry?.seq],
    queryFn: async () => {
      const seq = entry?.seq ?? 0
      const text = await textOf(`/v1/log/entries/${seq}/proof`)
      const proof = readProof(text)
      return { text, proof, checked: await check(entry?.leaf ?? '', seq, proof, (await keys()).sha256) }
    },
    enabled: entry?.leaf !== undefined,
    ...calm,
    staleTime: Infinity,
  })

export const useCheckpoint = () =>
  useQuery({
    queryKey: ['log', 'checkpoint'],
    queryFn: async () => {
      const text = await textOf('/v1/log/checkpoint')
      const checkpoint = readCheckpoint(text)
      return { text, checkpoint, signed: await signedBy(checkpoint, (await keys()).sha256) }
    },
    ...calm,
  })
