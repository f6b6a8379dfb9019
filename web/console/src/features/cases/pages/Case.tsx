import { useParams } from '@tanstack/react-router'
import { Acts } from '@/field/Acts'
import { Loaded, Page, Part } from '@/field/Page'
import { Panel } from '@/field/Panel'
import { KnownTitles } from '@/field/titles'
import { useSay, useText } from '@/words/language'
import { Diagram } from '../parts/Diagram'
import { Documents } from '../parts/Documents'
import { Head } from '../parts/Head'
import { Notice } from '../parts/Notice'
import { Tasks } from '../parts/Tasks'
import { Timeline } from '../parts/Timeline'
import { useCase } from '../queries'
import words from '../words'

/** A case: what it is, who moves it and by when, what I may do and why not, and all that happened. */
export default function Case() {
  const { id = '' } = useParams({ strict: false })
  const say = useSay(words)
  const text = useText()
  const shown = useCase(id)
  return (
    <Loaded of={shown} rows={12}>
      {(page) => (
        <KnownTitles value={page.titles}><Page title={`${text(page.title)}${page.about ? ` · ${page.about}` : ''}`} says={<code>{page.id}</code>}>
          <Head page={page} />
          <div className="case">
            <div className="case-main">
              <Part title={say('may')}><Acts page={page} /></Part>
              <Notice page={page} />
              {page.panel && <Panel panel={page.panel} />}
              <Documents page={page} />
              <Timeline page={page} />
            </div>
            <aside className="case-aside">
              <Tasks page={page} />
              <Diagram page={page} />
            </aside>
          </div>
        </Page></KnownTitles>
      )}
    </Loaded>
  )
}
