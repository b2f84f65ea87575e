/** Measures how loud a microphone is; it is connected to nothing that is heard. */
export class Level {
  private readonly source: MediaStreamAudioSourceNode
  private readonly analyser: AnalyserNode
  private readonly samples: Float32Array<ArrayBuffer>

  constructor(context: AudioContext, track: MediaStreamTrack) {
    this.source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) })
    this.analyser = new AnalyserNode(context, { fftSize: 2048 })
    this.samples = new Float32Array(this.analyser.fftSize)
    this.source.connect(this.analyser)
  }

  /** dB below full scale, from -100 (or silence) to 0. */
  get dbfs(): number {
    this.analyser.getFloatTimeDomainData(this.samples)
    const power = this.samples.reduce((sum, sample) => sum + sample * sample, 0) / this.samples.length
    return power === 0 ? -100 : Math.max(-100, Math.min(0, 10 * Math.log10(power)))
  }

  end(): void {
    this.source.disconnect()
  }
}
