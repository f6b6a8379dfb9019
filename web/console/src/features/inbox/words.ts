import { words } from '@/words/words'

export default words(
  {
    name: '待办',
    says: '按法定期限排列：先到期的在前。',
    mine: '等我办理',
    mineNone: '现在没有等您办理的事项',
    mineNoneSays: '其他单位办完他们的一步，或者到了法定日期，事项会自动出现在这里。',
    theirs: '等别人办理',
    theirsNone: '没有在等别人办理的事项',
    theirsNoneSays: '您单位发起或参与、尚未办结的事项会列在这里，并写明现在由谁办理。',
    notices: '未读通知',
    open: '打开通知',
    served: '打开即为送达',
    all: '全部事项',
    more: '再显示 {n} 件',
  },
  {
    name: 'Inbox',
    says: 'By legal deadline: what is due first comes first.',
    mine: 'Waits for me',
    mineNone: 'Nothing waits for you now',
    mineNoneSays: 'A case appears here by itself when others have taken their step, or its day has come.',
    theirs: 'I wait for',
    theirsNone: 'You wait for nobody',
    theirsNoneSays: 'Open cases that your organisation filed or takes part in are listed here, with who has to act now.',
    notices: 'Unread notices',
    open: 'Open the notice',
    served: 'Opening it serves it',
    all: 'All cases',
    more: 'Show {n} more',
  },
)
