import type { ReactNode } from 'react'
import { Tooltip } from 'antd'
import { useSay } from '@/words/language'
import own from './words'

/** State in plain words; the shade says how it stands, never alone. */
export function State({ tone = 'plain', children }: { tone?: 'plain' | 'open' | 'good' | 'warn' | 'stop'; children: ReactNode }) {
  return <span className={`state state-${tone}`}>{children}</span>
}

/** Level of data, L1 to L4. */
export function LevelTag({ level }: { level: string | number | undefined }) {
  const say = useSay(own)
  if (level === undefined || level === '') return null
  const name = String(level).startsWith('L') ? String(level) : `L${level}`
  return (
    <span className={`level level-${name}`} aria-label={say('levelOf', { level: name })}>
      {name}
    </span>
  )
}

/** Assurance of what ran, T0 to T3. */
export function Assurance({ level, says }: { level: string; says?: string }) {
  const say = useSay(own)
  return (
    <Tooltip title={says}>
      <span className="assurance" tabIndex={says ? 0 : undefined} aria-label={say('assuranceOf', { level })}>
        {level}
      </span>
    </Tooltip>
  )
}

/** An organisation by its name; one without a registered name by its number. */
export function Organisation({ id, name }: { id: string; name?: string }) {
  return <span title={id}>{name || <code>{id}</code>}</span>
}

/** Money of the server, in 分, as yuan with two decimals. */
export function Money({ cents }: { cents: number | undefined }) {
  const say = useSay(own)
  if (cents === undefined) return null
  return (
    <span className="number">
      {(cents / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} {say('yuan')}
    </span>
  )
}
