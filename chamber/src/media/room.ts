import {
  ConnectionError, ConnectionErrorReason, ConnectionState, DisconnectReason, type ReconnectContext, Room, RoomEvent, setLogLevel, VideoPresets,
} from 'livekit-client'
import { connectsWithin, pauseBefore } from './retries'

/** A line of the meeting at an epoch: `speak`, of which a person has one, or `listen-…`, of which there are any number. */
export interface Goal {
  name: string
  epoch: number
}

export interface Watching {
  /** A Room that does not connect yet: register for its events. */
  made: (room: Room) => void
  joined: (room: Room) => void
  left: () => void
  /** Another device of the same person speaks now. */
  replaced: () => void
  /** The door does not admit us. */
  refused: () => void
  /** Sound comes, and there is nobody to join anew with: whoever left the Room now would end it. */
  holdsOn: () => boolean
}

// What the SDK tries and tries again is no news for a console.
setLogLevel('error')

const CONNECT_WITHIN = 10_000
const REFUSED_PAUSE = 10_000
const GIVES_UP_AFTER = 20_000
const STEADY = 10_000

/**
 * Keeps up one line to the media engine while it is wanted: one Room after another, and never two at once, since the
 * engine throws out the first of two with one identity. What the SDK gives up is begun anew.
 */
export class OneLine {
  private goal: Goal | undefined
  private news = new AbortController()
  private running = false

  constructor(private readonly meeting: string, private readonly watching: Watching) {}

  /** Have this line from now on, or none. */
  want(goal: Goal | undefined): void {
    if (goal?.name === this.goal?.name && goal?.epoch === this.goal?.epoch) return
    this.goal = goal
    this.begin()
  }

  /** Leave the Room and join again. */
  again(): void {
    this.begin()
  }

  private begin(): void {
    this.news.abort()
    if (this.goal !== undefined && !this.running) void this.keep()
  }

  private async keep(): Promise<void> {
    this.running = true
    let tries = 0
    while (this.goal !== undefined) {
      this.news = new AbortController()
      const { signal } = this.news
      const began = performance.now()
      const end = await this.live(this.goal, signal, connectsWithin(tries))
      if (signal.aborted || performance.now() - began > STEADY) tries = 0
      await pause(end === 'refused' ? REFUSED_PAUSE : pauseBefore(tries), signal)
      tries += 1
    }
    this.running = false
  }

  /** One Room, from joining until it is over. */
  private async live(goal: Goal, signal: AbortSignal, within: number): Promise<'over' | 'refused'> {
    const room = newRoom()
    // A Room that could not be joined has another one.
    const { engine } = room
    const over = new Promise<DisconnectReason | undefined>((resolve) => {
      room.once(RoomEvent.Disconnected, resolve)
      signal.addEventListener('abort', () => resolve(undefined))
      givesUp(room, () => resolve(undefined), this.watching.holdsOn)
    })
    this.watching.made(room)
    try {
      // Whatever token is shown: the door signs its own.
      const joining = room.connect(addressOf(this.meeting, goal.name), 'door', {
        autoSubscribe: false, maxRetries: 0, websocketTimeout: within, peerConnectionTimeout: CONNECT_WITHIN,
      })
      if (await Promise.race([joining.then(() => true), over.then(() => false)])) this.watching.joined(room)
      joining.catch(() => undefined)
      return this.ended(await over)
    } catch (failure) {
      const refused = failure instanceof ConnectionError && failure.reason === ConnectionErrorReason.NotAllowed
      return this.ended(refused ? DisconnectReason.USER_REJECTED : undefined)
    } finally {
      // First: what is published in a Room that leaves waits in it, and is stopped a quarter of a minute later.
      this.watching.left()
      await leave(room, engine)
    }
  }

  private ended(reason: DisconnectReason | undefined): 'over' | 'refused' {
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) this.watching.replaced()
    if (reason !== DisconnectReason.USER_REJECTED) return 'over'
    this.watching.refused()
    return 'refused'
  }
}

async function leave(room: Room, engine: Room['engine']): Promise<void> {
  // Microphone and camera outlive a Room: the next one publishes them as they are.
  await room.disconnect(false).catch(() => undefined)
  // The SDK keeps the connection of a Room that was never joined, and the browser has only some hundreds of them.
  await engine.cleanupPeerConnections().catch(() => undefined)
}

/**
 * Have the engine found anew, by whatever network there is now; what is sent and heard stays as it is. The SDK says it only
 * for trials, of what it does by itself when its socket is lost, which it would notice after a quarter of a minute.
 */
export function findAnew(room: Room | undefined): void {
  if (room?.state !== ConnectionState.Connected) return
  void room.simulateScenario('signal-reconnect').catch(() => undefined)
}

function newRoom(): Room {
  return new Room({
    adaptiveStream: true,
    dynacast: true,
    stopLocalTrackOnUnpublish: false,
    disconnectOnPageLeave: true,
    reconnectPolicy: { nextRetryDelayInMs: ({ retryCount }: ReconnectContext) => pauseBefore(retryCount) },
    publishDefaults: {
      dtx: false, red: true, audioPreset: { maxBitrate: 96_000 }, stopMicTrackOnMute: false, simulcast: true,
      videoEncoding: VideoPresets.h720.encoding,
    },
  })
}

/** The SDK goes on for ever by our policy; when that does not help for long, a new Room may. */
export function givesUp(room: Pick<Room, 'on'>, over: () => void, holdsOn: () => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const give = (): void => {
    timer = undefined
    if (holdsOn()) wait()
    else over()
  }
  const wait = (): void => { timer ??= setTimeout(give, GIVES_UP_AFTER) }
  const stop = (): void => { clearTimeout(timer); timer = undefined }
  room.on(RoomEvent.Reconnecting, wait).on(RoomEvent.SignalReconnecting, wait).on(RoomEvent.Reconnected, stop).on(RoomEvent.Disconnected, stop)
}

function addressOf(meeting: string, name: string): string {
  return `${location.origin.replace(/^http/, 'ws')}/api/meetings/${meeting}/line/${name}`
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) { resolve(); return }
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve() })
  })
}
