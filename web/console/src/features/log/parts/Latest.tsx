import { Button } from 'antd'
import { Loaded, Part } from '@/field/Page'
import { download } from '@/field/Table'
import { useSay } from '@/words/language'
import { hex } from '../proof'
import { useCheckpoint } from '../queries'
import words from '../words'
import { Tick } from './Tick'

/** The latest checkpoint, with its signature checked here. */
export function Latest() {
  const say = useSay(words)
  const latest = useCheckpoint()
  return (
    <Part title={say('checkpoint')}>
      <p>{say('checkpointSays')}</p>
      <Loaded of={latest} rows={3}>
        {({ text, checkpoint, signed, twin }) => (
          <>
            <dl className="answers">
              <div>
                <dt>{say('origin')}</dt>
                <dd>{checkpoint.origin}</dd>
              </div>
              <div>
                <dt>{say('size')}</dt>
                <dd className="number">{checkpoint.size}</dd>
              </div>
              <div>
                <dt>{say('rootIs')}</dt>
                <dd>
                  <code>{hex(checkpoint.root)}</code>
                </dd>
              </div>
            </dl>
            <ul className="checks">
              <Tick holds={signed}>{say(signed === undefined ? 'signatureSkipped' : signed ? 'signatureOk' : 'signatureBad')}</Tick>
              <Tick holds={twin}>{say(twin === undefined ? 'signatureSkipped' : twin ? 'twinSigned' : 'signatureBad')}</Tick>
            </ul>
            <Button onClick={() => download(new Blob([text]), `checkpoint-${checkpoint.size}`)}>{say('downloadCheckpoint')}</Button>
          </>
        )}
      </Loaded>
    </Part>
  )
}
