import type { InvalidateQueryFilters, Query, QueryClient } from '@tanstack/react-query'

// What is shown follows what happens, at a measured pace: however much happens, a page is asked
// for again once for all of it, and never while it is still being asked for.

/** From what happened to asking: what happens together, and the answer to an own act, come within it. Milliseconds. */
const soon = 300

/** From one asking to the next while things go on happening: what is shown is never older. Milliseconds. */
const pace = 3000

let due: ReturnType<typeof setTimeout> | undefined
let last = -Infinity

const mayChange = { predicate: (query: Query) => query.queryKey[0] !== 'session' }

/** Something happened: what is kept is out of date, and what is shown is asked for again when its time has come. */
export function refreshSoon(queries: QueryClient) {
  void queries.invalidateQueries({ ...mayChange, refetchType: 'none' })
  due ??= setTimeout(() => refreshWhenStill(queries), Math.max(soon, last + pace - performance.now()))
}

function refreshWhenStill(queries: QueryClient) {
  due = undefined
  if (queries.isFetching() > 0) due = setTimeout(() => refreshWhenStill(queries), soon)
  else void refresh(queries, mayChange)
}

/** Asks for what is shown again at once, all of it or some; what was due is done with it. */
export async function refresh(queries: QueryClient, which?: InvalidateQueryFilters) {
  clearTimeout(due)
  due = undefined
  last = performance.now()
  await queries.invalidateQueries(which)
}
