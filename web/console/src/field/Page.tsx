import { Skeleton } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { useIsFetching, useQueryClient, type Query, type UseQueryResult } from '@tanstack/react-query'
import { useSay } from '@/words/language'
import { Trouble } from './Refusal'
import own from './words'

/** A page: its heading, what is beside it, and what it holds. */
export function Page({ title, aside, says, children }: { title: ReactNode; aside?: ReactNode; says?: ReactNode; children?: ReactNode }) {
  const say = useSay(own)
  useEffect(() => {
    const heading = document.querySelector('main h1')?.textContent
    document.title = heading ? `${heading} · ${say('site')}` : say('site')
  })
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {says && <p className="quiet page-says">{says}</p>}
        </div>
        {aside && <div className="page-aside">{aside}</div>}
      </header>
      <Together>{children}</Together>
    </div>
  )
}

const unanswered = { predicate: (query: Query) => query.state.data === undefined }

/**
 * Shows what it holds once everything in it has been answered for the first time: parts that came
 * one by one would push each other about under the reader's eyes. What an answer asks for in turn
 * is asked within a frame.
 */
function Together({ children }: { children: ReactNode }) {
  const [shown, show] = useState(false)
  const queries = useQueryClient()
  const waiting = useIsFetching(unanswered)
  useEffect(() => {
    if (shown || waiting > 0) return
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => queries.isFetching(unanswered) === 0 && show(true))
    })
    return () => cancelAnimationFrame(frame)
  }, [shown, waiting, queries])
  return (
    <div className="together" aria-busy={!shown}>
      {!shown && <Skeleton className="together-wait" active title={false} paragraph={{ rows: 8 }} />}
      <div className={shown ? undefined : 'together-come'}>{children}</div>
    </div>
  )
}

/** Draws what a query answered; until then its shape, and when it fails the trouble. */
export function Loaded<T>({ of, rows = 6, children }: { of: UseQueryResult<T, Error>; rows?: number; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>
  if (of.error) return <Trouble error={of.error} retry={() => void of.refetch()} />
  return <Skeleton active title={false} paragraph={{ rows }} />
}

/** A part of a page under a heading of its own. */
export function Part({ title, aside, children, id }: { title: ReactNode; aside?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section className="part" id={id}>
      <div className="part-head">
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
