import { useQuery } from '@tanstack/react-query'
import { Empty } from '@/field/Empty'
import { kindsQuery } from '@/field/KindWord'
import { Page } from '@/field/Page'
import { Register } from '@/field/Register'
import { Views } from '@/field/Views'
import { useSay } from '@/words/language'
import words from '../words'

/** What is on offer, to whom it is delivered, and what it costs as far as the rules know prices. */
export default function Products() {
  const say = useSay(words)
  const { data } = useQuery(kindsQuery)
  const known = new Set(data?.items.map((kind) => kind.kind))
  const views = [
    { kind: 'product', key: 'products', title: say('products'), shown: () => <Register kind="product" columns={['operator', 'price', 'venue', 'listing']} more={['scenario', 'purpose', 'evidence', 'ipNumber', 'label']} empty={<Empty title={say('productsNone')} says={say('productsNoneSays')} />} /> },
    { kind: 'delivery', key: 'deliveries', title: say('deliveries'), shown: () => <Register kind="delivery" columns={['recipient', 'way', 'scenario', 'until']} more={['dailyQuota', 'totalQuota', 'product']} empty={<Empty title={say('deliveriesNone')} says={say('deliveriesNoneSays')} />} /> },
    { kind: 'tariff', key: 'tariffs', title: say('tariffs'), shown: () => <Register kind="tariff" columns={['product', 'unit', 'fee', 'ceiling', 'from', 'until']} more={['basis', 'forecast', 'purpose']} empty={<Empty title={say('tariffsNone')} says={say('tariffsNoneSays')} />} /> },
    { kind: 'bill', key: 'bills', title: say('bills'), shown: () => <Register kind="bill" columns={['recipient', 'product', 'quantity', 'fee', 'amount', 'through']} more={['after', 'tariff', 'confirmed']} empty={<Empty title={say('billsNone')} says={say('billsNoneSays')} />} /> },
  ].filter((view) => known.has(view.kind))
  return (
    <Page title={say('name')} says={say('says')}>
      {data && <Views views={views} />}
    </Page>
  )
}
