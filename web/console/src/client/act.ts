import { useMutation, useQueryClient } from '@tanstack/react-query'
import { newKey, ProblemError } from './client'
import { refresh } from './refresh'

/** Thrown when somebody closes the step-up dialogue: nothing was done, and nothing is said. */
export class Declined extends Error {}

let ask: (() => Promise<void>) | undefined

/** The frame puts its step-up dialogue here; it resolves when presence is proved. */
export function stepUpBy(dialogue: (() => Promise<void>) | undefined) {
  ask = dialogue
}

/**
 * Carries out a command. Where the server asks for presence to be proved again, the dialogue
 * opens and the same command is sent again under the same idempotency key.
 */
export async function act<T>(send: (key: string) => Promise<T>): Promise<T> {
  const key = newKey()
  for (;;) {
    try {
      return await send(key)
    } catch (error) {
      if (!(error instanceof ProblemError) || !error.asksStepUp || !ask) throw error
      await ask()
    }
  }
}

/**
 * A command of a page. What it changed is asked for again, wherever it is shown:
 * `const take = useAct((form: Form, key) => answered(api.POST(…)))`.
 */
export function useAct<V, T>(send: (given: V, key: string) => Promise<T>, done?: (came: T, given: V) => void) {
  const queries = useQueryClient()
  return useMutation<T, Error, V>({
    mutationFn: (given) => act((key) => send(given, key)),
    onSuccess: async (came, given) => {
      done?.(came, given)
      await refresh(queries)
    },
  })
}
