import { words } from '@/words/words'

export default words(
  {
    check: '下一步：核对',
    later: '以后再办',
    kept: '填写的内容自动暂存在本窗口，提交或退出登录后清除。',
    missed: '还有 {n} 项必填内容没有填写，已在上面标出。',
    answers: '请核对填写的内容',
    change: '返回修改',
    example: '演示环境：可以填入一份虚构的示例（含附件），再改或直接核对提交。',
    fillExample: '填入示例',
    stepUp: '这一步会产生法律效果，提交时需要再次输入动态验证码。',
  },
  {
    check: 'Next: check your answers',
    later: 'Do it later',
    kept: 'What you fill in is kept in this window until you hand it in or sign out.',
    missed: '{n} required particulars are not filled in; they are marked above.',
    answers: 'Check your answers',
    change: 'Go back and change',
    example: 'Demonstration: an invented example, attachments included, can be filled in, to be changed or handed in as it is.',
    fillExample: 'Fill in an example',
    stepUp: 'This step has legal effect: you are asked for a code again when you hand it in.',
  },
)
