import { AuditOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/mandates', order: 40, icon: AuditOutlined, kinds: ['agreement'] },
  routes: [
    { path: '/mandates', page: () => import('./pages/Mandates') },
    { path: '/mandates/agreements/$id', page: () => import('./pages/Agreement') },
    { path: '/mandates/holds/$id', page: () => import('./pages/Hold') },
  ],
  pages: { agreement: '/mandates/agreements/$id', hold: '/mandates/holds/$id' },
})
