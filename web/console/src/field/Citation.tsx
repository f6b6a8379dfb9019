import { useQuery } from '@tanstack/react-query'
import { Popover, Skeleton } from 'antd'
import { useState } from 'react'
import { answered, api, type Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import own from './words'

export type Cite = Schema<'Cite'>

export const packQuery = { queryKey: ['pack'], queryFn: () => answered(api.GET('/v1/packs/current')), staleTime: Infinity }

/** An article as it looks everywhere: 〔泰安 9.1〕. It opens the gist in our own words. */
export function Citation({ cite }: { cite: Cite }) {
  const [open, setOpen] = useState(false)
  const say = useSay(own)
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} destroyOnHidden content={open ? <Gist cite={cite} /> : null}>
      <button type="button" className="cite" aria-label={`${say('cite')} ${cite.label}`} aria-expanded={open}>
        {cite.label}
      </button>
    </Popover>
  )
}

export function Citations({ cites }: { cites: readonly Cite[] | undefined }) {
  const seen = new Map((cites ?? []).map((cite) => [cite.label, cite]))
  return (
    <span className="cites">
      {[...seen.values()].map((cite) => (
        <Citation key={cite.label} cite={cite} />
      ))}
    </span>
  )
}

function Gist({ cite }: { cite: Cite }) {
  const { data } = useQuery(packQuery)
  const text = useText()
  const say = useSay(own)
  if (!data) return <Skeleton active paragraph={{ rows: 2 }} style={{ width: 320 }} />
  const instrument = data.instruments.find((one) => one.code === cite.instrument)
  const unit = instrument?.units.find((one) => one.unit === cite.unit)
  return (
    <div className="gist">
      <p className="quiet">
        {instrument ? text(instrument.name) : cite.instrument} {unit?.article}
      </p>
      {unit && <h4>{text(unit.heading)}</h4>}
      <p>{unit ? text(unit.gist) : say('noGist')}</p>
      {unit && <p className="quiet">{say('gist')}</p>}
    </div>
  )
}
