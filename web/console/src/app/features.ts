import type { Feature } from '@/field/feature'

// Every folder of features registers itself by its feature.ts, so that a feature is added
// without touching a line here.
const found = import.meta.glob<{ default: Feature }>('../features/*/feature.ts', { eager: true })

export const features: Feature[] = Object.values(found).map((one) => one.default)

export const entries = features
  .flatMap((one) => (one.entry ? [{ ...one.entry, words: one.words }] : []))
  .sort((x, y) => x.order - y.order)
