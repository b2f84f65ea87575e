import { expect, it } from 'vitest'
import { LANGUAGES, named, said, undotted, WORDS } from '../../src/words'

/** A name that no sentence holds by itself. */
const GIVEN = 'Q7Q'

type Tree = { readonly [key: string]: unknown }

function sentences(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[path + key, value]]
    if (typeof value === 'function') return [[path + key, String((value as (...given: unknown[]) => unknown)(GIVEN, 'R2'))]]
    return sentences(value as Tree, `${path}${key}.`)
  })
}

it.each(LANGUAGES)('says everything in %s, nothing empty', (language) => {
  expect(sentences(WORDS[language]).filter(([, words]) => words.trim() === '')).toEqual([])
})

it('says in Thai letters what it says in Thai', () => {
  const foreign = sentences(WORDS.th).filter(([, words]) => !/[\u0E00-\u0E7F]/.test(words))
  expect(foreign).toEqual([])
})

it('breaks no line before a French colon, and types no French apostrophe', () => {
  expect(sentences(WORDS.fr).filter(([, words]) => /« | [:;?!»]|'/.test(words))).toEqual([])
})

it('keeps every figure and name of a sentence in every language', () => {
  const given = sentences(WORDS.en).filter(([path]) => path !== 'seats.place')
  for (const language of LANGUAGES) {
    const words = new Map(sentences(WORDS[language]))
    const lost = given.filter(([path, english]) => english.includes(GIVEN) && !(words.get(path) ?? '').includes(GIVEN))
    expect(lost).toEqual([])
  }
})

it('falls back to English, then to whatever there is, and says which', () => {
  expect(said({ en: 'Thailand', th: 'ไทย' }, 'th')).toEqual({ words: 'ไทย', lang: 'th' })
  expect(said({ en: 'Thailand' }, 'fr')).toEqual({ words: 'Thailand', lang: 'en' })
  expect(said({ vi: 'Thái Lan' }, 'fr')).toEqual({ words: 'Thái Lan', lang: 'vi' })
  expect(said(undefined, 'fr')).toEqual({ words: '', lang: 'fr' })
})

it('keeps a name that is written leftwards to itself, and leaves the others as they are', () => {
  expect(said({ en: 'إيران' }, 'en').words).toBe('\u2068إيران\u2069')
  expect(said({ en: 'ישראל (x)' }, 'en').words).toBe('\u2068ישראל (x)\u2069')
  expect(said({ en: 'Thaïlande ไทย 中国' }, 'en').words).toBe('Thaïlande ไทย 中国')
  expect(named(said({ en: 'السيد' }, 'en').words, said({ en: 'علي' }, 'en').words)).toBe('\u2068السيد علي\u2069')
})

it('writes an honorific before a name, in Thai as one word', () => {
  expect(named('Mrs', 'Chulamanee Chartsuwan')).toBe('Mrs Chulamanee Chartsuwan')
  expect(named('นาง', 'จุฬามณี ชาติสุวรรณ')).toBe('นางจุฬามณี ชาติสุวรรณ')
  expect(named('นาย', 'Paul Thoppil')).toBe('นาย Paul Thoppil')
  expect(named('', 'Paul Thoppil')).toBe('Paul Thoppil')
})

it('writes a space beside a name in Thai words only where its letters are not Thai', () => {
  expect(WORDS.th.delegations.expelWho('นายสมชาย')).toBe('สั่งให้นายสมชายออกจากที่ประชุม')
  expect(WORDS.th.delegations.expelWho('Paul Thoppil')).toBe('สั่งให้ Paul Thoppil ออกจากที่ประชุม')
})

it('asks in a dialog, and ends it, without the dots of the button that opens it', () => {
  expect(undotted('Expel… · Mr Thoppil')).toBe('Expel · Mr Thoppil')
  expect(undotted('ส่งกลับ…')).toBe('ส่งกลับ')
})
