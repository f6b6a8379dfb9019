import { Skeleton } from 'antd'
import { useEffect, type ReactNode } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
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
      {children}
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
