import type { ReactNode } from 'react'

/** Drawn on 24 × 24, by strokes of the text's colour. */
const SIGNS = {
  speakers: 'M4 6h10M4 12h10M4 18h10M18.5 6h1.5M18.5 12h1.5M18.5 18h1.5',
  agenda: 'M7 3v4M17 3v4M4 9h16M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM8 13h8M8 16.5h5',
  texts: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  conclusions: 'M5 12.5l4.5 4.5L19 7.5',
  record: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 1.8',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-3.5 2.7-5.5 6-5.5s6 2 6 5.5M16 4.6a3.2 3.2 0 0 1 0 6M18 14.9c1.9.8 3 2.5 3 5.1',
  lines: 'M4 19v-3M9 19v-7M14 19V8M19 19V4',
  leave: 'M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h10M16.5 8.5L20 12l-3.5 3.5',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
} as const

export type SignName = keyof typeof SIGNS

export function Sign({ name }: { name: SignName }): ReactNode {
  return (
    <svg className="sign" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false">
      <path d={SIGNS[name]} fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
