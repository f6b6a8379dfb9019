import type { Schema } from '@/client/client'

type CasePage = Schema<'CasePage'>
export type May = CasePage['may'][number]

/** The step of a case that takes data: its document asks for the digest of what was uploaded. */
export const takesData = (page: CasePage | undefined): May | undefined => page?.may.find((one) => one.form?.fields.some((field) => field.type === 'digest'))

/** The step of a case in which the columns are confirmed: its document is filled in column by column. */
export const confirmsColumns = (page: CasePage | undefined): May | undefined => page?.may.find((one) => one.form?.fields.some((field) => field.type === '[group]' && field.fields?.some((inner) => inner.field === 'level')))

/** What a person confirmed of a column. */
export interface Confirmed {
  name: string
  class?: string
  level?: string
  role?: string
  labelZH?: string
  labelEN?: string
}

/** What was confirmed of the columns, by name, where the seat may read the case. */
export function confirmedIn(page: CasePage | undefined): Map<string, Confirmed> {
  const columns = page?.documents.flatMap((document) => document.fields).find((field) => field.type === '[group]' && Array.isArray(field.value))?.value as Confirmed[] | undefined
  return new Map((columns ?? []).map((one) => [one.name, one]))
}
