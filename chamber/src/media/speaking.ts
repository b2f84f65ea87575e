import type { Fact } from '../stream/events'

/**
 * Which of the tabs of this browser, and of the devices of this person, speaks; the others listen, until somebody there
 * takes it over. The tabs of one browser hold a lock in turn; devices tell each other by `speaking_device` facts.
 */
export class SpeakingHere {
  /** A name of this tab, told to the other devices. */
  readonly device: string
  private held: AbortController | undefined
  here = false
  /** Undefined until it is known. */
  elsewhere: boolean | undefined

  constructor(private readonly meeting: string, private readonly changed: () => void) {
    const key = `prachum:device:${meeting}`
    // Taken out while the tab lives, so that a duplicated tab does not take itself for this one.
    const kept = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    this.device = kept ?? crypto.randomUUID().replaceAll('-', '').slice(0, 16)
    this.returns = kept !== null
    window.addEventListener('pagehide', () => { if (this.here) sessionStorage.setItem(key, this.device) })
  }

  /** This tab spoke before it was loaded again. */
  readonly returns: boolean

  /** Have the speaking line unless another tab or device has it; `take`: also then. */
  claim(facts: readonly Fact[], take: boolean): void {
    if (this.here) return
    if (!take && !this.returns && elsewhere(facts, this.device)) { this.set(false); return }
    const locks = navigator.locks as LockManager | undefined
    // Without a secure origin there are no locks, and no microphones either.
    if (locks === undefined) { this.set(true); return }
    const held = new AbortController()
    const options = take || this.returns ? { steal: true } : { ifAvailable: true }
    locks.request(`prachum:speak:${this.meeting}`, options, (lock) => {
      if (lock === null) { this.set(false); return undefined }
      this.held = held
      this.set(true)
      return new Promise<void>((resolve) => held.signal.addEventListener('abort', () => resolve()))
    }).catch(() => {
      // Another tab took it over.
      if (this.held === held) this.held = undefined
      this.set(false)
    })
  }

  /** Another device speaks now. */
  yield(): void {
    this.held?.abort()
    this.held = undefined
    this.set(false)
  }

  private set(here: boolean): void {
    if (this.elsewhere === !here) return
    this.here = here
    this.elsewhere = !here
    this.changed()
  }
}

/** Whether another device of mine has last said that it speaks. */
export function elsewhere(facts: readonly Fact[], device: string): boolean {
  const latest = new Map<string, string>()
  for (const fact of facts) {
    if (fact.kind === 'speaking_device' && typeof fact['device'] === 'string' && typeof fact['state'] === 'string') {
      latest.set(fact['device'], fact['state'])
    }
  }
  return [...latest].some(([other, state]) => other !== device && state === 'speaks')
}
