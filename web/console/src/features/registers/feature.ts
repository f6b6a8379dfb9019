import { feature } from '@/field/feature'
import words from './words'

// No entry of the menu: what is registered is reached from where it is named.
export default feature({
  words,
  routes: [{ path: '/registers/$kind/$id', page: () => import('./pages/Record') }],
})
