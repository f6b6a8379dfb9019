import { CloseOutlined, CompassOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { Button } from 'antd'
import { answered, api, type Schema } from '@/client/client'
import { refresh } from '@/client/refresh'
import { changeMe, useMe } from '@/client/session'
import { Day } from '@/field/Day'
import { Trouble } from '@/field/Refusal'
import { useSay, useText } from '@/words/language'
import own from './words'

type Stop = Schema<'StopShown'>

/** In a demonstration: which press of the main job is next, whose it is, and the way there. */
export function TourBar({ close }: { close: () => void }) {
  const say = useSay(own)
  const { data } = useQuery({ queryKey: ['demo', 'tour'], queryFn: () => answered(api.GET('/v1/demo/tour')), staleTime: 0,
    refetchInterval: (query) => (query.state.data?.next?.kind === 'wait' ? 1500 : false) })
  const clock = useClock()
  if (!data) return <section className="tour-bar" aria-label={say('tour')} />
  return (
    <section className="tour-bar" aria-label={say('tour')}>
      <CompassOutlined aria-hidden />
      <span className="mark">{say('demoMark')}</span>
      {data.next ? <Next stop={data.next} of={data.of} clock={clock} /> : <strong>{say('tourNone')}</strong>}
      <a href="/demo#tour">{say('tourAll')}</a>
      <Button type="text" size="small" icon={<CloseOutlined />} aria-label={say('tourClose')} title={say('tourClose')} onClick={close} />
      <Fired came={clock.data} />
      <Trouble error={clock.error} />
    </section>
  )
}

function useClock() {
  const queries = useQueryClient()
  return useMutation({ mutationFn: (day: string) => answered(api.POST('/v1/demo/clock', { body: { day } })), onSuccess: () => refresh(queries) })
}

function Next({ stop, of, clock }: { stop: Stop; of: number; clock: ReturnType<typeof useClock> }) {
  const say = useSay(own)
  const text = useText()
  return (
    <>
      <span className="number">{say('tourStep', { n: stop.number, of })}</span>
      <strong>
        {text(stop.title)}
        {stop.about && ` · ${stop.about}`}
      </strong>
      {stop.name && (
        <span className="quiet">
          {stop.name}
          {stop.roleWord && ` · ${text(stop.roleWord)}`}
        </span>
      )}
      {stop.kind === 'clock' ? (
        <Button type="primary" size="small" loading={clock.isPending} onClick={() => clock.mutate(stop.day ?? '')}>
          {say('tourClock', { day: stop.day ?? '' })}
        </Button>
      ) : (
        <Way stop={stop} />
      )}
    </>
  )
}

/** Leads to the page of a stop, in the seat that it is for. */
function Way({ stop }: { stop: Stop }) {
  const say = useSay(own)
  const me = useMe()
  const router = useRouter()
  const queries = useQueryClient()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const mine = me.person.id === stop.person && me.seat?.role === stop.role
  const go = () => void router.navigate({ to: stop.to as never })
  const enter = useMutation({
    mutationFn: () => answered(api.POST('/v1/demo/session', { body: { login: stop.login ?? '', role: stop.role, later: stop.presence } })),
    onSuccess: async (next) => {
      sessionStorage.clear() // drafts are the person's who wrote them
      await router.navigate({ to: stop.to as never }) // before: the former page may not exist for who comes
      changeMe(queries, next)
    },
  })
  if (stop.kind === 'wait') return <span role="status">{say('tourWait')}</span>
  if (mine && path.endsWith((stop.to.split('?')[0] ?? ''))) return <span role="status">{say(stop.kind === 'look' ? 'tourLook' : 'tourHere')}</span>
  return (
    <>
      <Button type="primary" size="small" loading={enter.isPending} onClick={mine ? go : () => enter.mutate()}>
        {mine ? say('tourGo') : say('tourAs', { name: stop.name ?? '' })}
      </Button>
      <Trouble error={enter.error} />
    </>
  )
}

/** What came due while the clock was moved. */
function Fired({ came }: { came: Schema<'ClockShown'> | undefined }) {
  const say = useSay(own)
  const text = useText()
  if (!came) return null
  return (
    <details className="tour-fired">
      <summary>{say(came.fired.length > 0 ? 'tourFired' : 'tourFiredNone', { day: came.today, n: came.fired.length })}</summary>
      <ul>
        {came.fired.map((one, i) => (
          <li key={i}>
            <Day day={one.on} /> {text(one.says)}{one.title.zh && `：${text(one.title)}`}{one.about && ` · ${one.about}`}
          </li>
        ))}
      </ul>
    </details>
  )
}
