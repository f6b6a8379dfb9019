import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App as Messages, ConfigProvider } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useEffect, useRef } from 'react'
import { ProblemError } from '@/client/client'
import { refresh } from '@/client/refresh'
import { changeMe } from '@/client/session'
import { LanguageProvider, useLanguage } from '@/words/language'
import { router } from './router'
import { themeOf, useShade } from './theme'

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => ended(error) }),
  defaultOptions: {
    queries: { staleTime: 15_000, refetchOnWindowFocus: true, retry: (times, error) => times < 2 && error instanceof ProblemError && error.problem.status === 0 },
    mutations: { onError: (error) => ended(error) },
  },
})

/** A session that has ended shows the sign-in in place of the page. */
function ended(error: unknown) {
  if (error instanceof ProblemError && error.signedOut && error.problem.code !== 'sign-in.failed') changeMe(queries, undefined)
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content

export function App() {
  return (
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <Dressed />
      </QueryClientProvider>
    </LanguageProvider>
  )
}

function Dressed() {
  const { language } = useLanguage()
  const shade = useShade()
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  const spoken = useRef(language)
  useEffect(() => {
    if (spoken.current === language) return
    spoken.current = language
    void refresh(queries) // some of it is said in the language of the request
  }, [language])
  useEffect(() => {
    document.documentElement.dataset.shade = shade
  }, [shade])
  return (
    <ConfigProvider theme={themeOf(shade)} locale={language === 'zh' ? zh : en} csp={{ nonce }} wave={{ disabled: true }} button={{ autoInsertSpace: false }}>
      <Messages component="div" className="root">
        <RouterProvider router={router} />
      </Messages>
    </ConfigProvider>
  )
}
