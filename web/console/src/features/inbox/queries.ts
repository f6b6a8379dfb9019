import { useQuery } from '@tanstack/react-query'
import { useAct } from '@/client/act'
import { answered, api } from '@/client/client'

/** What waits for me. */
export const useInbox = () => useQuery({ queryKey: ['inbox'], queryFn: () => answered(api.GET('/v1/inbox')) })

/** Open cases of my organisation, among which are those that wait for others. */
export const useOpenCases = () => useQuery({ queryKey: ['cases', 'open'], queryFn: () => answered(api.GET('/v1/cases', { params: { query: { open: true, sort: 'due', limit: 100 } } })) })

export const useUnserved = () => useQuery({ queryKey: ['notices', 'unserved'], queryFn: () => answered(api.GET('/v1/notices', { params: { query: { unserved: true, limit: 20 } } })) })

export const useOpenNotice = () => useAct((id: string) => answered(api.POST('/v1/notices/{id}/open', { params: { path: { id } } })))
