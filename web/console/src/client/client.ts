import createClient, { type Middleware } from 'openapi-fetch'
import { languageNow } from '@/words/language'
import type { components, paths } from './openapi'

/** A type of the OpenAPI document by its name. */
export type Schema<K extends keyof components['schemas']> = components['schemas'][K]

export type Problem = Schema<'Problem'>

/** Everything but success: a refusal with its grounds, or a fault with its number. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
    this.name = 'ProblemError'
  }

  get signedOut(): boolean {
    return this.problem.status === 401
  }

  /** The only thing in the way is that presence must be proved again. */
  get asksStepUp(): boolean {
    const grounds = this.problem.violations ?? []
    return this.problem.code === 'step-up.required' && grounds.every((ground) => ground.code === 'step-up.required')
  }
}

/** What stands for an answer that never came. */
const unreachable = (): Problem => ({ type: '', title: '', status: 0, code: 'network.unreachable' })

/** Reads the problem of an answer; one that is no problem document keeps its status. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const kind = response.headers.get('Content-Type') ?? ''
  if (kind.includes('json')) {
    return new ProblemError((await response.json()) as Problem)
  }
  return new ProblemError({ type: '', title: response.statusText, status: response.status, code: 'fault.unreadable' })
}

const speaking: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', languageNow())
    return request
  },
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response)
    return response
  },
  onError({ error }) {
    return error instanceof ProblemError ? error : new ProblemError(unreachable())
  },
}

/** The interface of the server, typed from api/openapi.yaml. It throws a ProblemError. */
export const api = createClient<paths>({ baseUrl: '/' })
api.use(speaking)

/** Fetches what is no JSON, in the language of the reader. Everything but success is thrown as a ProblemError. */
export async function fetched(path: string, asked: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, { ...asked, headers: { 'Accept-Language': languageNow(), ...asked.headers } })
  if (!response.ok) throw await problemOf(response)
  return response
}

/** The list at an address as CSV, all of it; filters that are not set are left out. */
export async function exported(path: string, filters: object = {}): Promise<Blob> {
  const asked = new URLSearchParams(Object.entries(filters).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])))
  return (await fetched(`${path}?${asked}`, { headers: { Accept: 'text/csv' } })).blob()
}

/** Waits for the content of an answer, as JSON: lists can also be had as text, elsewhere. */
export async function answered<T>(asked: Promise<{ data?: T }>): Promise<Exclude<T, string>> {
  return (await asked).data as Exclude<T, string>
}

/** A key under which a repeated command is done once. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
