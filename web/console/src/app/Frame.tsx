import { MenuOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Button, Drawer, Spin } from 'antd'
import { useEffect, useState } from 'react'
import { useEvents } from '@/client/events'
import { sessionQuery, useMe, type Session } from '@/client/session'
import { Day } from '@/field/Day'
import { kindsQuery } from '@/field/KindWord'
import { Trouble } from '@/field/Refusal'
import { useSay, useText } from '@/words/language'
import { Choices } from './Choices'
import { entries } from './features'
import mark from './mark.svg'
import { SeatSwitch } from './SeatSwitch'
import { SignIn } from './SignIn'
import { StepUp } from './StepUp'
import { TourBar } from './TourBar'
import own from './words'

/** What stands around every page; without a session, the sign-in in its place. */
export function Frame() {
  const session = useQuery(sessionQuery)
  const [was, setWas] = useState(false)
  useEffect(() => {
    if (session.data?.me) setWas(true)
  }, [session.data?.me])
  if (session.data?.me) return <Inside session={session.data} />
  if (session.data) return <SignIn banner={session.data.banner} expired={was} />
  if (session.error) return <main className="page"><Trouble error={session.error} retry={() => void session.refetch()} /></main>
  return <Spin fullscreen />
}

function Inside({ session }: { session: Session }) {
  const say = useSay(own)
  const me = useMe()
  const [menu, setMenu] = useState(false)
  const [tour, setTour] = useTour()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const listening = useEvents(me.seat?.name)
  useEffect(() => {
    setMenu(false)
    window.scrollTo(0, 0)
  }, [path])
  return (
    <>
      <a className="skip" href="#content">
        {say('skip')}
      </a>
      <header className="top">
        <Button className="menu-button" type="text" icon={<MenuOutlined />} aria-label={say('openMenu')} onClick={() => setMenu(true)} />
        <Link to={'/inbox' as never} className="brand" aria-label={say('product')}>
          <img src={mark} alt="" width={24} height={24} />
          <span>{say('product')}</span>
        </Link>
        <SeatSwitch me={me} />
        <Today day={session.banner.today} demo={session.banner.demo} open={session.banner.tour && !tour ? () => setTour(true) : undefined} />
        <Choices />
      </header>
      <Banner session={session} />
      {session.banner.tour && tour && <TourBar close={() => setTour(false)} />}
      <div className="body">
        <nav className="side" aria-label={say('menu')}>
          <Menu />
        </nav>
        <Drawer open={menu} onClose={() => setMenu(false)} placement="left" size={260} title={say('product')}>
          <nav aria-label={say('menu')}>
            <Menu />
          </nav>
        </Drawer>
        <main id="content" tabIndex={-1}>
          {listening && <Outlet key={`${me.person.id} ${me.seat?.name}`} />}
        </main>
      </div>
      <StepUp />
    </>
  )
}



/** The parts in which the server has something for the seat. */
function Menu() {
  const me = useMe()
  const { data } = useQuery({ ...kindsQuery, enabled: me.seat !== undefined })
  const known = new Set(data?.items.map((kind) => kind.kind))
  return (
    <ul className="menu">
      {entries
        .filter((entry) => !entry.kinds || entry.kinds.some((kind) => known.has(kind)))
        .map((entry) => (
          <li key={entry.path}>
            <Entry {...entry} />
          </li>
        ))}
    </ul>
  )
}

function Entry({ path, icon: Icon, words }: (typeof entries)[number]) {
  const say = useSay(words)
  return (
    <Link to={path as never} activeProps={{ 'aria-current': 'page' }}>
      <Icon /> <span>{say('name')}</span>
    </Link>
  )
}

/** Whether the tour of a demonstration is shown; closing it holds for this browser. */
function useTour() {
  const [shown, show] = useState(() => localStorage.getItem('shuyu.tour') !== 'closed')
  return [shown, (next: boolean) => {
    localStorage.setItem('shuyu.tour', next ? 'open' : 'closed')
    show(next)
  }] as const
}

function Today({ day, demo, open }: { day: string; demo: boolean | undefined; open: (() => void) | undefined }) {
  const say = useSay(own)
  return (
    <span className="today" title={say('today')}>
      {demo && open && <Button type="link" size="small" onClick={open}>{say('tourOpen')}</Button>}
      {demo && <span className="mark">{say('demoMark')}</span>} <Day day={day} />
    </span>
  )
}

function Banner({ session }: { session: Session }) {
  const text = useText()
  if (session.banner.says.length === 0) return null
  return (
    <p className="banner" role="note">
      {session.banner.says.map((one) => text(one)).join(' ')}
    </p>
  )
}
