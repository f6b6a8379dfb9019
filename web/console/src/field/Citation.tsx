import { useQuery } from '@tanstack/react-query'
import { Popover, Skeleton } from 'antd'
import { useState } from 'react'
import { answered, api, type Schema } from '@/client/client'
import { useSay, useText } from '@/words/language'
import own from './words'

export type Cite = Schema<'Cite'>

export const packQuery = { queryKey: ['pack'], queryFn: () => answered(api.GET('/v1/packs/current')), staleTime: Infinity }

/** An article as it looks everywhere: 〔泰安 9.1〕 or 〔Tai'an 9.1〕. It opens the gist in our own words. */
export function Citation({ cite }: { cite: Cite }) {
  const [open, setOpen] = useState(false)
  const say = useSay(own)
  const text = useText()
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} destroyOnHidden content={<Gist cite={cite} />}>
      <button type="button" className="cite" aria-label={`${say('cite')} ${text(cite.label)}`} aria-expanded={open}>
        {text(cite.label)}
      </button>
    </Popover>
  )
}

const keyOf = (cite: Cite) => `${cite.instrument}:${cite.unit}`

export function Citations({ cites }: { cites: readonly Cite[] | undefined }) {
  const seen = new Map((cites ?? []).map((cite) => [keyOf(cite), cite]))
  return (
    <span className="cites">
      {[...seen.values()].map((cite) => (
        <Citation key={keyOf(cite)} cite={cite} />
      ))}
    </span>
  )
}

/** The gist of an article: of the pack in force, or of another place's that ships with the program. */
function Gist({ cite }: { cite: Cite }) {
  const { data } = useQuery(packQuery)
  const text = useText()
  const say = useSay(own)
  const instrument = data?.instruments.find((one) => one.code === cite.instrument)
  const elsewhere = useQuery({
    queryKey: ['pack', cite.instrument, cite.unit],
    queryFn: () => answered(api.GET('/v1/packs/{pack}/units', { params: { path: { pack: cite.instrument }, query: { unit: cite.unit } } })),
    enabled: data !== undefined && !instrument,
    staleTime: Infinity,
    retry: false,
  })
  if (!data || elsewhere.isLoading) return <Skeleton active paragraph={{ rows: 2 }} style={{ width: 320 }} />
  const unit = instrument?.units.find((one) => one.unit === cite.unit) ?? elsewhere.data?.items[0]
  return (
    <div className="gist">
      <p className="quiet">
        {instrument ? text(instrument.name) : text(cite.label)} {unit?.article}
      </p>
      {unit && <h4>{text(unit.heading)}</h4>}
      <p>{unit ? text(unit.gist) : say('noGist')}</p>
      {unit && <p className="quiet">{say('gist')}</p>}
    </div>
  )
}
