// Words of pages. Each feature keeps its own beside its pages; Chinese is the source, and
// English must have the same keys: the compiler says so when it does not.

export type Language = 'zh' | 'en'

/** A text of the server in both languages. */
export interface Text {
  zh: string
  en: string
}

export interface Words<K extends string = string> {
  zh: Record<K, string>
  en: Record<K, string>
}

/** Makes a dictionary. A word may hold names in braces, such as {n}, that are filled in. */
export function words<const Z extends Record<string, string>>(zh: Z, en: { [K in keyof Z]: string }): Words<keyof Z & string> {
  return { zh, en }
}

export type Values = Record<string, string | number>

/** Fills in the names in braces; one that is not given stays as it is, to be noticed. */
export function fill(word: string, values?: Values): string {
  return values ? word.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : word
}
