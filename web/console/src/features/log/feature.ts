import { FileProtectOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/log', order: 105, icon: FileProtectOutlined },
  routes: [
    { path: '/log', page: () => import('./pages/Log') },
    { path: '/log/entries/$seq', page: () => import('./pages/Entry') },
  ],
})
