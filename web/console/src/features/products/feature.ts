import { ShoppingOutlined } from '@ant-design/icons'
import { feature } from '@/field/feature'
import words from './words'

export default feature({
  words,
  entry: { path: '/products', order: 80, icon: ShoppingOutlined, kinds: ['product'] },
  routes: [
    { path: '/products', page: () => import('./pages/Products') },
    { path: '/products/$id', page: () => import('./pages/Product') },
    { path: '/deliveries/$id', page: () => import('./pages/Delivery') },
  ],
  pages: { product: '/products/$id', delivery: '/deliveries/$id' },
})
