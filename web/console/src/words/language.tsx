import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { fill, type Language, type Text, type Values, type Words } from './words'

const kept = 'shuyu.language'

/** The language chosen here, else the one chosen on the portal, else Chinese. */
function firstLanguage(): Language {
  const chosen = localStorage.getItem(kept) ?? document.documentElement.lang
  return chosen.startsWith('en') ? 'en' : 'zh'
}

interface Speaking {
  language: Language
  speak: (next: Language) => void
}

const Context = createContext<Speaking>({ language: 'zh', speak: () => undefined })

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, set] = useState(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    localStorage.setItem(kept, language)
  }, [language])
  const speaking = useMemo(() => ({ language, speak: set }), [language])
  return <Context value={speaking}>{children}</Context>
}

export const useLanguage = () => useContext(Context)

/** Speaks the words of one dictionary: say('left', { n: 3 }). */
export function useSay<K extends string>(of: Words<K>): (key: K, values?: Values) => string {
  const { language } = useLanguage()
  return (key, values) => fill(of[language][key], values)
}

/** Picks the language of a text of the server; a text without English is given in Chinese. */
export function useText(): (text: Text | undefined) => string {
  const { language } = useLanguage()
  return (text) => (text ? text[language] || text.zh : '')
}

/** Sets things beside one another as the language does: 甲、乙 or one, two. */
export function useListed(): (of: readonly string[]) => string {
  const { language } = useLanguage()
  return (of) => of.join(language === 'en' ? ', ' : '、')
}

/** The language of an instant outside React, for the Accept-Language of requests. */
export const languageNow = (): Language => (document.documentElement.lang.startsWith('en') ? 'en' : 'zh')
