import { CheckOutlined, ExclamationOutlined, MinusOutlined } from '@ant-design/icons'
import { Citation } from '@/field/Citation'
import { Value } from '@/field/form/Value'
import { Part } from '@/field/Page'
import fieldWords from '@/field/words'
import { useSay, useText } from '@/words/language'
import type { CasePage } from '../queries'
import words from '../words'

/** Documents handed in, with what their rules demand ticked. */
export function Documents({ page }: { page: CasePage }) {
  const say = useSay(words)
  const text = useText()
  if (page.sight === 'noticed') return null
  return (
    <Part title={say('documents')}>
      {page.documents.length === 0 && <p className="quiet">{say('documentsNone')}</p>}
      {page.documents.map((document) => (
        <details key={document.document} className="document" open={page.documents.length === 1}>
          <summary>
            {text(document.title)} <span className="quiet">{say('particulars', { n: document.fields.length, filled: document.fields.filter((field) => field.present).length })}</span>
          </summary>
          <dl className="answers ticked">
            {document.fields.map((field) => (
              <div key={field.field}>
                <dt>
                  <Tick present={field.present} required={field.required} /> {text(field.title)} <Citation cite={field.cite} />
                </dt>
                <dd>
                  <Particular field={field} within={page.id} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </Part>
  )
}

function Particular({ field, within }: { field: CasePage['documents'][number]['fields'][number]; within: string }) {
  const say = useSay(fieldWords)
  if (field.withheld && field.present) return <span className="quiet">{say('withheld')}</span>
  return <Value field={field} value={field.value} within={within} />
}

function Tick({ present, required }: { present: boolean; required?: boolean }) {
  const say = useSay(words)
  if (present) return <CheckOutlined className="tick" aria-label={say('complete')} />
  if (required) return <ExclamationOutlined className="due-over" aria-label={say('lacking')} />
  return <MinusOutlined className="quiet" aria-hidden />
}
