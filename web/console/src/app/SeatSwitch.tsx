import { DownOutlined, UserOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Dropdown } from 'antd'
import { answered, api, ProblemError, type Schema } from '@/client/client'
import { changeMe, type Me } from '@/client/session'
import { GroundShown } from '@/field/Refusal'
import { useSay, useText } from '@/words/language'
import own from './words'

type Seat = Schema<'SeatShown'>

/** Whom one acts as: always in sight, and where one switches. */
export function SeatSwitch({ me }: { me: Me }) {
  const say = useSay(own)
  const text = useText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const take = useMutation({
    mutationFn: (seat: string) => answered(api.POST('/v1/session/seat', { body: { seat } })),
    onSuccess: (next) => changeMe(queries, next),
    onError: (error) => void message.error(error instanceof ProblemError ? error.problem.title : error.message),
  })
  if (!me.seat) return <NoSeat me={me} />
  const others = me.seats.map((seat) => ({ key: seat.name, label: <SeatLine seat={seat} /> }))
  const shown = (
    <span className="as">
      <UserOutlined aria-hidden />
      <span className="as-who">
        <span className="as-org">{standing(me.seat)}</span>
        <span className="as-seat">
          <span className="quiet">{say(me.seat.deputyFor ? 'asDeputy' : 'as')}</span> {text(me.seat.roleWord) || me.seat.title} · {me.person.name}
        </span>
      </span>
    </span>
  )
  if (others.length < 2) return <div className="as-switch">{shown}</div>
  return (
    <Dropdown trigger={['click']} menu={{ items: others, selectedKeys: [me.seat.name], onClick: ({ key }) => take.mutate(key) }}>
      <button type="button" className="as-switch" title={say('switchSeat')} aria-busy={take.isPending}>
        {shown} <DownOutlined aria-hidden />
      </button>
    </Dropdown>
  )
}

/** The organisation of a seat, and where it stands in an installation of several jurisdictions. */
const standing = (seat: Seat) => [seat.organisationName || seat.organisation, seat.jurisdiction].filter(Boolean).join(' · ')

function SeatLine({ seat }: { seat: Seat }) {
  const text = useText()
  const say = useSay(own)
  return (
    <span className="seat-line">
      {seat.deputyFor && <span className="mark">{say('asDeputy')}</span>} {text(seat.roleWord) || seat.title}
      <span className="quiet"> {standing(seat)}</span>
    </span>
  )
}

function NoSeat({ me }: { me: Me }) {
  const say = useSay(own)
  return (
    <div className="as-switch">
      <strong>{say('noSeat')}</strong> {me.person.name}
      {me.noSeat && (
        <ul className="grounds">
          <GroundShown ground={me.noSeat} />
        </ul>
      )}
    </div>
  )
}
