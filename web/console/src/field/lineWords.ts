import { words } from '@/words/words'

export default words(
  { title: '名称', state: '状态', anyState: '全部状态', find: '按名称查找', org: '单位', id: '编号', may: '可以办理', case: '事项' },
  { title: 'Title', state: 'State', anyState: 'Any state', find: 'Find by title', org: 'Organisation', id: 'Number', may: 'What I may open', case: 'Case' },
)
