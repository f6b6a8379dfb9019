import { ProblemError } from '@/client/client'
import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { Loaded, Part } from '@/field/Page'
import { Table } from '@/field/Table'
import { Organisation, State } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import { useInstallation } from '../queries'
import words from '../words'

/** How the installation stands: health, isolation in force with its remedies, keys, backup. */
export function Running() {
  const say = useSay(words)
  const text = useText()
  const installation = useInstallation()
  if (installation.error instanceof ProblemError && installation.error.problem.status === 404) return <Empty title={say('unseenNote')} says={say('unseenNoteSays')} />
  return (
    <Loaded of={installation}>
      {(data) => (
        <>
          <Part title={say('running')} aside={<State tone={data.ready ? 'good' : 'stop'}>{say(data.ready ? 'ready' : 'notReady')}</State>}>
            <dl className="answers">
              <div>
                <dt>{say('pack')}</dt>
                <dd>
                  {text(data.pack.title)} <code title={data.pack.digest}>{data.pack.digest.slice(0, 16)}…</code> {data.pack.pilot && <State tone="warn">{say('pilot')}</State>}
                </dd>
              </div>
              <div>
                <dt>{say('logSize')}</dt>
                <dd className="number">{data.log.size}</dd>
              </div>
            </dl>
          </Part>
          {data.isolation && (
            <Part title={say('isolation')} aside={<State tone={data.isolation.sufficient ? 'good' : 'stop'}>{say(data.isolation.sufficient ? 'enough' : 'notEnough')}</State>}>
              <ul className="lines">
                {data.isolation.means.map((one) => (
                  <li key={one.means}>
                    <State tone={one.inForce ? 'good' : one.lacks ? 'stop' : 'plain'}>{say(one.inForce ? 'inForce' : one.lacks ? 'lacks' : 'absent')}</State>
                    <span>{text(one.word)}</span>
                  </li>
                ))}
              </ul>
              {data.isolation.remedies.map((one) => <p key={one.zh}>{text(one)}</p>)}
            </Part>
          )}
          <Part title={say('keys')}>
            <p>{say('keysSays')}</p>
            <Table name="keys" caption={say('keys')} rows={data.keys} rowKey={(key) => key.id} empty={null}
              columns={[
                { key: 'word', title: say('purpose'), cell: (key) => <>{text(key.word)} {key.signs && <span className="quiet">{say('signs')}</span>}</> },
                { key: 'owner', title: say('owner'), cell: (key) => key.owner && <Organisation id={key.owner} name={key.ownerName} /> },
                { key: 'state', title: say('state'), cell: (key) => <State tone={key.destroyed || key.retired ? 'plain' : 'good'}>{say(key.destroyed ? 'destroyed' : key.retired ? 'retired' : 'active')}</State> },
                { key: 'created', title: say('created'), cell: (key) => <Day day={key.created} /> },
                { key: 'id', title: say('keyId'), cell: (key) => <code title={key.id}>{key.id.slice(0, 16)}</code> },
              ]} />
          </Part>
          <Part title={say('backup')}>
            <p>{say('backupSays')}</p>
            <pre className="commands" tabIndex={0}>{'shuyu admin backup shuyu.backup --dir shuyu-data\nshuyu admin check --dir shuyu-data\nshuyu admin restore shuyu.backup --dir restored'}</pre>
          </Part>
        </>
      )}
    </Loaded>
  )
}
