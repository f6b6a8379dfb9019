import { Select } from 'antd'
import { useSay, useText } from '@/words/language'
import { useShelf } from '../queries'
import words from '../words'

/** Chooses a pack: the one in force, or another place's that ships with the program. */
export function Place({ label, value, current, choose }: { label: string; value: string; current?: boolean; choose: (name: string) => void }) {
  const say = useSay(words)
  const text = useText()
  const { data } = useShelf()
  const options = (data?.items ?? []).map((one) => ({ value: one.name, label: text(one.short) }))
  return <Select aria-label={label} value={value} options={current ? [{ value: 'current', label: say('inForceHere') }, ...options] : options} onChange={choose} popupMatchSelectWidth={false} style={{ minWidth: 140 }} />
}
