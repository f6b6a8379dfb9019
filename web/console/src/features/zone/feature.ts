import { ExperimentOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/zone', order: 60, icon: ExperimentOutlined, kinds: ['scenario'] },
  routes: [
    { path: '/zone', page: () => import('./pages/Zone') },
    { path: '/zone/$id', page: () => import('./pages/WorkspacePage') },
    { path: '/zone/$id/workbench', page: () => import('./pages/Workbench') },
  ],
})
