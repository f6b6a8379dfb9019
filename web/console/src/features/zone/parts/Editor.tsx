import { autocompletion, type Completion } from '@codemirror/autocomplete'
import { PostgreSQL, sql } from '@codemirror/lang-sql'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, setDiagnostics, type Diagnostic as Mark } from '@codemirror/lint'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import { useEffect, useRef } from 'react'
import { useSay, useText } from '@/words/language'
import type { Diagnostic, Workspace } from '../queries'
import words from '../words'

interface Props {
  value: string
  change: (sql: string) => void
  workspace: Workspace
  diagnostics: readonly Diagnostic[]
  run: () => void
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''

const shades = EditorView.theme({
  '&': { backgroundColor: 'var(--ant-color-bg-container)', color: 'var(--ant-color-text)', fontSize: '14px' },
  '.cm-content': { minHeight: '9rem', caretColor: 'var(--ant-color-text)' },
  '.cm-scroller': { maxHeight: '24rem', overflow: 'auto' },
  '.cm-gutters': { backgroundColor: 'var(--ant-color-bg-layout)', color: 'var(--ant-color-text-tertiary)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--ant-color-fill-quaternary)' },
  '.cm-cursor': { borderLeftColor: 'var(--ant-color-text)' },
  '.cm-placeholder': { color: 'var(--ant-color-text-placeholder)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--tone-open) !important' },
  '.cm-tooltip': { backgroundColor: 'var(--ant-color-bg-elevated)', color: 'var(--ant-color-text)', border: '1px solid var(--ant-color-border)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--tone-open)', color: 'var(--tone-open-ink)' },
})

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--ant-color-primary)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--ant-color-success)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--ant-color-warning)' },
  { tag: tags.comment, color: 'var(--ant-color-text-tertiary)', fontStyle: 'italic' },
])

/** The place of a byte in a text: the server counts bytes, the editor characters. */
export function characterAt(text: string, byte: number): number {
  return new TextDecoder().decode(new TextEncoder().encode(text).slice(0, byte)).length
}

/** An editor of SQL: completion from what the server lists, marks where the server would refuse. */
export default function Editor({ value, change, workspace, diagnostics, run }: Props) {
  const say = useSay(words)
  const text = useText()
  const home = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const now = useRef({ change, run })
  now.current = { change, run }
  const known = useRef(new Compartment())
  const first = workspace.datasets.find((dataset) => dataset.table)
  const example = first ? `SELECT count(*) FROM ${first.table}` : 'SELECT'
  const label = say('editor')
  const hint = say('placeholder', { example })

  useEffect(() => {
    const made = new EditorView({
      parent: home.current ?? undefined,
      state: EditorState.create({
        doc: value,
        extensions: [
          EditorView.cspNonce.of(nonce),
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => (now.current.run(), true) }])),
          basicSetup,
          known.current.of(knowing(workspace)),
          placeholder(hint),
          lintGutter(),
          shades,
          syntaxHighlighting(colours),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => update.docChanged && now.current.change(update.state.doc.toString())),
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
    // The editor is made once; what changes is handed to it below.
    // eslint-disable-next-line
  }, [hint, label])

  useEffect(() => {
    const shown = view.current
    if (shown && shown.state.doc.toString() !== value) shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => view.current?.dispatch({ effects: known.current.reconfigure(knowing(workspace)) }), [workspace])

  useEffect(() => {
    const shown = view.current
    if (!shown) return
    const doc = shown.state.doc.toString()
    const marks = diagnostics.flatMap((one): Mark[] => {
      if (one.offset === undefined) return []
      const from = Math.min(characterAt(doc, one.offset), doc.length)
      const word = /^[\p{L}\p{N}_."]+/u.exec(doc.slice(from))?.[0].length ?? 1
      const says = [text(one.says), text(one.remedy), one.cites.map((cite) => text(cite.label)).join('')].filter(Boolean).join('\n')
      return [{ from, to: Math.min(from + word, doc.length), severity: 'error', message: says }]
    })
    shown.dispatch(setDiagnostics(shown.state, marks))
  }, [diagnostics, text])

  return <div ref={home} className="editor" />
}

/** What may be written: the tables and columns of the grants, and the functions admitted. */
function knowing(workspace: Workspace) {
  const tables: Record<string, Completion[]> = {}
  for (const dataset of workspace.datasets) {
    if (dataset.table) tables[dataset.table] = dataset.columns.map((column) => ({ label: column.name, type: 'property', detail: `${column.level} ${column.type}${column.development ? ` · ${column.development}` : ''}` }))
  }
  const columns = Object.values(tables).flat()
  const functions = workspace.functions
    .filter((one) => /^[a-z_]+\w*$/i.test(one.name))
    .map((one): Completion => ({ label: one.name, type: 'function', detail: one.kind, apply: `${one.name}(` }))
  const language = sql({ dialect: PostgreSQL, schema: tables, upperCaseKeywords: true })
  const more = language.language.data.of({
    autocomplete: (context: { matchBefore: (of: RegExp) => { from: number; to: number } | null; explicit: boolean }) => {
      const word = context.matchBefore(/\w+/)
      return word || context.explicit ? { from: word?.from ?? 0, options: [...columns, ...functions], validFor: /^\w*$/ } : null
    },
  })
  return [language, more, autocompletion()]
}
