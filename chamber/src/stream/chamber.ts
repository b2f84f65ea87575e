import type { Fact, Message } from './events'
import { type Head, keepHead, keptHead, wentBack } from './kept'
import { SILENCE } from './line'
import { type Json, mergePatch } from './mergePatch'
import { ServerClock } from './serverClock'
import { type Shared, shareLine } from './tabs'
import type { PersonId, View } from './view'

/** `joining`: nothing heard yet. `lost`: silence for 4.5 s. `gone`: this seat was taken away, with its code. */
export type Link = 'joining' | 'live' | 'lost' | 'gone'

export interface Snapshot {
  link: Link
  /** The status of the refusal to be streamed to, or the code with which this seat was ended. */
  refused?: number | string
  /** The server knows less, or otherwise, than it did: what it knew, and what it says. */
  back?: { before: Head; now: Head }
  view?: View
  person?: PersonId
  /** What is known of lines and calls, by kind and by whom. */
  facts: readonly Fact[]
}

const FACTS_KEPT = 300

/** Everything that this tab knows of one meeting; React subscribes to it. */
export class Chamber {
  readonly clock = new ServerClock()
  private snapshot: Snapshot = { link: 'joining', facts: [] }
  private readonly listeners = new Set<() => void>()
  private shared: Shared | undefined
  private silence: ReturnType<typeof setTimeout> | undefined

  constructor(readonly meeting: string) {}

  open(): () => void {
    this.shared = shareLine(
      this.meeting, `/api/meetings/${this.meeting}/stream`,
      (message) => this.hear(message), (status) => this.set({ refused: status }), () => this.whole(),
    )
    this.listenForSilence()
    return () => {
      clearTimeout(this.silence)
      this.shared?.end()
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly current = (): Snapshot => this.snapshot

  hear(message: Message): void {
    if ('now' in message) this.clock.heard(message.now)
    this.listenForSilence()
    switch (message.event) {
      case 'view':
        this.whileLive({ view: message.view, person: message.person })
        break
      case 'patch':
        this.patch(message)
        break
      case 'here':
        this.compare({ seq: message.seq, digest: message.digest })
        break
      case 'presence':
        this.set({ facts: [...this.snapshot.facts, message.fact].slice(-FACTS_KEPT) })
        break
      case 'seat':
        this.set({ person: message.person })
        this.shared?.again()
        break
      case 'gone':
        this.set({ link: 'gone', refused: message.code })
        break
    }
  }

  private patch(message: Message & { event: 'patch' }): void {
    if (this.snapshot.view?.seq !== message.from) {
      this.shared?.again()
      return
    }
    // A view is JSON by construction; the cast says only that the server diffed what it had sent.
    const view = mergePatch(this.snapshot.view as unknown as Json, message.patch) as unknown as View
    this.whileLive({ view })
  }

  private compare(now: Head): void {
    const before = keptHead(this.meeting)
    if (before !== undefined && wentBack(before, now)) {
      this.whileLive({ back: { before, now } })
      return
    }
    keepHead(this.meeting, now)
    this.whileLive({})
  }

  private whileLive(change: Partial<Snapshot>): void {
    const { refused: _, ...kept } = this.snapshot
    const link = this.snapshot.view === undefined && change.view === undefined ? 'joining' : 'live'
    if (link === this.snapshot.link && !('refused' in this.snapshot) && Object.keys(change).length === 0) return
    this.replace({ ...kept, ...change, link })
  }

  private listenForSilence(): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => {
      this.clock.restart()
      if (this.snapshot.link !== 'gone') this.set({ link: 'lost' })
    }, SILENCE)
  }

  private whole(): Message | undefined {
    const { view, person } = this.snapshot
    if (view === undefined || person === undefined) return undefined
    return { event: 'view', view, person, now: new Date(this.clock.now()).toISOString() }
  }

  private set(change: Partial<Snapshot>): void {
    this.replace({ ...this.snapshot, ...change })
  }

  private replace(snapshot: Snapshot): void {
    this.snapshot = snapshot
    for (const listener of this.listeners) listener()
  }
}
