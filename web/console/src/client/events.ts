import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Schema } from './client'
import { refreshSoon } from './refresh'

export type Event = Schema<'Event'>

/** How far work on each case has come, until it is done. */
const progress = new Map<string, Event>()
const watching = new Set<() => void>()
const tell = () => watching.forEach((one) => one())

/** How long a page waits for the stream that keeps it up to date, where a proxy holds it back. Milliseconds. */
const patience = 2000

/**
 * Listens to what happens: a receipt makes what is shown be asked for again, progress is kept
 * for the pages that draw it. The browser opens the stream again by itself when it breaks off,
 * and what happened meanwhile is asked for then. Answers whether it listens: what is asked for
 * before that would stay as it was, however much happens until the stream is open.
 */
export function useEvents(seat: string | undefined): boolean {
  const queries = useQueryClient()
  const [heard, hear] = useState<string>()
  useEffect(() => {
    if (!seat) return
    const stream = new EventSource('/v1/events')
    let missed = false
    const late = setTimeout(() => {
      missed = true
      hear(seat)
    }, patience)
    stream.addEventListener('open', () => {
      clearTimeout(late)
      if (missed) refreshSoon(queries)
      missed = false
      hear(seat)
    })
    stream.addEventListener('error', () => {
      missed = true
      hear(seat)
    })
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
    return () => {
      clearTimeout(late)
      stream.close()
    }
  }, [seat, queries])
  return !seat || heard === seat
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
