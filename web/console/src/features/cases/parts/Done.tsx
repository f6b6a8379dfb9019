import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { casePath } from '@/field/CaseLines'
import { Citations } from '@/field/Citation'
import { DueDay } from '@/field/Day'
import { Thing } from '@/field/form/Value'
import { Page, Part } from '@/field/Page'
import { Proof } from '@/field/Proof'
import { useSay, useText } from '@/words/language'
import type { Receipt } from '../queries'
import words from '../words'

/** What came of an act: the receipt in words. */
export function Done({ receipt, step }: { receipt: Receipt; step: string }) {
  const say = useSay(words)
  const text = useText()
  return (
    <Page title={say('done', { step })} says={<>{say('doneState', { state: text(receipt.word) })} <Citations cites={receipt.cites} /> <Proof entry={receipt.entry} /></>}>
      {receipt.invitation && <Alert type="warning" showIcon title={say('invitation')} description={<code>{receipt.invitation.code}</code>} />}
      {receipt.dues.length > 0 && (
        <Part title={say('doneDue')}>
          <ul className="lines">
            {receipt.dues.map((due) => (
              <li key={`${due.step}-${due.rule}`}>
                <DueDay due={due} step />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {receipt.made && receipt.made.length > 0 && (
        <Part title={say('doneMade')}>
          <ul className="lines">
            {receipt.made.map((made) => (
              <li key={made.id}>
                <Thing kind={made.kind} id={made.id} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {receipt.opened && receipt.opened.length > 0 && (
        <Part title={say('doneOpened')}>
          <ul className="lines">
            {receipt.opened.map((id) => (
              <li key={id}>
                <Link to={casePath(id)}>{id}</Link>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <div className="form-foot">
        <Link to={casePath(receipt.case)}>
          <Button type="primary" tabIndex={-1}>{say('toCase')}</Button>
        </Link>
        <Link to={'/inbox' as never}>{say('toInbox')}</Link>
      </div>
    </Page>
  )
}
