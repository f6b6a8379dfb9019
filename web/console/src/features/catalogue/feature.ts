import { DatabaseOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/catalogue', order: 30, icon: DatabaseOutlined, kinds: ['resource'] },
  routes: [
    { path: '/catalogue', page: () => import('./pages/Catalogue') },
    { path: '/catalogue/$id', page: () => import('./pages/Resource') },
    { path: '/catalogue/$id/import', page: () => import('./pages/Import') },
    { path: '/catalogue/versions/$id', page: () => import('./pages/Version') },
  ],
  pages: { resource: '/catalogue/$id', version: '/catalogue/versions/$id' },
})
