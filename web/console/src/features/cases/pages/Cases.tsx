import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { CaseTable } from '@/field/CaseLines'
import { Empty } from '@/field/Empty'
import { JurisdictionChoice } from '@/field/Jurisdiction'
import { Loaded, Page } from '@/field/Page'
import { useFilters } from '@/field/search'
import { useSay, useText } from '@/words/language'
import { exportCases, useAllProcedures, useCases, useProcedures, type Filters } from '../queries'
import words from '../words'

export default function Cases() {
  const say = useSay(words)
  const [search] = useFilters()
  const filters: Filters = { procedure: search.procedure, text: search.text, open: search.open === 'true' || undefined, jurisdiction: search.jurisdiction, sort: (search.sort as Filters['sort']) ?? '-opened' }
  const cases = useCases(filters)
  const startable = useProcedures()
  const start = (
    <Link to={'/cases/new' as never}>
      <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
        {say('start')}
      </Button>
    </Link>
  )
  return (
    <Page title={say('name')} says={say('listSays')} aside={startable.data?.items.length ? start : null}>
      <Finder />
      <Loaded of={cases} rows={12}>
        {(data) => (
          <CaseTable name="cases" caption={say('name')} rows={data.pages.flatMap((page) => page.items)} empty={<Empty title={say('none')} says={say('noneSays')} />}
            more={cases.hasNextPage ? () => void cases.fetchNextPage() : undefined} loadingMore={cases.isFetchingNextPage} exportFrom={() => exportCases(filters)} />
        )}
      </Loaded>
    </Page>
  )
}

function Finder() {
  const say = useSay(words)
  const text = useText()
  const [search, change] = useFilters()
  const [typed, type] = useState(search.text ?? '')
  const { data } = useAllProcedures()
  useEffect(() => type(search.text ?? ''), [search.text])
  const options = (data?.items ?? []).map((one) => ({ value: one.procedure, label: text(one.title) }))
  return (
    <div className="finder" role="search">
      <Input.Search aria-label={say('find')} placeholder={say('find')} allowClear value={typed} onChange={(e) => type(e.target.value)} onSearch={(found) => change({ text: found.trim() })} />
      <Select aria-label={say('procedure')} allowClear placeholder={say('anyProcedure')} value={search.procedure} options={options} onChange={(procedure?: string) => change({ procedure: procedure ?? '' })} />
      <JurisdictionChoice />
      <Checkbox checked={search.open === 'true'} onChange={(e) => change({ open: e.target.checked ? 'true' : '' })}>
        {say('open')}
      </Checkbox>
    </div>
  )
}
