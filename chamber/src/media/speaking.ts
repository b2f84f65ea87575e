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
  /** Devices from which this one took it over, and which have not yielded yet. */
  private overtaken: ReadonlySet<string> = new Set()

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
    const others = othersThatSpeak(facts, this.device)
    if (!take && !this.returns && others.size > 0) { this.set(false); return }
    this.overtaken = others
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

  /** Give way, where `lost`, to a device that went on meanwhile: this one would throw it out when it comes back. */
  heed(facts: readonly Fact[], lost: boolean): void {
    const others = othersThatSpeak(facts, this.device)
    this.overtaken = new Set([...this.overtaken].filter((other) => others.has(other)))
    if (this.here && lost && others.size > this.overtaken.size) this.yield()
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

/** Other devices of mine that have last said that they speak. */
export function othersThatSpeak(facts: readonly Fact[], device: string): ReadonlySet<string> {
  const speaking = new Set<string>()
  for (const { kind, device: other, state } of facts) {
    if (kind !== 'speaking_device' || typeof other !== 'string' || other === device) continue
    if (state === 'speaks') speaking.add(other)
    else speaking.delete(other)
  }
  return speaking
}
