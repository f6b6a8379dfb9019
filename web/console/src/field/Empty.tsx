import type { ReactNode } from 'react'

/** Nothing here: what would fill this, and who does it. */
export function Empty({ title, says, children }: { title: string; says?: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {says && <p className="quiet">{says}</p>}
      {children}
    </div>
  )
}
