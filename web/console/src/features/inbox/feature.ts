import { InboxOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/inbox', order: 10, icon: InboxOutlined },
  routes: [{ path: '/inbox', page: () => import('./pages/Inbox') }],
})
