import type { Clock, Due, Time } from '../stream/view'
import type { Language } from './index'

/** Thai dates are in the Buddhist era; 24 hours everywhere. */
const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', th: 'th-TH-u-ca-buddhist-nu-latn', fr: 'fr-FR' }

const formats = new Map<string, Intl.DateTimeFormat>()

function format(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, zone, options])
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(LOCALE[language], { timeZone: zone, hourCycle: 'h23', ...options })
  formats.set(key, made)
  return made
}

/** `14:25` in the meeting's zone. */
export function hour(at: number, zone: string, language: Language): string {
  return format(language, zone, { hour: '2-digit', minute: '2-digit' }).format(at)
}

export function hourWithSeconds(at: number, zone: string, language: Language): string {
  return format(language, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at)
}

export function day(at: number, zone: string, language: Language): string {
  const written = format(language, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(at)
  return language === 'fr' ? written.replace(' 1 ', ' 1er ') : written
}

/** `UTC+7`: what every time on the screen is named with. */
export function zoneMark(at: number, zone: string): string {
  const parts = format('en', zone, { timeZoneName: 'shortOffset' }).formatToParts(at)
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC').replace('GMT', 'UTC').replace(/^UTC\+0$/, 'UTC')
}

/** The zone in words: Indochina Time, เวลาอินโดจีน, heure d’Indochine. */
export function zoneName(at: number, zone: string, language: Language): string {
  const parts = format(language, zone, { timeZoneName: 'longGeneric' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

/** `3:06`, `1:02:45`; never negative. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const rest = `${String(Math.floor(seconds / 60) % 60).padStart(seconds >= 3600 ? 2 : 1, '0')}:${String(seconds % 60).padStart(2, '0')}`
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest
}

/** `1 minute`, `2 minutes 30 seconds`: a length of whole seconds in words. */
export function length(seconds: number, language: Language): string {
  const parts = [[Math.floor(seconds / 60), 'minute'], [seconds % 60, 'second']] as const
  const told = parts.filter(([n], i) => n > 0 || (i === 1 && seconds === 0))
  return told.map(([n, unit]) => new Intl.NumberFormat(LOCALE[language], { style: 'unit', unit, unitDisplay: 'long' }).format(n)).join(' ')
}

export function spentOf(clock: Clock, now: number): number {
  return clock.spent + (clock.since === undefined ? 0 : Math.max(0, now - Date.parse(clock.since)))
}

/** Milliseconds left, negative when over; undefined where there is no limit. */
export function leftOf(clock: Clock, now: number): number | undefined {
  return clock.limit === undefined ? undefined : clock.limit * 1000 - spentOf(clock, now)
}

/** What is left as it is shown: rounded up, so that 0:00 comes at the moment when it is over; beyond it `+0:12`. */
export function leftShown(left: number): string {
  return left > 0 ? duration(Math.ceil(left / 1000) * 1000) : `+${duration(-left)}`
}

export function expected(due: Due, now: number): number {
  return Math.max(now, Date.parse(due.from)) + due.plus * 1000
}

export function at(time: Time): number {
  return Date.parse(time)
}
