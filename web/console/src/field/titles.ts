import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { answered, api } from '@/client/client'

type Titles = Readonly<Record<string, string>>

/** Titles that the server sent with the page: what is named there is not asked for again. */
export const KnownTitles = createContext<Titles>({})

type Asked = { of: string; answer: (title: string) => void; fail: (why: unknown) => void }
const most = 100 // in one request: an address stays below what servers take
let waiting: Asked[] = []

/** Asks for the titles of everything that is drawn at once, together. */
function titleOf(kind: string, id: string): Promise<string> {
  return new Promise((answer, fail) => {
    waiting.push({ of: `${kind}:${id}`, answer, fail })
    if (waiting.length === 1) setTimeout(() => void askAll(), 0)
  })
}

async function askAll() {
  const asked = waiting
  waiting = []
  for (let i = 0; i < asked.length; i += most) await askSome(asked.slice(i, i + most))
}

async function askSome(asked: Asked[]) {
  try {
    const of = [...new Set(asked.map((one) => one.of))]
    const { titles } = await answered(api.GET('/v1/titles', { params: { query: { of } } }))
    for (const one of asked) one.answer(titles[one.of.slice(one.of.indexOf(':') + 1)] ?? '')
  } catch (why) {
    for (const one of asked) one.fail(why)
  }
}

/** The title of a registered thing or a case; '' where the seat may not see it. */
export function useTitle(kind: string, id: string): string | undefined {
  const known = useContext(KnownTitles)[id]
  const { data } = useQuery({ queryKey: ['titles', kind, id], queryFn: () => titleOf(kind, id), enabled: known === undefined && id !== '', staleTime: 300_000 })
  return known ?? data
}
