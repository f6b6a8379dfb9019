import { FolderOpenOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/cases', order: 20, icon: FolderOpenOutlined },
  routes: [
    { path: '/cases', page: () => import('./pages/Cases') },
    { path: '/cases/new', page: () => import('./pages/Start') },
    { path: '/cases/new/$procedure/$step', page: () => import('./pages/Open') },
    { path: '/cases/$id', page: () => import('./pages/Case') },
    { path: '/cases/$id/steps/$step', page: () => import('./pages/Step') },
  ],
})
