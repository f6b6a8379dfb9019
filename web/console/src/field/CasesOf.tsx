import { useInfiniteQuery } from '@tanstack/react-query'
import { Checkbox } from 'antd'
import type { ReactNode } from 'react'
import { answered, api, exported } from '@/client/client'
import { useSay } from '@/words/language'
import { CaseTable } from './CaseLines'
import { Loaded } from './Page'
import registerWords from './registerWords'
import { useFilters } from './search'

/** The cases of one procedure, as a list of a page: open ones only where somebody asks, with export and pages. */
export function CasesOf({ procedure, caption, empty }: { procedure: string; caption: string; empty: ReactNode }) {
  const say = useSay(registerWords)
  const [search, change] = useFilters()
  const sort = (['due', '-due', 'opened', '-opened'] as const).find((one) => one === search.sort) ?? '-opened'
  const filters = { procedure, open: search.open === 'true' || undefined, sort }
  const cases = useInfiniteQuery({
    queryKey: ['cases', 'of', filters],
    queryFn: ({ pageParam }) => answered(api.GET('/v1/cases', { params: { query: { ...filters, limit: 50, cursor: pageParam || undefined } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.cursor,
  })
  return (
    <Loaded of={cases}>
      {(data) => (
        <CaseTable name={`cases.${procedure}`} caption={caption} rows={data.pages.flatMap((page) => page.items)} empty={empty} exportFrom={() => exported('/v1/cases', filters)}
          tools={<Checkbox checked={search.open === 'true'} onChange={(e) => change({ open: e.target.checked ? 'true' : '' })}>{say('openOnly')}</Checkbox>}
          more={cases.hasNextPage ? () => void cases.fetchNextPage() : undefined} loadingMore={cases.isFetchingNextPage} />
      )}
    </Loaded>
  )
}
