import { words } from '@/words/words'

export default words(
  {
    name: '登记内容',
    organisation: '所属单位',
    from: '起',
    until: '止',
    case: '最近改动它的事项',
    facts: '登记事项',
    today: '今日推算',
    history: '版本',
    revision: '第 {n} 版',
    now: '现行',
    revisionOf: '这是第 {n} 版，不是现行的一版。',
    toNow: '看现行的一版',
    same: '只有这一版。',
  },
  {
    name: 'Register',
    organisation: 'Organisation',
    from: 'From',
    until: 'Until',
    case: 'Case that wrote it last',
    facts: 'What is registered',
    today: 'Worked out today',
    history: 'Revisions',
    revision: 'Revision {n}',
    now: 'current',
    revisionOf: 'This is revision {n}, which is not the current one.',
    toNow: 'Show the current one',
    same: 'There is only this one.',
  },
)
