import { theme, type ThemeConfig } from 'antd'
import { useSyncExternalStore } from 'react'

// Every colour and size of the console. One accent; colour carries state only together with
// words. What the component library does not name stands in frame.css under the same names.

export type Shade = 'light' | 'dark'

const fonts = 'system-ui, "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif'

const shared = {
  fontFamily: fonts,
  fontSize: 14,
  borderRadius: 4,
  wireframe: false,
  motion: false,
  controlHeight: 32,
}

const shades = {
  light: {
    colorPrimary: '#1456b0',
    colorLink: '#1456b0',
    colorTextBase: '#1b1f24',
    colorBgBase: '#ffffff',
    colorBgLayout: '#f6f7f9',
    colorBorder: '#c9ced6',
    colorBorderSecondary: '#e2e5ea',
    colorTextSecondary: '#4d5661',
    colorTextTertiary: '#59626d',
    colorTextDescription: '#59626d',
    colorTextPlaceholder: '#6b7480',
    colorError: '#b3261e',
    colorWarning: '#8a5a00',
    colorSuccess: '#1a6b3c',
  },
  dark: {
    colorPrimary: '#5b97e6',
    colorLink: '#7fb2f5',
    colorTextBase: '#e6e9ed',
    colorBgBase: '#14171b',
    colorBgLayout: '#101316',
    colorBorder: '#434b56',
    colorBorderSecondary: '#2b3138',
    colorTextSecondary: '#b6bec9',
    colorTextTertiary: '#a3acb8',
    colorTextDescription: '#a3acb8',
    colorTextPlaceholder: '#98a2ae',
    colorError: '#f28b82',
    colorWarning: '#e0b34f',
    colorSuccess: '#73c493',
  },
} as const

export const themeOf = (shade: Shade): ThemeConfig => ({
  algorithm: shade === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: { ...shared, ...shades[shade] },
  components: { Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', ...(shade === 'dark' ? { primaryColor: '#0d1117' } : {}) } },
})

const kept = 'shuyu.shade'
const asked = window.matchMedia('(prefers-color-scheme: dark)')
const watching = new Set<() => void>()

/** The shade somebody chose, else that of the machine. */
function shadeNow(): Shade {
  const chosen = localStorage.getItem(kept)
  return chosen === 'light' || chosen === 'dark' ? chosen : asked.matches ? 'dark' : 'light'
}

export function chooseShade(shade: Shade) {
  localStorage.setItem(kept, shade)
  watching.forEach((one) => one())
}

export function useShade(): Shade {
  return useSyncExternalStore((one) => {
    watching.add(one)
    asked.addEventListener('change', one)
    return () => {
      watching.delete(one)
      asked.removeEventListener('change', one)
    }
  }, shadeNow)
}
