import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { Schema } from './client'
import { refreshSoon } from './refresh'

export type Event = Schema<'Event'>

/** How far work on each case has come, until it is done. */
const progress = new Map<string, Event>()
const watching = new Set<() => void>()
const tell = () => watching.forEach((one) => one())

/**
 * Listens to what happens: a receipt makes what is shown be asked for again, progress is kept
 * for the pages that draw it. The browser opens the stream again by itself when it breaks off.
 */
export function useEvents(seat: string | undefined) {
  const queries = useQueryClient()
  useEffect(() => {
    if (!seat) return
    const stream = new EventSource('/v1/events')
    stream.addEventListener('receipt', (message) => {
      const event = JSON.parse(message.data as string) as Event
      if (event.case) progress.delete(event.case)
      tell()
      refreshSoon(queries)
    })
    stream.addEventListener('progress', (message) => {
      const event = JSON.parse(message.data as string) as Event
      if (event.case) progress.set(event.case, event)
      tell()
    })
    return () => stream.close()
  }, [seat, queries])
}

/** How far work on a case has come; undefined while none is told. */
export function useProgress(id: string): Event | undefined {
  return useSyncExternalStore(
    (one) => {
      watching.add(one)
      return () => watching.delete(one)
    },
    () => progress.get(id),
  )
}
