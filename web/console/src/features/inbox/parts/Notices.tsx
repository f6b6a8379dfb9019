import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { exported } from '@/client/client'
import { casePath } from '@/field/CaseLines'
import { Day } from '@/field/Day'
import { Part } from '@/field/Page'
import { Trouble } from '@/field/Refusal'
import { Export } from '@/field/Table'
import { useSay, useText } from '@/words/language'
import { useOpenNotice, useUnserved } from '../queries'
import words from '../words'

const few = 5 // shown at first: a long list does not push the page out of sight

/** Notices that have not been served; nothing where there is none. */
export function Notices() {
  const [all, showAll] = useState(false)
  const say = useSay(words)
  const text = useText()
  const { data } = useUnserved()
  const open = useOpenNotice()
  if (!data || data.items.length === 0) return null
  return (
    <Part title={say('notices')} aside={<span><span className="quiet">{say('served')}</span> <Export name="notices" from={() => exported('/v1/notices')} /></span>}>
      <ul className="lines">
        {data.items.slice(0, all ? undefined : few).map((notice) => (
          <li key={notice.id}>
            <Day day={notice.sent} />
            <span>{notice.case ? <Link to={casePath(notice.case)}>{text(notice.text)}</Link> : text(notice.text)}</span>
            <Button size="small" loading={open.isPending && open.variables === notice.id} onClick={() => open.mutate(notice.id)}>
              {say('open')}
            </Button>
          </li>
        ))}
      </ul>
      {!all && data.items.length > few && (
        <Button type="link" onClick={() => showAll(true)}>
          {say('more', { n: data.items.length - few })}
        </Button>
      )}
      <Trouble error={open.error} />
    </Part>
  )
}
