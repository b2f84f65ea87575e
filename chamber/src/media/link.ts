import { ConnectionState, type Room, RoomEvent } from 'livekit-client'
import { Flow, type Look, look, type Quality, quality } from './measuring'

/** The sound link: `lost` is known within 5 s, and has nothing to do with the control link. */
export type LinkNow = 'off' | 'joining' | 'live' | 'lost' | 'refused'

/** Milliseconds that the engine may be away before it is told. */
const PATIENCE = { again: 1000, first: 4500 }
const LOOKED_BACK = 5
/** Milliseconds after which a line on which nothing comes is begun anew: the SDK itself waits for a quarter of a minute. */
const STUCK = 1500

/** Knows whether sound can come: from what the SDK says, and from what really comes. */
export class Link {
  now: LinkNow = 'off'
  private away: number | undefined
  private room: Room | undefined
  private flow = new Flow()
  private flows: boolean | undefined
  private looks: Look[] = []
  private everLive = false
  private silent: number | undefined

  /** `stuck`: nothing comes any more on a line that the SDK takes for whole. */
  constructor(private readonly changed: () => void, private readonly stuck: () => void = () => undefined) {}

  made(room: Room): void {
    this.room = room
    this.away ??= performance.now()
    room.on(RoomEvent.Reconnected, () => this.anew())
    room.on(RoomEvent.ConnectionStateChanged, () => this.tick())
    if (this.now === 'off') this.set('joining')
  }

  joined(room: Room): void {
    this.room = room
    this.everLive = true
    this.anew()
    this.set('live')
  }

  left(): void {
    this.room = undefined
    this.away ??= performance.now()
    this.anew()
  }

  refused(): void {
    this.set('refused')
  }

  /** Something was seen to come in, and nothing seen since says otherwise. */
  get sounds(): boolean {
    return this.flows === true
  }

  /** Judge anew, with the browser's report where there is one; returns the line's quality when it can be told. */
  tick(report?: RTCStatsReport): Quality | undefined {
    const at = performance.now()
    const seen = report === undefined ? undefined : look(report, at)
    // What was last seen of the flow holds until more is seen, or there is another connection.
    if (seen !== undefined) this.flows = this.flow.flows(seen)
    this.judge(at)
    if (seen === undefined) return undefined
    this.looks = [...this.looks, seen].slice(-LOOKED_BACK)
    const first = this.looks[0]
    return first === undefined || this.looks.length < LOOKED_BACK ? undefined : quality(first, seen)
  }

  private judge(at: number): void {
    const { flows } = this
    const state = this.room?.state ?? ConnectionState.Disconnected
    // Signalling alone may be away: then the sound goes on, and is not lost.
    const here = state === ConnectionState.Connected || (state === ConnectionState.SignalReconnecting && flows === true)
    this.beginAnewWhenStuck(at)
    if (here) this.away = undefined
    else this.away ??= at
    const gone = flows === false || (this.away !== undefined && at - this.away > (this.everLive ? PATIENCE.again : PATIENCE.first))
    if (gone && this.now !== 'refused') this.set('lost')
    else if (here && flows !== false) this.set('live')
  }

  private beginAnewWhenStuck(at: number): void {
    this.silent = this.flows === false ? this.silent ?? at : undefined
    if (this.silent === undefined || at - this.silent <= STUCK) return
    this.anew()
    this.stuck()
  }

  private anew(): void {
    this.flow = new Flow()
    this.flows = undefined
    this.silent = undefined
    this.looks = []
  }

  private set(now: LinkNow): void {
    if (now === this.now) return
    this.now = now
    this.changed()
  }
}
