import { useQuery } from '@tanstack/react-query'
import { answered, api, type Schema } from '@/client/client'

export type Line = Schema<'Line'>
export type Kind = Schema<'KindShown'>

/** A registered thing as it stands, with what is worked out of it today. */
export const useRecord = (kind: string, id: string) =>
  useQuery({ queryKey: ['register', kind, id], queryFn: () => answered(api.GET('/v1/registers/{kind}/{id}', { params: { path: { kind, id } } })) })

/** How it stood at an earlier revision. */
export const useRevision = (kind: string, id: string, rev: number | undefined) =>
  useQuery({
    queryKey: ['register', kind, id, rev],
    queryFn: () => answered(api.GET('/v1/registers/{kind}/{id}/revisions/{rev}', { params: { path: { kind, id, rev: rev ?? 0 } } })),
    enabled: rev !== undefined,
  })

/** The kinds of registered things, with the words of their facts. */
export const useKinds = () => useQuery({ queryKey: ['registers', 'kinds'], queryFn: () => answered(api.GET('/v1/registers')), staleTime: 300_000 })
