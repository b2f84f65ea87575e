import { cookie, tell } from '../stream/commands'
import type { Narrow } from './adapting'
import type { Quality } from './measuring'
import type { MicrophoneState } from './microphone'

/** What the technician is told of this line. */
export interface Told {
  quality: Quality | undefined
  dbfs: number | undefined
  microphone: MicrophoneState
  camera: 'off' | 'on' | 'not_granted' | 'cannot'
  narrow: Pick<Narrow, 'unseen' | 'belowStandard'>
}

const LINE_EVERY = 5000
const LEVEL_EVERY = 2000
const DEVICE_EVERY = 60_000
/** Who has not said so for twenty seconds is taken to be gone, and holds up no other device of theirs. */
const SPEAKS_EVERY = 8000

/** Reports a line, its level and its devices as seldom as their panel needs it. */
export class Reports {
  private readonly last = new Map<string, { at: number; said: string }>()

  constructor(private readonly meeting: string, private readonly device: string) {}

  tell({ quality, dbfs, microphone, camera, narrow }: Told): void {
    const gives = narrow.belowStandard ? { gives_way: 'detail' } : narrow.unseen ? { gives_way: 'pictures' } : {}
    if (quality !== undefined) this.figure({ kind: 'line', ...quality, ...gives }, LINE_EVERY)
    if (dbfs !== undefined) this.figure({ kind: 'level', dbfs }, LEVEL_EVERY)
    this.condition({ kind: 'device', microphone: conditionOf(microphone), camera: camera === 'on' ? 'on' : camera === 'cannot' ? 'blocked' : 'off' }, DEVICE_EVERY)
  }

  /** Said at once: another device that is just being opened asks who speaks. */
  speaks(speaks: boolean): void {
    this.condition({ kind: 'speaking_device', state: speaks ? 'speaks' : 'yields' }, speaks ? SPEAKS_EVERY : DEVICE_EVERY)
  }

  /** The page goes: the other devices need not take this one for the speaking one. */
  leaving(speaks: boolean): void {
    if (!speaks) return
    void fetch(`/api/meetings/${this.meeting}/presence`, {
      method: 'POST', keepalive: true, headers: { 'Content-Type': 'application/json', 'X-CSRFToken': cookie('csrftoken') },
      body: JSON.stringify({ kind: 'speaking_device', device: this.device, state: 'yields' }),
    }).catch(() => undefined)
  }

  /** A figure, at its pace. */
  private figure(fact: Fact, every: number): void {
    this.say(fact, '', every)
  }

  /** A condition, at its pace, and at once when it changes. */
  private condition(fact: Fact, every: number): void {
    this.say(fact, JSON.stringify(fact), every)
  }

  private say(fact: Fact, said: string, every: number): void {
    const now = performance.now()
    const before = this.last.get(fact.kind)
    if (before?.said === said && now - before.at < every) return
    this.last.set(fact.kind, { at: now, said })
    void tell(this.meeting, { ...fact, device: this.device })
  }
}

interface Fact { kind: string; [detail: string]: unknown }

function conditionOf(microphone: MicrophoneState): 'on' | 'off' | 'none' | 'blocked' {
  if (microphone.is === 'open') return 'on'
  if (microphone.is !== 'cannot') return 'off'
  return microphone.why === 'missing' ? 'none' : 'blocked'
}
