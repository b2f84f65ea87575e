import { NO_WILL, type Will } from './microphone'

const place = (meeting: string, person: string): string => `prachum:microphone:${meeting}:${person}`

/** What this tab wanted of its microphone before it was loaded again. */
export function keptWill(meeting: string, person: string): Will {
  try {
    const said = JSON.parse(sessionStorage.getItem(place(meeting, person)) ?? 'null') as Partial<Will> | null
    return said === null ? NO_WILL : { ...NO_WILL, ...said }
  } catch {
    return NO_WILL
  }
}

export function keepWill(meeting: string, person: string, will: Will): void {
  try {
    sessionStorage.setItem(place(meeting, person), JSON.stringify(will))
  } catch {
    // Then a reload shuts the microphone, which is the safe side.
  }
}
