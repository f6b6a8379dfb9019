// Where registered things are shown. Features say it of their kinds (feature.ts), so that
// whoever draws a reference to a thing links to its page without knowing the feature.

const places = new Map<string, string>()

/** Called for each feature that is found: its pages by registered kind, such as '/catalogue/$id'. */
export function placed(pages: Record<string, string> | undefined) {
  for (const [kind, path] of Object.entries(pages ?? {})) places.set(kind, path)
}

/** The page of a thing: of its case, of the feature that shows its kind, or the one that every registered thing has. */
export function thingPath(kind: string, id: string) {
  const own = kind.startsWith('case') ? '/cases/$id' : places.get(kind)
  return (own?.replace('$id', encodeURIComponent(id)) ?? `/registers/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`) as never
}

/** The kind of which an id says that it is: ids begin with it. Of two that fit, the longer is meant. */
export function kindOf(id: string, kinds: readonly string[]): string | undefined {
  return kinds.filter((kind) => id.startsWith(`${kind}-`)).sort((x, y) => y.length - x.length)[0]
}
