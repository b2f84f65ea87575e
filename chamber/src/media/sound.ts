import { type RemoteTrack, type RemoteTrackPublication, type Room, RoomEvent, Track } from 'livekit-client'
import type { Chamber } from '../stream/chamber'
import { type Fact, isSo } from '../stream/events'
import type { PersonId, View } from '../stream/view'
import { Adapting, type Narrow } from './adapting'
import { type Devices, FIRST, keepDevices, keptDevices } from './devices'
import { loudness } from './gate'
import { Level } from './level'
import { Loudspeaker } from './loudspeaker'
import { type LinkNow, Link } from './link'
import { AGREES, mayOpen, type MicrophoneState, NO_WILL, stateOf, type Will, willAfter, willAgreed } from './microphone'
import { look } from './measuring'
import { OwnTracks } from './own'
import { answers, doubtWhenMoved, FELT_EVERY, Pulse } from './pulse'
import { Reports } from './reports'
import { findAnew, OneLine } from './room'
import { SpeakingHere } from './speaking'
import { Tried } from './tried'
import { keepWill, keptWill } from './kept'
import { sourceOf } from './source'
import { personOf, type Publication, thinVoices, wanted } from './wanted'

/** What the screen shows of sound and pictures. */
export interface SoundNow {
  /** False until the choice of devices was made; who only watches makes none. */
  entered: boolean
  link: LinkNow
  /** Sound was asked for, and really plays. */
  started: boolean
  plays: boolean
  microphone: MicrophoneState
  /** My own hand may open and shut it now. */
  mayOpen: boolean
  camera: 'off' | 'on' | 'not_granted' | 'cannot'
  screen: 'not_granted' | 'off' | 'on'
  /** Another tab or device of mine speaks. */
  elsewhere: boolean
  /** By person, what is to be seen of them. */
  cameras: ReadonlyMap<PersonId, Track>
  screens: ReadonlyMap<PersonId, Track>
  /** Whose microphone is open and heard, my own too. */
  open: ReadonlySet<PersonId>
  besides: ReadonlySet<PersonId>
  narrow: Narrow
}

const ASSERTED_EVERY = 3000
const LOOKED_AT_EVERY = 1000
const FACTS_COME_WITHIN = 400

/** Sound and pictures of one meeting in this tab: everything follows from the view, and is said again and again. */
export class Sound {
  devices: Devices
  readonly loudspeaker = new Loudspeaker(() => this.tell())
  private readonly own = new OwnTracks(() => this.follow(), () => this.devices)
  private readonly adapting = new Adapting(this.own, () => this.follow())
  private readonly line: OneLine
  private readonly speaking: SpeakingHere
  private readonly link = new Link(() => this.tell(), () => this.line.again())
  private readonly pulse = new Pulse(answers, () => findAnew(this.room))
  private readonly reports: Reports
  private readonly listeners = new Set<() => void>()
  private readonly listens = `listen-${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`
  private room: Room | undefined
  private view: View | undefined
  private me: PersonId = ''
  private will: Will = NO_WILL
  private entered: boolean
  private started = false
  private besides: ReadonlySet<PersonId> = new Set()
  private level: { of: MediaStreamTrack; meter: Level } | undefined
  private snapshot: SoundNow | undefined

  constructor(private readonly chamber: Chamber) {
    const { meeting } = chamber
    const kept = keptDevices()
    this.devices = kept ?? FIRST
    this.entered = kept !== undefined
    this.speaking = new SpeakingHere(meeting, () => { this.reports.speaks(this.speaks); this.follow() })
    this.reports = new Reports(meeting, this.speaking.device)
    this.line = new OneLine(meeting, {
      made: (room) => this.made(room),
      joined: (room) => { this.room = room; this.pulse.anew(); this.adapting.anew(); this.link.joined(room); this.follow() },
      left: () => this.left(),
      replaced: () => this.speaking.yield(),
      refused: () => this.link.refused(),
      holdsOn: () => this.link.sounds && this.chamber.current().link === 'lost',
    })
  }

