import { type Fact, isSo, type Message } from './events'
import { type Back, Witness } from './kept'
import type { CommandName } from './kinds'
import { SILENCE } from './line'
import { type Json, mergePatch } from './mergePatch'
import { ServerClock } from './serverClock'
import { type Shared, shareLine } from './tabs'
import type { PersonId, View } from './view'

/** `joining`: nothing heard yet. `lost`: silence for 4.5 s. */
export type Link = 'joining' | 'live' | 'lost'

export interface Snapshot {
  link: Link
  /** The status of the refusal to be streamed to. */
  refused?: number
  /** The code with which this seat was ended; watching may go on after it. */
  ended?: string
  /** The server knows less, or otherwise, than it did: what it knew, and what it says. */
  back?: Back
  view?: View
  person?: PersonId
  /** How many follow or listen without a seat. */
  lookingOn: number
  /** What is known of lines and calls, by kind and by whom. */
  facts: readonly Fact[]
}

/** Figures of lines and levels come many a second; they are shown together. */
const TOGETHER = 300

/** Everything that this tab knows of one meeting; React subscribes to it. */
export class Chamber {
  readonly clock = new ServerClock()
  /**
   * Told of each command of this tab as it is given, since what it brings about may be seen before its answer; and then
   * of that: the journal's seq, or that it was refused or had none.
   */
  onAct: (name: CommandName, answer?: number | 'refused') => void = () => undefined
  /** Told when the stream broke, which is being opened again. */
  onBroken: () => void = () => undefined
  private snapshot: Snapshot = { link: 'joining', facts: [], lookingOn: 0 }
  private readonly listeners = new Set<() => void>()
  private shared: Shared | undefined
  private silence: ReturnType<typeof setTimeout> | undefined
  private figures: ReturnType<typeof setTimeout> | undefined
  /** What was known before the whole view that is just being told. */
  private before: ReadonlySet<Fact> | undefined

  constructor(readonly meeting: string) {
    const { back } = new Witness(meeting)
    if (back !== undefined) this.snapshot = { ...this.snapshot, back }
  }

  open(): () => void {
    this.shared = shareLine(
      this.meeting, `/api/meetings/${this.meeting}/stream`,
      (message) => this.hear(message), (status) => this.set({ refused: status }), () => this.whole(),
    )
    this.listenForSilence()
    return () => {
      clearTimeout(this.silence)
      clearTimeout(this.figures)
      this.shared?.end()
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly current = (): Snapshot => this.snapshot

  hear(message: Message): void {
    if (message.event === 'broke') {
      this.onBroken()
      return
    }
    if ('now' in message) this.clock.heard(message.now)
    this.listenForSilence()
    switch (message.event) {
      case 'view':
        this.begin(message)
        break
      case 'patch':
        this.patch(message)
        break
      case 'here':
        this.whileLive({ ...this.begun(), ...(message.looking_on === this.snapshot.lookingOn ? {} : { lookingOn: message.looking_on }) })
        break
      case 'back':
        this.set({ back: { before: message.seen, now: message.head } })
        break
      case 'accepted':
        this.accepted()
        break
      case 'presence':
        this.learn(message.fact)
        break
      case 'seat':
        this.set({ person: message.person })
        break
      case 'gone':
        this.set({ ended: message.code })
        break
    }
  }

  /** A whole view. The server tells after it which facts are still so; a leading tab tells them with it. */
  private begin({ view, person, facts }: Message & { event: 'view' }): void {
    const { ended: _ended, ...kept } = this.snapshot
    // The seat was given back.
    if (person in view.people) this.snapshot = kept
    this.before = facts === undefined ? new Set(this.snapshot.facts) : undefined
    this.whileLive({ view, person, ...(facts === undefined ? {} : { facts }) })
  }

  /** All has been told that belongs to the view: what was not told again is over. */
  private begun(): Partial<Snapshot> {
    const { before } = this
    this.before = undefined
    return before === undefined ? {} : { facts: this.snapshot.facts.filter((fact) => !before.has(fact)) }
  }

  /** One fact instead of the one before it; a call is shown at once, figures a little later and together. */
  private learn(fact: Fact): void {
    const key = keyOf(fact)
    const heard = { ...fact, heard: this.clock.now() }
    this.snapshot = { ...this.snapshot, facts: [...this.snapshot.facts.filter((other) => keyOf(other) !== key), heard] }
    if (fact.kind === 'call_secretariat') this.replace(this.snapshot)
    else this.figures ??= setTimeout(() => { this.figures = undefined; this.replace({ ...this.snapshot }) }, TOGETHER)
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

  private accepted(): void {
    const { back: _back, ...kept } = this.snapshot
    this.replace(kept)
  }

  private whileLive(change: Partial<Snapshot>): void {
    const { refused: _refused, ...kept } = this.snapshot
    const link = this.snapshot.view === undefined && change.view === undefined ? 'joining' : 'live'
    if (link === this.snapshot.link && !('refused' in this.snapshot) && Object.keys(change).length === 0) return
    this.replace({ ...kept, ...change, link })
  }

  private listenForSilence(): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => {
      this.clock.restart()
      this.set({ link: 'lost' })
    }, SILENCE)
  }

  /** This browser took another seat: what ended before is over, and everything begins with a whole view. */
  readonly rejoin = (): void => {
    const { ended: _ended, ...kept } = this.snapshot
    this.replace({ ...kept, facts: [] })
    this.shared?.again()
  }

  /** Somebody has read that the journal is another one, and goes on with it, in all tabs. */
  readonly accept = (): void => this.shared?.accept()

  private whole(): Message | undefined {
    const { view, person, facts } = this.snapshot
    if (view === undefined || person === undefined) return undefined
    const now = this.clock.now()
    return { event: 'view', view, person, now: new Date(now).toISOString(), facts: facts.filter((fact) => isSo(fact, now)) }
  }

  private set(change: Partial<Snapshot>): void {
    this.replace({ ...this.snapshot, ...change })
  }

  private replace(snapshot: Snapshot): void {
    this.snapshot = snapshot
    for (const listener of this.listeners) listener()
  }
}

/** What a later fact takes the place of: the same call, or the same kind of the same device. */
function keyOf({ kind, person, delegation, call, device }: Fact): string {
  return JSON.stringify(kind === 'call_secretariat' ? [kind, call] : [kind, person ?? delegation, device])
}
