import { GlobalOutlined, LogoutOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Tooltip } from 'antd'
import { sessionQuery, useSignOut } from '@/client/session'
import { useLanguage, useSay } from '@/words/language'
import { chooseShade, useShade } from './theme'
import own from './words'

/** Language, shade and leaving. */
export function Choices() {
  const say = useSay(own)
  const { language, speak } = useLanguage()
  const shade = useShade()
  const signOut = useSignOut()
  const { data } = useQuery(sessionQuery)
  return (
    <span className="choices">
      <Button type="text" size="small" icon={<GlobalOutlined />} lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => speak(language === 'zh' ? 'en' : 'zh')}>
        <span className="wide">{say('language')}</span>
      </Button>
      <Tooltip title={say(shade === 'dark' ? 'light' : 'dark')}>
        <Button type="text" size="small" icon={shade === 'dark' ? <SunOutlined /> : <MoonOutlined />} aria-label={say(shade === 'dark' ? 'light' : 'dark')} onClick={() => chooseShade(shade === 'dark' ? 'light' : 'dark')} />
      </Tooltip>
      {data?.me && (
        <Tooltip title={say('signOut')}>
          <Button type="text" size="small" icon={<LogoutOutlined />} aria-label={say('signOut')} onClick={() => void signOut()} />
        </Tooltip>
      )}
    </span>
  )
}
