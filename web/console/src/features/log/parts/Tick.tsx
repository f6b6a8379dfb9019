import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'

/** One thing that was checked: it holds, it does not, or it could not be told here. */
export function Tick({ holds, children }: { holds: boolean | undefined; children: ReactNode }) {
  const Icon = holds === undefined ? MinusCircleOutlined : holds ? CheckCircleOutlined : CloseCircleOutlined
  return (
    <li className={holds === undefined ? 'check quiet' : holds ? 'check check-holds' : 'check check-fails'} data-holds={String(holds)}>
      <Icon aria-hidden /> <span>{children}</span>
    </li>
  )
}
