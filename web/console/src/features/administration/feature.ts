import { SettingOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/administration', order: 110, icon: SettingOutlined },
  routes: [{ path: '/administration', page: () => import('./pages/Administration') }],
})