  /** Follow the chamber until ended. */
  begin(): () => void {
    const see = (): void => this.see()
    const stop = this.chamber.subscribe(see)
    const asserting = setInterval(() => this.follow(), ASSERTED_EVERY)
    const looking = setInterval(() => void this.lookAround(), LOOKED_AT_EVERY)
    const feeling = setInterval(() => void this.feel(), FELT_EVERY)
    const trusting = doubtWhenMoved(this.pulse, this.chamber)
    this.chamber.onAct = (name, answer) => {
      if (AGREES.has(name) && this.view !== undefined) this.setWill(willAgreed(this.will, this.view, this.me, answer))
    }
    const leaving = (): void => this.reports.leaving(this.speaking.here)
    window.addEventListener('pagehide', leaving)
    if (this.entered) void this.start()
    see()
    return () => {
      stop()
      clearInterval(asserting)
      clearInterval(looking)
      clearInterval(feeling)
      trusting()
      window.removeEventListener('pagehide', leaving)
      this.line.want(undefined)
      this.own.end()
      this.loudspeaker.end()
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly current = (): SoundNow => (this.snapshot ??= this.now())

  // What a hand does

  /** Listen: a press lets the browser play. */
  async start(): Promise<void> {
    this.started = true
    await this.loudspeaker.start(this.devices.speaker)
    this.follow()
  }

  /** Devices on trial, before any is chosen. */
  try(): Tried {
    return new Tried(() => this.loudspeaker.measuring)
  }

  enter(devices: Devices): void {
    this.devices = devices
    keepDevices(devices)
    this.entered = true
    this.own.changeDevices()
    void this.start()
    this.follow()
  }

  /** Open or shut my microphone; it opens only while I speak or preside. */
  readonly toggleMicrophone = (): void => {
    if (this.view === undefined || !mayOpen(this.view, this.me)) return
    this.setWill({ ...this.will, on: !this.will.on })
    this.follow()
  }

  toggleCamera(): void {
    this.devices = { ...this.devices, cameraOn: !this.devices.cameraOn }
    if (this.entered) keepDevices(this.devices)
    if (this.devices.cameraOn) this.own.cameraObstacle = undefined
    this.follow()
  }

  shareScreen(): void { void this.own.shareScreen().then(() => this.follow()) }
  stopScreen(): void { void this.own.stopScreen().then(() => this.follow()) }

  speakHere(): void { this.speaking.claim(this.facts, true) }

  showBesides(people: readonly PersonId[]): void {
    this.besides = new Set(people)
    this.follow()
  }

  /** How loud my microphone is, while it is there. */
  get dbfs(): number | undefined {
    const track = this.own.microphone?.mediaStreamTrack
    if (track !== this.level?.of) {
      this.level?.meter.end()
      this.level = track === undefined ? undefined : { of: track, meter: new Level(this.loudspeaker.measuring, track) }
    }
    return this.level?.meter.dbfs
  }

  // What the view says

  private see(): void {
    const { view, person } = this.chamber.current()
    if (view === undefined || person === undefined || (view === this.view && person === this.me)) return
    const before = person === this.me ? this.view : undefined
    if (person !== this.me) {
      this.will = keptWill(this.chamber.meeting, person)
      // The engine knows this line by another name now.
      if (this.me !== '') this.line.again()
    }
    this.view = view
    this.me = person
    if (before === undefined && this.maySpeak) this.claimSoon()
    this.setWill(willAfter(this.will, view, person, before))
    this.follow()
  }

  /** What other devices say of themselves comes just after the first view. */
  private claimSoon(): void {
    setTimeout(() => this.speaking.claim(this.facts, false), this.speaking.returns ? 0 : FACTS_COME_WITHIN)
  }

  private get facts(): readonly Fact[] {
    return this.chamber.current().facts.filter((fact) => isSo(fact, this.chamber.clock.now()))
  }

  /** Who holds a seat may be given the floor; others listen. */
  private get maySpeak(): boolean {
    const sits = this.view?.people[this.me]
    return sits !== undefined && sits.standing !== 'observer'
  }

  private get speaks(): boolean {
    return this.maySpeak && this.speaking.here
  }

  /** Everything anew from the view; called at every change, and changes nothing where nothing did. */
  private follow(): void {
    this.speaking.heed(this.facts, this.link.now === 'lost')
    const { view, me, speaks } = this
    if (view === undefined) return
    if (view.meeting.phase === 'closed') {
      // The door opens no line any more.
      this.line.want(undefined)
    } else if (!this.maySpeak || this.speaking.elsewhere !== undefined) {
      this.line.want({ name: speaks ? 'speak' : this.listens, epoch: view.media.epoch })
    }
    const { media } = view
    const mine = speaks && this.entered
    this.own.setOpen(this.microphone().is === 'open')
    this.own.agree(this.room, {
      microphone: mine && !this.devices.listeningOnly && media.microphone.includes(me),
      camera: mine && this.devices.cameraOn && !this.devices.listeningOnly && media.camera.includes(me),
      screen: mine && media.screen.includes(me),
    })
    this.own.setOpen(this.microphone().is === 'open')
    this.assert()
    this.tell()
  }

  private microphone(): MicrophoneState {
    const { view, me } = this
    if (view === undefined) return { is: 'off' }
    const obstacle = this.speaking.elsewhere === true ? 'elsewhere' as const : this.devices.listeningOnly ? 'listening_only' as const : this.own.obstacle
    return stateOf({
      granted: this.maySpeak && view.media.microphone.includes(me), published: this.own.publishes('microphone'),
      heard: view.media.heard.includes(me), on: this.will.on, obstacle,
    })
  }

  private setWill(will: Will): void {
    this.will = will
    keepWill(this.chamber.meeting, this.me, will)
  }

  // What the engine says

  private made(room: Room): void {
    const assert = (): void => this.assert()
    const follow = (): void => this.follow()
    room
      .on(RoomEvent.TrackPublished, () => { assert(); this.tell() })
      .on(RoomEvent.TrackSubscribed, (track, publication) => this.subscribed(track, publication))
      .on(RoomEvent.TrackUnsubscribed, (_, publication) => { this.loudspeaker.remove(publication.trackSid); this.tell() })
      .on(RoomEvent.TrackMuted, () => this.tell())
      .on(RoomEvent.TrackUnmuted, () => this.tell())
      .on(RoomEvent.Reconnected, follow)
      .on(RoomEvent.ParticipantPermissionsChanged, follow)
      .on(RoomEvent.LocalTrackPublished, follow)
      .on(RoomEvent.LocalTrackUnpublished, follow)
    this.link.made(room)
  }

  private left(): void {
    this.room = undefined
    for (const id of this.loudspeaker.ids()) this.loudspeaker.remove(id)
    this.link.left()
    this.follow()
  }

  private subscribed(track: RemoteTrack, publication: RemoteTrackPublication): void {
    if (track.kind === Track.Kind.Audio && sourceOf(publication) !== undefined) this.loudspeaker.add(publication.trackSid, track.mediaStreamTrack)
    this.assert()
    this.tell()
  }

  /** Say once more what is wanted: what was said in a bad moment was not heard. */
  private assert(): void {
    const { room, view } = this
    if (room === undefined || view === undefined) return
    const all = this.publications(room, view)
    const published = all.map(([, one]) => one)
    const { unshown, thin } = this.adapting.now
    const wishes = wanted(view, this.me, published, this.besides, { pictures: !unshown, whole: !thin })
    const thinly = thinVoices(published.filter(({ flows }) => flows), !thin)
    for (const [publication, one] of all) {
      const wish = wishes.get(one.id)
      if (wish?.subscribed === true) {
        if (!publication.isSubscribed) publication.setSubscribed(true)
        if (publication.kind === Track.Kind.Audio) publication.setEnabled(wish.enabled)
      } else if (publication.isDesired || publication.track !== undefined) {
        publication.setSubscribed(false)
      }
      if (publication.kind === Track.Kind.Audio) {
        // Each voice once, also while both come for a moment.
        const other = thinly.has(one.person) ? 'microphone' : 'thin_microphone'
        this.loudspeaker.setLoudness(one.id, one.source === other ? 0 : loudness(view, one.person))
      }
    }
  }

  private publications(room: Room, view: View): [RemoteTrackPublication, Publication][] {
    return [...room.remoteParticipants.values()].flatMap((other) => {
      const person = personOf(view, other.identity)
      return [...other.trackPublications.values()].flatMap((publication): [RemoteTrackPublication, Publication][] => {
        const source = sourceOf(publication)
        if (source === undefined) {
          if (publication.isDesired) publication.setSubscribed(false)
          return []
        }
        // Nobody of the view is wished nothing of.
        return [[publication, { id: publication.trackSid, person: person ?? '', source, open: !publication.isMuted, flows: publication.track !== undefined }]]
      })
    })
  }

  private async lookAround(): Promise<void> {
    const { room } = this
    if (this.maySpeak) this.reports.speaks(this.speaks)
    if (room === undefined) { this.link.tick(); return }
    const looked = this.link.tick(await this.report(room))
    void this.adapting.look(room)
    if (this.maySpeak) {
      this.reports.tell({
        quality: looked, dbfs: this.own.isOpen ? this.dbfs : undefined,
        microphone: this.microphone(), camera: this.camera(), narrow: this.adapting.now,
      })
    }
  }

  private async feel(): Promise<void> {
    const { room } = this
    const report = room === undefined ? undefined : await this.report(room)
    const seen = report === undefined ? undefined : look(report, performance.now())
    if (seen !== undefined) this.pulse.feel(seen, this.own.isOpen)
  }

  /** What the browser says of the connection, by any track on it. */
  private async report(room: Room): Promise<RTCStatsReport | undefined> {
    const tracks = [...room.remoteParticipants.values()].flatMap((other) => [...other.trackPublications.values()])
      .map(({ track }) => track).filter((track) => track !== undefined)
    return (tracks[0] ?? this.own.microphone)?.getRTCStatsReport().catch(() => undefined)
  }

  private camera(): SoundNow['camera'] {
    if (!this.speaks || this.view?.media.camera.includes(this.me) !== true) return 'not_granted'
    if (this.own.cameraObstacle !== undefined || this.devices.listeningOnly) return 'cannot'
    return this.devices.cameraOn ? 'on' : 'off'
  }

  private now(): SoundNow {
    const { view, me } = this
    return {
      ...this.shown(),
      entered: this.entered || !this.maySpeak, link: this.link.now, started: this.started, plays: this.loudspeaker.plays,
      microphone: this.microphone(), mayOpen: view !== undefined && this.speaks && mayOpen(view, me), camera: this.camera(),
      screen: this.screen(), elsewhere: this.maySpeak && this.speaking.elsewhere === true, besides: this.besides, narrow: this.adapting.now,
    }
  }

  private screen(): SoundNow['screen'] {
    if (!this.speaks || this.view?.media.screen.includes(this.me) !== true) return 'not_granted'
    return this.own.publishes('screen') ? 'on' : 'off'
  }

  private shown(): Pick<SoundNow, 'cameras' | 'screens' | 'open'> {
    const { view, me } = this
    const [cameras, screens, open] = [new Map<PersonId, Track>(), new Map<PersonId, Track>(), new Set<PersonId>()]
    if (this.microphone().is === 'open') open.add(me)
    if (this.room !== undefined && view !== undefined) {
      for (const [publication, { person, source }] of this.publications(this.room, view)) {
        if (publication.isMuted) continue
        if (source === 'microphone' && person !== me && view.media.heard.includes(person)) open.add(person)
        if (publication.track === undefined) continue
        if (source === 'camera') cameras.set(person, publication.track)
        if (source === 'screen') screens.set(person, publication.track)
      }
      if (this.own.camera !== undefined && this.own.publishes('camera')) cameras.set(me, this.own.camera)
    }
    return { cameras, screens, open }
  }

  private tell(): void {
    this.snapshot = undefined
    for (const listener of this.listeners) listener()
  }
}
