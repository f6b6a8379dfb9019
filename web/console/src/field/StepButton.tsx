import { SafetyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Schema } from '@/client/client'
import { useText } from '@/words/language'
import { Citations } from './Citation'

/** A step one may take, with its article; a lock says that presence is proved again first. */
export function StepButton({ step, primary, busy, href, onClick }: { step: Schema<'StepShown'>; primary?: boolean; busy?: boolean; href?: string; onClick?: () => void }): ReactNode {
  const text = useText()
  return (
    <span className="step-button">
      <Button type={primary ? 'primary' : 'default'} loading={busy} onClick={onClick} href={href} icon={step.stepUp ? <SafetyOutlined /> : undefined}>
        {text(step.title)}
      </Button>
      <Citations cites={step.cites} />
    </span>
  )
}
