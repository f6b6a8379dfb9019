import { words } from '@/words/words'

export default words(
  { case: '事项', due: '法定期限', state: '状态', waits: '由谁办理', filer: '申请单位', opened: '开立日', closed: '办结日', id: '编号', rank: '优先次序' },
  { case: 'Case', due: 'Legal deadline', state: 'State', waits: 'Waits for', filer: 'Filed by', opened: 'Opened', closed: 'Concluded', id: 'Number', rank: 'Priority' },
)
