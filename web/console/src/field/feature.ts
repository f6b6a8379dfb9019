import type { ComponentType } from 'react'
import type { Words } from '@/words/words'
import { placed } from './place'

/** One page of a feature, loaded when it is first opened. */
export interface Route {
  /** Path under /console, with parameters: '/cases/$id'. */
  path: string
  page: () => Promise<{ default: ComponentType }>
}

/** An entry of the menu. */
export interface Entry {
  path: string
  /** Place in the menu, in steps of ten; features are found in no order of their own. */
  order: number
  icon: ComponentType
  /**
   * Registered kinds this part is about. It is offered where the server lists one of them for
   * the seat; without kinds it is offered to every seat.
   */
  kinds?: string[]
}

/** What src/features/<noun>/feature.ts exports by default; the frame finds it by its place. */
export interface Feature {
  /** Words of the feature; the word "name" is what menu and page title say. */
  words: Words<string>
  entry?: Entry
  routes: Route[]
  /** The page of each registered kind that this feature shows: { resource: '/catalogue/$id' }. */
  pages?: Record<string, string>
}

export function feature(of: Feature): Feature {
  placed(of.pages)
  return of
}
