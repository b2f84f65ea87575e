import type { Text } from '../stream/view'
import { en } from './en'
import { fr } from './fr'
import { th } from './th'

/** The interface's languages; every one has every word, or the build fails. */
export type Language = 'en' | 'th' | 'fr'
type Widened<T> = T extends string ? string : T extends (...given: infer A) => string ? (...given: A) => string
  : { readonly [K in keyof T]: Widened<T[K]> }
export type Words = Widened<typeof en>

export const WORDS: Readonly<Record<Language, Words>> = { en, th, fr }
export const LANGUAGES: readonly Language[] = ['en', 'th', 'fr']
export const NAMES: Readonly<Record<Language, string>> = { en: 'English', th: 'ไทย', fr: 'Français' }

export function isLanguage(said: string | null | undefined): said is Language {
  return LANGUAGES.includes(said as Language)
}

const WRITTEN_LEFTWARDS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|\ud802|\ud803|\ud83a|\ud83b/

/** A name written from right to left keeps to itself: what stands beside it is not drawn into its direction. */
export function isolated(words: string): string {
  const bare = words.replace(/[\u2068\u2069]/g, '')
  return WRITTEN_LEFTWARDS.test(bare) ? `\u2068${bare}\u2069` : bare
}

/** An honorific and a name as one: Thai writes both as one word; written leftwards, the first is rightmost. */
export function named(honorific: string, name: string): string {
  if (name === '') return honorific
  return isolated([honorific, name].filter(Boolean).join(/^[\u0e00-\u0e7f]/.test(name) ? '' : ' '))
}

/** Dots say that something is asked first: they stand neither over what is asked, nor on the button that ends it. */
export function undotted(words: string): string {
  return words.replace('…', '')
}

/** A text in the reader's language, else in English, else in whatever there is; with the language it is in. */
export function said(text: Text | undefined, language: string): { words: string; lang: string } {
  for (const lang of [language, 'en', ...Object.keys(text ?? {})]) {
    const words = text?.[lang]
    if (words !== undefined && words.trim() !== '') return { words: isolated(words), lang }
  }
  return { words: '', lang: language }
}
