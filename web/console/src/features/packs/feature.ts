import { BookOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/packs', order: 100, icon: BookOutlined },
  routes: [
    { path: '/packs', page: () => import('./pages/Packs') },
    { path: '/packs/$pack/$unit', page: () => import('./pages/Unit') },
  ],
})
