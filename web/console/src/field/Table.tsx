import { ArrowDownOutlined, ArrowUpOutlined, DownloadOutlined, SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useState, type ReactNode } from 'react'
import { useSay } from '@/words/language'
import { useFilters } from './search'
import own from './words'

export interface Column<T> {
  key: string
  title: string
  cell: (row: T) => ReactNode
  /** Kept on one line: a name, a number. */
  short?: boolean
  /** Right-aligned, with figures of equal width. */
  number?: boolean
  /** Value of the address's `sort` that orders by this column; with '-' before it, the other way. */
  sort?: string
  /** Orders the rows here, where the server has given all of them. */
  by?: (row: T) => string | number
  /** Not shown until somebody chooses it. */
  hidden?: boolean
  /** Kept on a narrow screen. */
  narrow?: boolean
}

export interface TableProps<T> {
  /** Names the table: the columns somebody chose are kept under it. */
  name: string
  caption: string
  rows: readonly T[]
  columns: readonly Column<T>[]
  rowKey: (row: T) => string
  empty: ReactNode
  /** Opens the next page of the server; undefined when this is the last. */
  more?: () => void
  loadingMore?: boolean
  /** Address that answers the same list as CSV. */
  exportFrom?: () => Promise<Blob>
  tools?: ReactNode
}

/** A dense table: choice of columns, sort in the address, export, more by pages. */
export function Table<T>({ name, caption, rows, columns, rowKey, empty, more, loadingMore, exportFrom, tools }: TableProps<T>) {
  const say = useSay(own)
  const [shown, choose] = useChosen(name, columns)
  const [search] = useFilters()
  const visible = columns.filter((column) => shown.has(column.key)).map((column) => ({ ...column, title: headed(column.title) }))
  const ordered = order(rows, columns, search.sort)
  return (
    <div className="table">
      <div className="table-tools">
        <div className="table-filters">{tools}</div>
        <Popover trigger="click" placement="bottomRight" content={<Choice columns={columns} shown={shown} choose={choose} />}>
          <Button size="small" type="text" icon={<SettingOutlined />}>
            {say('columns')}
          </Button>
        </Popover>
        {exportFrom && <Export name={name} from={exportFrom} />}
      </div>
      {rows.length === 0 ? (
        empty
      ) : (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={caption}>
          <table>
            <caption className="unseen">{caption}</caption>
            <thead>
              <tr>
                {visible.map((column) => (
                  <Head key={column.key} column={column} />
                ))}
              </tr>
            </thead>
            <tbody>
              {ordered.map((row) => (
                <tr key={rowKey(row)}>
                  {visible.map((column) => (
                    <td key={column.key} className={column.number ? 'number right' : column.short ? 'short' : undefined} data-title={column.title} data-narrow={column.narrow ? '' : undefined}>
                      <div className="cell">{column.cell(row)}</div>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > 0 && (
        <p className="table-foot quiet">
          {more ? say('some', { n: rows.length }) : say('all', { n: rows.length })}
          {more && (
            <Button size="small" loading={loadingMore} onClick={more}>
              {say('more')}
            </Button>
          )}
        </p>
      )}
    </div>
  )
}

/** A word as it heads a column: the server's begin small where they stand in a sentence. */
const headed = (title: string) => title.charAt(0).toUpperCase() + title.slice(1)

function order<T>(rows: readonly T[], columns: readonly Column<T>[], sort: string | undefined): readonly T[] {
  const column = columns.find((one) => one.by && (sort === one.sort || sort === `-${one.sort}`))
  if (!column?.by || !sort) return rows
  const { by } = column
  const sign = sort.startsWith('-') ? -1 : 1
  return [...rows].sort((x, y) => {
    const [a, b] = [by(x), by(y)]
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'zh-CN'))
  })
}

function Head<T>({ column }: { column: Column<T> }) {
  const say = useSay(own)
  const [search, change] = useFilters()
  const { sort } = column
  const style = column.number ? 'right' : undefined
  if (!sort) return <th className={style} scope="col">{column.title}</th>
  const up = search.sort === sort
  const down = search.sort === `-${sort}`
  return (
    <th className={style} scope="col" aria-sort={up ? 'ascending' : down ? 'descending' : 'none'}>
      <button type="button" className="sort" title={say('sortBy', { column: column.title })} onClick={() => change({ sort: up ? `-${sort}` : down ? '' : sort })}>
        {column.title} {up ? <ArrowUpOutlined /> : down ? <ArrowDownOutlined /> : null}
      </button>
    </th>
  )
}

function useChosen<T>(name: string, columns: readonly Column<T>[]) {
  const kept = `shuyu.columns.${name}`
  const [shown, set] = useState(() => {
    const chosen = localStorage.getItem(kept)
    return new Set(chosen ? chosen.split(',') : columns.filter((column) => !column.hidden).map((column) => column.key))
  })
  const choose = (next: Set<string>) => {
    localStorage.setItem(kept, [...next].join(','))
    set(next)
  }
  return [shown, choose] as const
}

function Choice<T>({ columns, shown, choose }: { columns: readonly Column<T>[]; shown: Set<string>; choose: (next: Set<string>) => void }) {
  return (
    <Checkbox.Group
      className="choice"
      value={[...shown]}
      options={columns.map((column) => ({ label: headed(column.title), value: column.key }))}
      onChange={(keys) => keys.length > 0 && choose(new Set(keys))}
    />
  )
}

/** Saves a list as CSV. */
export function Export({ name, from }: { name: string; from: () => Promise<Blob> }) {
  const say = useSay(own)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      download(await from(), `${name}.csv`)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button size="small" type="text" icon={<DownloadOutlined />} loading={busy} onClick={() => void save()}>
      {say('export')}
    </Button>
  )
}

/** Hands a file to the browser. */
export function download(content: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
