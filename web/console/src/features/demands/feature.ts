import { FileSearchOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/demands', order: 50, icon: FileSearchOutlined, kinds: ['scenario'] },
  routes: [
    { path: '/demands', page: () => import('./pages/Demands') },
    { path: '/demands/scenarios/$id', page: () => import('./pages/Scenario') },
    { path: '/demands/grants/$id', page: () => import('./pages/Grant') },
  ],
  pages: { scenario: '/demands/scenarios/$id', grant: '/demands/grants/$id' },
})
