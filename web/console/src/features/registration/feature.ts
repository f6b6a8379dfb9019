import { SafetyCertificateOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/registration', order: 35, icon: SafetyCertificateOutlined, kinds: ['certificate'] },
  routes: [
    { path: '/registration', page: () => import('./pages/Registration') },
    { path: '/registration/certificates/$id', page: () => import('./pages/Certificate') },
  ],
  pages: { certificate: '/registration/certificates/$id' },
})
