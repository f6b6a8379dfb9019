import { useQuery } from '@tanstack/react-query'
import { useAct } from '@/client/act'
import { answered, api, type Schema } from '@/client/client'

export type Token = Schema<'TokenShown'>
export type TokenMade = Schema<'TokenMade'>

export const useInstallation = () => useQuery({ queryKey: ['installation'], queryFn: () => answered(api.GET('/v1/installation')), retry: false })

export const useYear = (year: number) => useQuery({ queryKey: ['calendar', year], queryFn: () => answered(api.GET('/v1/calendar/{year}', { params: { path: { year } } })) })

export const useTokens = () => useQuery({ queryKey: ['tokens'], queryFn: () => answered(api.GET('/v1/me/tokens')) })

export const useMakeToken = (done: (made: TokenMade) => void) => useAct((body: { name: string; days: number }) => answered(api.POST('/v1/me/tokens', { body })), done)

export const useRevokeToken = () => useAct((id: string) => api.DELETE('/v1/me/tokens/{id}', { params: { path: { id } } }))

export const useChangePassword = (done: () => void) => useAct((body: { old: string; new: string; code: string }) => api.POST('/v1/me/password', { body }), done)

export type Invitation = Schema<'Invitation'>

export const usePeople = () => useQuery({ queryKey: ['register', 'person', 'all'], queryFn: () => answered(api.GET('/v1/registers/{kind}', { params: { path: { kind: 'person' }, query: { limit: 200 } } })) })

/** One half of a new code for somebody who lost password or authenticator: the first one asked for is the first half. */
export const useInvite = (done: (made: Invitation) => void) =>
  useAct(({ id, second }: { id: string; second: boolean }) => answered(api.POST(second ? '/v1/persons/{id}/invitation/second' : '/v1/persons/{id}/invitation', { params: { path: { id } } })), done)
