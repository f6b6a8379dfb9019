import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { answered, api, fetched, type Schema } from '@/client/client'
import { check, readCheckpoint, readTrust, signedBy } from './proof'

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

const textOf = async (path: string) => (await fetched(path)).text()

const published = async () => readTrust(await textOf('/v1/certificates/trust'))

/** Fetches the proof of an entry and checks it here. */
export const useProof = (entry: Entry | undefined) =>
  useQuery({
    queryKey: ['log', 'proof', entry?.seq],
    queryFn: async () => {
      const seq = entry?.seq ?? 0
      const [trust, text, twin] = await Promise.all([published(), textOf(`/v1/log/entries/${seq}/proof`), textOf(`/v1/log/entries/${seq}/proof?algorithm=sm3`)])
      const leaf = entry?.leaf ?? ''
      return { text, checked: await check(leaf, seq, text, trust), twin: await check(leaf, seq, twin, trust) }
    },
    enabled: entry?.leaf !== undefined,
    ...calm,
    staleTime: Infinity,
  })

export const useCheckpoint = () =>
  useQuery({
    queryKey: ['log', 'checkpoint'],
    queryFn: async () => {
      const [trust, text, twin] = await Promise.all([published(), textOf('/v1/log/checkpoint'), textOf('/v1/log/checkpoint?algorithm=sm3')])
      return { text, checkpoint: readCheckpoint(text), signed: await signedBy(text, 'sha256', trust), twin: await signedBy(twin, 'sm3', trust) }
    },
    ...calm,
  })
