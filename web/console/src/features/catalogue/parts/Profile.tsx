import { Alert } from 'antd'
import { ProblemError, type Schema } from '@/client/client'
import { Empty } from '@/field/Empty'
import { Loaded, Part } from '@/field/Page'
import { Table, type Column } from '@/field/Table'
import { LevelTag } from '@/field/Tags'
import { useLanguage, useSay, useText } from '@/words/language'
import { useProfile, type Profile } from '../queries'
import words from '../words'
import { confirmedIn, type Confirmed } from './steps'

type Word = keyof (typeof words)['zh']

/** The word for a code of the platform; a code without one is shown as it is. */
export function useCode() {
  const say = useSay(words)
  return (of: 'type' | 'role' | 'class' | 'bad', code: string | undefined): string => {
    if (!code) return ''
    const key = `${of}.${code}`
    return key in words.zh ? say(key as Word) : code
  }
}

const share = (part: number) => `${(100 * part).toLocaleString('zh-CN', { maximumFractionDigits: 2 })}%`
const count = (n: number) => n.toLocaleString('zh-CN')

/** What is known of a version: quality, bad rows, columns. Nothing where there is no version. */
export function ProfileOf({ version, filed }: { version: string | undefined; filed: Schema<'CasePage'> | undefined }) {
  const say = useSay(words)
  const profile = useProfile(version)
  if (!version) return null
  if (profile.error instanceof ProblemError && profile.error.problem.status === 404) {
    return <Part title={say('columns')}><Empty title={say('profileHidden')} says={say('profileHiddenSays')} /></Part>
  }
  return (
    <Loaded of={profile} rows={10}>
      {(data) => (
        <>
          <Quality of={data} />
          <BadRows of={data} />
          <Columns of={data} confirmed={confirmedIn(filed)} />
        </>
      )}
    </Loaded>
  )
}

function Quality({ of }: { of: Profile }) {
  const say = useSay(words)
  const { quality, rows } = of.version
  const figures: [string, string][] = [[say('rows'), count(rows)], [say('completeness'), share(quality.completeness)], [say('validity'), share(quality.validity)]]
  if (quality.uniqueness !== undefined) figures.push([say('uniqueness'), share(quality.uniqueness)])
  figures.push([say('duplicates'), count(quality.duplicates)], [say('rejected'), count(of.rejects.rows)])
  if (quality.newest) figures.push([say('newest'), quality.newest])
  if (quality.ageDays !== undefined) figures.push([say('ageDays'), count(quality.ageDays)])
  return (
    <Part title={say('quality')}>
      <dl className="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
      </dl>
    </Part>
  )
}

export function BadRows({ of }: { of: Profile }) {
  const say = useSay(words)
  const code = useCode()
  const listed = of.rejects.listed ?? []
  if (listed.length === 0) return null
  type Bad = (typeof listed)[number]
  const columns: Column<Bad>[] = [
    { key: 'line', title: say('line'), number: true, cell: (bad) => count(bad.line) },
    { key: 'column', title: say('column'), cell: (bad) => bad.column && <code>{bad.column}</code> },
    { key: 'reason', title: say('reason'), cell: (bad) => code('bad', bad.reason) },
    { key: 'file', title: say('file'), cell: (bad) => bad.file },
  ]
  return (
    <Part title={say('bad')}>
      <Alert type="warning" showIcon title={say('badSome', { rows: of.rejects.rows, cells: of.rejects.cells, n: listed.length })} />
      <Table name="bad" caption={say('bad')} rows={listed} columns={columns} rowKey={(bad) => `${bad.file}-${bad.line}-${bad.column}-${bad.reason}`} empty={null} />
    </Part>
  )
}

interface Row {
  name: string
  column: Profile['version']['columns'][number]
  figures: NonNullable<Profile['version']['profile']>[number] | undefined
  confirmed: Confirmed | undefined
}

function Columns({ of, confirmed }: { of: Profile; confirmed: Map<string, Confirmed> }) {
  const say = useSay(words)
  const code = useCode()
  const text = useText()
  const { language } = useLanguage()
  const figures = new Map((of.version.profile ?? []).map((one) => [one.name, one]))
  const rows: Row[] = of.version.columns.map((column) => ({ name: column.name, column, figures: figures.get(column.name), confirmed: confirmed.get(column.name) }))
  const columns: Column<Row>[] = [
    { key: 'name', title: say('column'), narrow: true, cell: (row) => <><code>{row.name}</code> <span className="quiet">{language === 'zh' ? row.confirmed?.labelZH : row.confirmed?.labelEN}</span></> },
    { key: 'type', title: say('type'), cell: (row) => code('type', row.column.type) },
    { key: 'level', title: say('level'), narrow: true, cell: (row) => (row.confirmed?.level ? <LevelTag level={row.confirmed.level} /> : <span className="quiet">{say('unconfirmed')}</span>) },
    { key: 'role', title: say('role'), cell: (row) => <span className="short">{code('role', row.confirmed?.role)}</span> },
    { key: 'class', title: say('class'), cell: (row) => code('class', row.confirmed?.class), hidden: true },
    {
      key: 'proposals',
      title: say('proposals'),
      cell: (row) => row.column.proposals?.slice(0, 2).map((one) => (
        <span key={one.detector} className="proposal">
          {say('confidence', { what: text(one.means) || code('class', one.class), n: Math.round(100 * one.confidence) })} <LevelTag level={one.level} />
        </span>
      )),
    },
    { key: 'nulls', title: say('nulls'), number: true, cell: (row) => row.figures && of.version.rows > 0 && share(row.figures.nulls / of.version.rows) },
    { key: 'distinct', title: say('distinct'), number: true, cell: (row) => row.figures && count(row.figures.distinct) },
    { key: 'range', title: say('range'), cell: (row) => <span className="short"><Range row={row} /></span> },
    { key: 'frequent', title: say('frequent'), cell: (row) => row.figures?.frequent?.slice(0, 3).map((one) => <div key={String(one.value)} className="short">{one.value} × {count(one.rows)}</div>) },
  ]
  const unconfirmed = rows.length > 0 && rows.every((row) => !row.confirmed)
  return (
    <Part title={say('columns')}>
      {unconfirmed && <p className="quiet">{say('unconfirmedSays')}</p>}
      <Table name="columns" caption={say('columns')} rows={rows} columns={columns} rowKey={(row) => row.name} empty={<Empty title={say('columnsNone')} />} />
    </Part>
  )
}

function Range({ row }: { row: Row }) {
  const say = useSay(words)
  const { figures } = row
  if (!figures) return null
  if (figures.min !== undefined && figures.max !== undefined) return <>{figures.min} – {figures.max}</>
  if (figures.maxLength) return <>{figures.minLength === figures.maxLength ? say('chars', { n: figures.maxLength }) : say('lengths', { from: figures.minLength ?? 0, to: figures.maxLength })}</>
  return figures.withheld ? <span className="quiet">{say('withheld')}</span> : null
}
