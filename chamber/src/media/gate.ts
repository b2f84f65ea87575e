import type { PersonId, View } from '../stream/view'

/** 15 dB: the speaker while the chair interrupts. */
export const DUCKED = 10 ** (-15 / 20)

/** Seconds: shorter clicks, longer is heard as a fade. */
export const RAMP = 0.02

/** The slider's place for speech as it comes; above it there is a reserve. */
export const USUAL_VOLUME = 0.7

/** The play-gate: how loud somebody's sound is played, 0 while the view does not say that they are heard. */
export function loudness(view: View | undefined, person: PersonId): number {
  if (view?.media.heard.includes(person) !== true) return 0
  return view.media.ducked.includes(person) ? DUCKED : 1
}

/** The amplitude for a place of the slider from 0 to 1; 1 at `USUAL_VOLUME`, and 6 dB more at the end. */
export function amplitude(place: number): number {
  return (place / USUAL_VOLUME) ** 2
}
