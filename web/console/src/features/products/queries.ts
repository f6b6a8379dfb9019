import { useQuery } from '@tanstack/react-query'
import { useAct } from '@/client/act'
import { answered, api, fetched, type Schema } from '@/client/client'

export type Meter = Schema<'MeterShown'>

export const useMeter = (delivery: string, drawn: boolean) =>
  useQuery({ queryKey: ['deliveries', delivery, 'meter'], queryFn: () => answered(api.GET('/v1/deliveries/{id}/meter', { params: { path: { id: delivery } } })), enabled: drawn })

/** Asks for the key of an interface; the server wants presence proved first. It is kept nowhere. */
export const useKey = (delivery: string) => useAct(() => answered(api.GET('/v1/deliveries/{id}/key', { params: { path: { id: delivery } } })))

/** Fetches the file of a delivery, with the name that the server gives it. */
export const useFile = (delivery: string, save: (content: Blob, name: string) => void) =>
  useAct(async () => {
    const response = await fetched(`/v1/deliveries/${encodeURIComponent(delivery)}/file`)
    const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1]
    save(await response.blob(), name ?? delivery)
  })
