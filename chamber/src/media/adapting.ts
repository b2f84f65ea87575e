import { type Room, Track } from 'livekit-client'
import { Away } from './away'
import { Delay } from './delay'
import { Ladder } from './ladder'
import { look } from './measuring'
import { arrives, ASKS, type Comes, comes, comesTooMuch, lostOf, MyLoss, SAFE, type Sends, sentTooMuch, STANDARD, STEPS } from './narrow'
import type { OwnTracks } from './own'

/** What gives way on this line just now, so that sound goes on. */
export interface Narrow {
  /** My camera and screen wait. */
  unseen: boolean
  /** My voice is sent with less than interpreters need. */
  belowStandard: boolean
  /** The pictures of others wait. */
  unshown: boolean
  /** And their voices come thin. */
  thin: boolean
}

/** Looks at a line in both directions, and decides what of it is sent and what is asked for; never whether a voice is. */
export class Adapting {
  private readonly up = new Ladder(STEPS.length - 1, SAFE)
  private readonly down = new Ladder(ASKS.thin)
  private readonly away = new Away()
  private delay = new Delay()
  private mine = new MyLoss()
  private before: Comes | undefined

  constructor(private readonly own: OwnTracks, private readonly changed: () => void) {}

  /** Another Room: what was seen of the one before says nothing of it, but the line is likely the same. */
  anew(): void {
    this.delay = new Delay()
    this.mine = new MyLoss()
    this.before = undefined
  }

  get now(): Narrow {
    const { pictures, bitrate } = this.sends
    const asks = this.down.step
    return {
      unseen: !pictures && this.own.hasPictures, belowStandard: bitrate < STANDARD,
      unshown: asks >= ASKS.noPictures, thin: asks >= ASKS.thin,
    }
  }

  async look(room: Room): Promise<void> {
    const { microphone } = this.own
    const [mine, theirs] = await Promise.all([microphone?.getRTCStatsReport().catch(() => undefined), heard(room)])
    const at = performance.now()
    const any = mine ?? theirs[0]
    this.away.look(any === undefined ? undefined : look(any, at)?.came, at)
    const seen = mine === undefined ? undefined : arrives(mine)
    const came = comes(theirs)
    const lost = [seen?.loss, lostOf(this.before, came)].filter((one) => one !== undefined)
    const queued = this.delay.queued([...(seen?.rtts ?? []), ...(came?.rtts ?? [])], lost, at)
    // Without a voice of mine there is nothing for which pictures would have to wait.
    const before = this.up.step + this.down.step
    const sent = this.own.publishes('microphone') ? sentTooMuch(seen, queued) : 'well'
    const asked = comesTooMuch(this.before, came, queued, this.mine.look(this.before, came, at))
    const [up, down] = [this.up.look(this.away.fair(sent, at), at), this.down.look(this.away.fair(asked, at), at)]
    if (this.up.step + this.down.step > before) this.delay.less(queued, at)
    this.before = came
    await this.own.send(this.sends)
    if (up || down) this.changed()
  }

  private get sends(): Sends {
    return STEPS[this.up.step] ?? STEPS[0]
  }
}

/** The browser's reports of the voices that I hear now. */
async function heard(room: Room): Promise<RTCStatsReport[]> {
  const voices = [...room.remoteParticipants.values()].flatMap((other) => [...other.audioTrackPublications.values()])
    .flatMap(({ track, isEnabled }) => track?.kind === Track.Kind.Audio && isEnabled ? [track] : [])
  const reports = await Promise.all(voices.map((track) => track.getRTCStatsReport().catch(() => undefined)))
  return reports.filter((report) => report !== undefined)
}
