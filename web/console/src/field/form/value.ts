import type { Schema } from '@/client/client'

/** One particular of a document, as the server describes it. */
export type Field = Schema<'FieldShown'>
export type Document = Schema<'DocumentShown'>

/** What was filled in: names of fields to texts, numbers, days, lists and groups. */
export type Form = Record<string, unknown>

const blank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0) || (typeof value === 'object' && !Array.isArray(value) && value !== null && Object.values(value).every(blank))

/** Leaves out what was not filled in: a field that is absent is not one that is empty. */
export function filled(form: Form): Form {
  const kept = Object.entries(form).flatMap(([name, value]): [string, unknown][] => {
    if (blank(value)) return []
    if (Array.isArray(value)) return [[name, value.filter((one) => !blank(one)).map(whole)]]
    return [[name, whole(value)]]
  })
  return Object.fromEntries(kept)
}

const whole = (value: unknown): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value) ? filled(value as Form) : value)

/** The fields that the server marks as required and that are blank, by their path. What is required besides, the server says. */
export function missing(fields: readonly Field[], form: Form, path = ''): string[] {
  return fields.flatMap((field) => {
    const { of, list } = field
    const at = path + field.field
    const value = form[field.field]
    if (of === 'group' && field.fields) {
      const groups = list ? ((value as Form[] | undefined) ?? []) : value || field.required ? [(value as Form | undefined) ?? {}] : []
      const within = groups.flatMap((group, i) => missing(field.fields ?? [], group, list ? `${at}.${i}.` : `${at}.`))
      return field.required && list && groups.length === 0 ? [at] : within
    }
    return field.required && (blank(value) || (field.warranty && value !== true)) ? [at] : []
  })
}
