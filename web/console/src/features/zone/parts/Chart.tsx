import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use as draws } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Empty } from '@/field/Empty'
import { useSay } from '@/words/language'
import type { Result } from '../queries'
import words from '../words'
import { numeric } from './ResultShown'

draws([BarChart, LineChart, ScatterChart, AriaComponent, GridComponent, TooltipComponent, CanvasRenderer])

const kinds = ['bar', 'line', 'scatter'] as const

/** A chart of a trial's rows: one column across, one of numbers up. It says that they are masked. */
export default function Chart({ result }: { result: Result }) {
  const say = useSay(words)
  const home = useRef<HTMLDivElement>(null)
  const numbers = result.columns.map((_, i) => i).filter((i) => numeric(result, i))
  const [kind, draw] = useState<(typeof kinds)[number]>('bar')
  const [across, setAcross] = useState(() => Math.max(result.columns.findIndex((_, i) => !numbers.includes(i)), 0))
  const [up, setUp] = useState(() => numbers.find((i) => i !== 0) ?? numbers[0] ?? -1)
  const mark = say('chartSays')
  useEffect(() => {
    if (!home.current || up < 0) return
    const chart = init(home.current)
    const ink = getComputedStyle(home.current)
    const [text, line, accent] = [ink.getPropertyValue('color'), ink.getPropertyValue('--ant-color-border'), ink.getPropertyValue('--ant-color-primary')]
    const axis = { axisLabel: { color: text }, axisLine: { lineStyle: { color: line } }, nameTextStyle: { color: text } }
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description: `${mark}: ${result.columns[up]?.name} / ${result.columns[across]?.name}` } },
      tooltip: { trigger: 'axis', renderMode: 'richText' },
      grid: { left: 16, right: 16, top: 32, bottom: 16, containLabel: true },
      xAxis: { type: 'category', name: '', data: result.rows.map((row) => String(row[across] ?? '')), ...axis },
      yAxis: { type: 'value', name: result.columns[up]?.name, splitLine: { lineStyle: { color: line } }, ...axis },
      series: [{ type: kind, data: result.rows.map((row) => Number(row[up])), itemStyle: { color: accent }, lineStyle: { color: accent } }],
    })
    const fit = new ResizeObserver(() => chart.resize())
    fit.observe(home.current)
    return () => {
      fit.disconnect()
      chart.dispose()
    }
  }, [result, kind, across, up, mark])
  if (up < 0) return <Empty title={say('chartNone')} />
  const named = (i: number) => ({ value: i, label: result.columns[i]?.name })
  const words3 = { bar: say('chartBar'), line: say('chartLine'), scatter: say('chartPoints') }
  return (
    <div>
      <div className="result-tools">
        <Select size="small" aria-label={say('chartKind')} value={kind} onChange={draw} options={kinds.map((one) => ({ value: one, label: words3[one] }))} />
        <label>{say('chartX')} <Select size="small" aria-label={say('chartX')} value={across} onChange={setAcross} options={result.columns.map((_, i) => named(i))} /></label>
        <label>{say('chartY')} <Select size="small" aria-label={say('chartY')} value={up} onChange={setUp} options={numbers.map(named)} /></label>
        <span className="mark">{mark}</span>
      </div>
      <div ref={home} className="chart" role="img" aria-label={`${mark}: ${result.columns[up]?.name} / ${result.columns[across]?.name}`} />
    </div>
  )
}
