import { ExportOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/egress', order: 70, icon: ExportOutlined, kinds: ['output'] },
  routes: [
    { path: '/egress', page: () => import('./pages/Egress') },
    { path: '/egress/$id', page: () => import('./pages/Output') },
  ],
  pages: { output: '/egress/$id' },
})
