import { Link } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { CaseTable } from '@/field/CaseLines'
import { Citation } from '@/field/Citation'
import { Day } from '@/field/Day'
import { Empty } from '@/field/Empty'
import { OpeningsOf } from '@/field/Openings'
import { Loaded, Part } from '@/field/Page'
import { useFilters } from '@/field/search'
import { Table } from '@/field/Table'
import { State } from '@/field/Tags'
import { useSay, useText } from '@/words/language'
import { useActivations, useParameters, useReadings, useUnits, useVersions } from '../queries'
import words from '../words'
import { Place } from './Place'

/** Articles with their gists. */
export function Articles() {
  const say = useSay(words)
  const text = useText()
  const [search, change] = useFilters()
  const [typed, type] = useState(search.text ?? '')
  useEffect(() => type(search.text ?? ''), [search.text])
  const versions = useVersions()
  const pack = search.pack ?? 'current'
  const units = useUnits(pack, { instrument: search.state, text: search.text })
  const texts = pack === 'current' ? (versions.data?.items.find((one) => one.current)?.instruments ?? []) : []
  return (
    <>
      <div className="finder" role="search">
        <Place label={say('place')} value={pack} current choose={(name) => change({ pack: name === 'current' ? '' : name, state: '' })} />
        <Input.Search aria-label={say('find')} placeholder={say('find')} allowClear value={typed} onChange={(e) => type(e.target.value)} onSearch={(found) => change({ text: found.trim() })} />
        {texts.length > 0 && <Select aria-label={say('anyText')} allowClear placeholder={say('anyText')} value={search.state} options={texts.map((one) => ({ value: one.code, label: text(one.short) }))} onChange={(code?: string) => change({ state: code ?? '' })} />}
      </div>
      <Loaded of={units} rows={12}>
        {(data) => (
          <Table name="articles" caption={say('articles')} rows={data.pages.flatMap((page) => page.items)} rowKey={(one) => `${one.cite.instrument}:${one.cite.unit}`} empty={<Empty title={say('none')} says={say('noneSays')} />}
            more={units.hasNextPage ? () => void units.fetchNextPage() : undefined} loadingMore={units.isFetchingNextPage}
            columns={[
              { key: 'article', title: say('article'), short: true, cell: (one) => <Link to={`/packs/${pack}/${encodeURIComponent(one.cite.unit)}` as never}>{text(one.cite.label)}</Link> },
              { key: 'heading', title: say('heading'), cell: (one) => text(one.heading) },
              { key: 'gist', title: say('gist'), cell: (one) => <>{text(one.gist)} {one.readings.length > 0 && <State tone="warn">{say('readingMark')}</State>}</> },
              { key: 'rules', title: say('follows'), number: true, cell: (one) => one.rules.length },
              { key: 'rehearsals', title: say('rehearsed'), number: true, cell: (one) => one.rehearsals.length },
            ]} />
        )}
      </Loaded>
    </>
  )
}

/** How open texts are read, each marked as what it is. */
export function Readings() {
  const say = useSay(words)
  const text = useText()
  const [search, change] = useFilters()
  const pack = search.pack ?? 'current'
  const readings = useReadings(pack)
  return (
    <>
    <div className="finder"><Place label={say('place')} value={pack} current choose={(name) => change({ pack: name === 'current' ? '' : name })} /></div>
    <Loaded of={readings}>
      {(data) => (
        data.items.length === 0 ? <Empty title={say('readingsNone')} /> : data.items.map((one) => (
          <Part key={one.reading} title={text(one.question)} aside={<span><State tone="warn">{say('readingMark')}</State> <Citation cite={one.cite} /></span>}>
            <dl className="answers">
              <div><dt>{say('taken')}</dt><dd>{text(one.taken)}</dd></div>
              <div><dt>{say('reason')}</dt><dd>{text(one.reason)}</dd></div>
              {one.alternatives.length > 0 && <div><dt>{say('alternatives')}</dt><dd><ul className="values">{one.alternatives.map((other) => <li key={other.zh}>{text(other)}</li>)}</ul></dd></div>}
            </dl>
          </Part>
        ))
      )}
    </Loaded>
    </>
  )
}

/** What the installation sets, and numbers that are not to be passed. */
export function Parameters() {
  const say = useSay(words)
  const text = useText()
  const parameters = useParameters()
  return (
    <Loaded of={parameters}>
      {(data) => (
        <>
          <Part title={say('settings')}>
            <Table name="settings" caption={say('settings')} rows={data.settings} rowKey={(one) => one.setting} empty={<Empty title={say('settingsNone')} />}
              columns={[
                { key: 'title', title: say('setting'), cell: (one) => text(one.title) },
                { key: 'value', title: say('value'), cell: (one) => one.value },
                { key: 'set', title: say('preset'), cell: (one) => say(one.set ? 'set' : 'byReading') },
                { key: 'name', title: say('written'), hidden: true, cell: (one) => <code>{one.setting}</code> },
              ]} />
          </Part>
          <Part title={say('limits')}>
            <Table name="limits" caption={say('limits')} rows={data.limits} rowKey={(one) => `${one.cite.unit}:${one.rule}`} empty={<Empty title={say('limitsNone')} />}
              columns={[
                { key: 'says', title: say('limit'), cell: (one) => text(one.says) },
                { key: 'number', title: say('value'), number: true, cell: (one) => [one.max !== undefined && say('most', { n: one.max }), one.min !== undefined && say('least', { n: one.min })].filter(Boolean).join(' · ') },
                { key: 'cite', title: say('cites'), cell: (one) => <Citation cite={one.cite} /> },
              ]} />
          </Part>
        </>
      )}
    </Loaded>
  )
}

/** Versions with their coverage, and how one comes into force. */
export function Versions() {
  const say = useSay(words)
  const text = useText()
  const versions = useVersions()
  const activations = useActivations()
  return (
    <>
      <Loaded of={versions}>
        {(data) => data.items.map((version) => (
          <Part key={version.digest} title={text(version.instruments[0]?.short) || version.name} aside={<span><State tone={version.current ? 'good' : 'plain'}>{say(version.current ? 'current' : 'earlier')}</State> {version.pilot && <State tone="warn">{say('pilot')}</State>}</span>}>
            <p className="quiet">{say('digest')} <code>{version.digest}</code></p>
            {version.instruments.map((one) => (
              <div key={one.code}>
                <h3>{text(one.name)} <State>{say(one.status)}</State></h3>
                <dl className="answers">
                  <div><dt>{say('issuer')}</dt><dd>{text(one.issuer)}</dd></div>
                  {one.effective && <div><dt>{say('effective')}</dt><dd><Day day={one.effective} /></dd></div>}
                  <div><dt>{say('coverage')}</dt><dd>{say('covered', { units: one.coverage.units, rules: one.coverage.withRule, reason: one.coverage.withReason })}</dd></div>
                  <div><dt>{say('rehearsed')}</dt><dd>{one.proof ? say('provedOf', { proved: one.proved, rules: one.rules }) : say('noProof')}</dd></div>
                </dl>
              </div>
            ))}
          </Part>
        ))}
      </Loaded>
      <Part title={say('activation')}>
        <p>{say('activationSays')}</p>
        <Loaded of={activations} rows={2}>
          {(data) => <CaseTable name="activations" caption={say('activation')} rows={data.items} empty={<Empty title={say('activationNone')} says={say('activationNoneSays')} />} />}
        </Loaded>
      </Part>
      <OpeningsOf procedures={['activation']} />
    </>
  )
}
