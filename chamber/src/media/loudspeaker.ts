import { amplitude, RAMP, USUAL_VOLUME } from './gate'

interface Voice {
  element: HTMLAudioElement
  source: MediaStreamAudioSourceNode
  gain: GainNode
  loud: number
}

const KEPT = 'prachum:volume'
const ASKED_EVERY = 1000
/** So browsers name the device that the system uses. */
const USUAL = ''

/**
 * All that is heard goes through one AudioContext, and a limiter, to the ear. Chromium decodes a track only while an
 * element has it, so each has one, which is muted.
 */
export class Loudspeaker {
  private context: AudioContext | undefined
  private master: GainNode | undefined
  private readonly voices = new Map<string, Voice>()
  private readonly tracks = new Map<string, MediaStreamTrack>()
  private readonly loud = new Map<string, number>()
  volume = keptVolume()
  private started = false
  private asked: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly changed: () => void) {}

  /** Begin to play: browsers let this happen after a press only. */
  async start(output?: string): Promise<void> {
    const context = this.opened()
    this.started = true
    for (const { element } of this.voices.values()) play(element)
    await context.resume().catch(() => undefined)
    await this.sendTo(output ?? USUAL)
    this.changed()
  }

  /** Whether sound really comes out: the context runs, and no element stands still. */
  get plays(): boolean {
    return this.context?.state === 'running' && [...this.voices.values()].every(({ element }) => !element.paused)
  }

  /** The one context, for whoever only measures. */
  get measuring(): AudioContext {
    return this.opened()
  }

  /** Has this track ready to be heard, at the loudness that is set for it. */
  add(id: string, track: MediaStreamTrack): void {
    if (this.tracks.get(id) === track) return
    this.remove(id)
    this.tracks.set(id, track)
    if (this.context !== undefined) this.connect(id, track)
  }

  remove(id: string): void {
    this.tracks.delete(id)
    const voice = this.voices.get(id)
    if (voice === undefined) return
    this.voices.delete(id)
    voice.source.disconnect()
    voice.gain.disconnect()
    voice.element.srcObject = null
    voice.element.remove()
  }

  ids(): readonly string[] {
    return [...this.tracks.keys()]
  }

  /** 0: not heard; 1: as it was spoken. */
  setLoudness(id: string, loud: number): void {
    this.loud.set(id, loud)
    const voice = this.voices.get(id)
    if (voice === undefined || voice.loud === loud) return
    voice.loud = loud
    this.ramp(voice.gain.gain, loud)
  }

  setVolume(place: number): void {
    this.volume = place
    if (this.master !== undefined) this.ramp(this.master.gain, amplitude(place))
    keep(place)
    this.changed()
  }

  /** Where the browser can choose: by which device it is heard. */
  async sendTo(device: string): Promise<void> {
    const context = this.opened() as AudioContext & { sinkId?: string; setSinkId?: (id: string) => Promise<void> }
    if (context.sinkId !== device) await context.setSinkId?.(device).catch(() => undefined)
  }

  end(): void {
    clearTimeout(this.asked)
    this.asked = undefined
    for (const id of this.ids()) this.remove(id)
    void this.context?.close()
    this.context = undefined
  }

  private opened(): AudioContext {
    if (this.context !== undefined) return this.context
    const context = new AudioContext({ latencyHint: 'interactive' })
    this.context = context
    this.master = new GainNode(context, { gain: amplitude(this.volume) })
    // A limiter, not a compressor: nothing below -3 dB is touched, what is above is held before it reaches the ear.
    const limiter = new DynamicsCompressorNode(context, { threshold: -3, knee: 0, ratio: 20, attack: 0.001, release: 0.1 })
    this.master.connect(limiter).connect(context.destination)
    context.addEventListener('statechange', () => { this.goOn(context); this.changed() })
    for (const [id, track] of this.tracks) this.connect(id, track)
    return context
  }

  /** Browsers suspend it by themselves, for a call or another device, and Chromium does not always let it go on. */
  private goOn(context: AudioContext): void {
    if (!this.started || this.asked !== undefined || context !== this.context || context.state === 'running') return
    // No more often than this, should it be suspended again each time.
    this.asked = setTimeout(() => { this.asked = undefined; this.goOn(context) }, ASKED_EVERY)
    void context.resume().catch(() => undefined)
  }

  private connect(id: string, track: MediaStreamTrack): void {
    const { context, master } = this
    if (context === undefined || master === undefined) return
    const stream = new MediaStream([track])
    const element = document.createElement('audio')
    element.muted = true
    element.srcObject = stream
    element.hidden = true
    element.dataset.voice = id
    element.addEventListener('playing', this.changed)
    element.addEventListener('pause', this.changed)
    document.body.append(element)
    const loud = this.loud.get(id) ?? 0
    const source = new MediaStreamAudioSourceNode(context, { mediaStream: stream })
    const gain = new GainNode(context, { gain: loud })
    source.connect(gain).connect(master)
    this.voices.set(id, { element, source, gain, loud })
    play(element)
  }

  private ramp(parameter: AudioParam, to: number): void {
    const now = this.context?.currentTime ?? 0
    parameter.cancelScheduledValues(now)
    parameter.setValueAtTime(parameter.value, now)
    parameter.linearRampToValueAtTime(to, now + RAMP)
  }
}

function play(element: HTMLAudioElement): void {
  // Refused before the first press; `plays` tells it.
  element.play().catch(() => undefined)
}

function keptVolume(): number {
  const kept = Number(localStorage.getItem(KEPT) ?? USUAL_VOLUME)
  return kept >= 0 && kept <= 1 ? kept : USUAL_VOLUME
}

function keep(place: number): void {
  try {
    localStorage.setItem(KEPT, String(place))
  } catch {
    // A volume that cannot be kept holds until the tab is closed.
  }
}
