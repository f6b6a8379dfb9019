import { useParams } from '@tanstack/react-router'
import { Loaded, Page } from '@/field/Page'
import { KnownTitles } from '@/field/titles'
import { useText } from '@/words/language'
import { Diagram } from '../parts/Diagram'
import { Documents } from '../parts/Documents'
import { Acts, Head } from '../parts/Head'
import { Notice, Panel } from '../parts/Hearing'
import { Tasks } from '../parts/Tasks'
import { Timeline } from '../parts/Timeline'
import { useCase } from '../queries'

/** A case: what it is, who moves it and by when, what I may do and why not, and all that happened. */
export default function Case() {
  const { id = '' } = useParams({ strict: false })
  const text = useText()
  const shown = useCase(id)
  return (
    <Loaded of={shown} rows={12}>
      {(page) => (
        <KnownTitles value={page.titles}><Page title={`${text(page.title)}${page.about ? ` · ${page.about}` : ''}`} says={<code>{page.id}</code>}>
          <Head page={page} />
          <div className="case">
            <div className="case-main">
              <Acts page={page} />
              <Notice page={page} />
              <Panel page={page} />
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
