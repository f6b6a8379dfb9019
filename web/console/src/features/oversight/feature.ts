import { AlertOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/oversight', order: 90, icon: AlertOutlined, kinds: ['duty', 'hold'] },
  routes: [{ path: '/oversight', page: () => import('./pages/Oversight') }],
})
