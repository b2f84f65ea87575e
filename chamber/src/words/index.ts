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
  return WRITTEN_LEFTWARDS.test(words) ? `\u2068${words}\u2069` : words
}

/** A text in the reader's language, else in English, else in whatever there is; with the language it is in. */
export function said(text: Text | undefined, language: string): { words: string; lang: string } {
  for (const lang of [language, 'en', ...Object.keys(text ?? {})]) {
    const words = text?.[lang]
    if (words !== undefined && words.trim() !== '') return { words: isolated(words), lang }
  }
  return { words: '', lang: language }
}
