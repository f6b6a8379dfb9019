import { useQuery } from '@tanstack/react-query'
import { answered, api, problemOf, type Schema } from '@/client/client'
import { languageNow } from '@/words/language'
import type { Text } from '@/words/words'

export type Deposited = Schema<'Deposited'>

/** What a detector says of a column: evidence, not a finding. */
export interface Proposal {
  detector: string
  means?: Text
  confidence: number
  matched: number
  sampled: number
  heading: boolean
  level: string
  role: string
  class: string
}

export interface Profile {
  version: {
    rows: number
    columns: { name: string; type: string; proposals?: Proposal[] }[]
    quality: { completeness: number; validity: number; uniqueness?: number; duplicates: number; rejected: number; newest?: string; ageDays?: number; timely?: boolean }
    profile?: { name: string; nulls: number; distinct: number; minLength?: number; maxLength?: number; min?: string; max?: string; frequent?: { value: string; rows: number }[]; withheld: boolean }[]
  }
  rejects: { rows: number; cells: number; listed: { file: string; line: number; column?: string; reason: string }[] | null }
  keys: string[] | null
  unitColumn: string
}

/** What is known of a version: for its provider, and for those who oversee. */
export const useProfile = (id: string | undefined) =>
  useQuery({
    queryKey: ['versions', id, 'profile'],
    queryFn: async () => (await answered(api.GET('/v1/versions/{id}/profile', { params: { path: { id: id ?? '' } } }))) as unknown as Profile,
    enabled: id !== undefined,
    retry: false,
  })

/** How far an upload has come, in bytes. */
export interface Sent {
  sent: number
  of: number
}

/** Sends a file as it is read from the disk. A cancelled upload leaves nothing behind. */
export function upload(resource: string, file: File, tell: (sent: Sent) => void, cancelled: AbortSignal): Promise<Deposited> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest() // fetch does not tell how far it has come
    request.open('POST', `/v1/resources/${encodeURIComponent(resource)}/uploads?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('Accept-Language', languageNow())
    request.upload.onprogress = (event) => tell({ sent: event.loaded, of: file.size })
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status, headers: { 'Content-Type': request.getResponseHeader('Content-Type') ?? '' } })
      if (response.ok) void response.json().then((came) => done(came as Deposited), failed)
      else void problemOf(response).then(failed, failed)
    }
    request.onerror = () => failed(new TypeError('the upload broke off'))
    request.onabort = () => failed(new DOMException('cancelled', 'AbortError'))
    cancelled.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}
