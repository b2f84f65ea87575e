import type { ReactNode } from 'react'
import { useSession } from '../stream/context'
import { DeviceCheck } from './DeviceCheck'
import { useSound } from './useSound'

/** Across the head of the screen: that the sound link is lost, or that another device of mine speaks; before all, the check. */
export function SoundStates(): ReactNode {
  const { words, view } = useSession()
  const sound = useSound()
  if (sound === undefined || view.meeting.phase === 'closed') return null
  const { link, elsewhere, entered } = sound
  return (
    <>
      {(link === 'lost' || link === 'refused') && (
        <section className="state lost" role="alert" data-link="sound">
          <h2>{link === 'lost' ? words.sound.lost : words.sound.refused}</h2>
          <p>{link === 'lost' ? words.sound.lostMeans : words.sound.refusedMeans}</p>
        </section>
      )}
      {elsewhere && entered && (
        <section className="state elsewhere" aria-label={words.sound.elsewhere}>
          <h2>{words.sound.elsewhere}</h2>
          <p>{words.sound.elsewhereMeans}</p>
          <div className="controls"><button type="button" className="press primary" data-act="speakHere" onClick={() => sound.sound.speakHere()}>{words.sound.speakHere}</button></div>
        </section>
      )}
      {!entered && <DeviceCheck sound={sound.sound} first />}
    </>
  )
}

/** The sound link in the head of the screen, only when it is not as it should be. */
export function SoundBadge(): ReactNode {
  const { words } = useSession()
  const sound = useSound()
  if (sound?.link !== 'lost' && sound?.link !== 'refused') return null
  return <li className="badge link lost" data-link="sound">{sound.link === 'lost' ? words.sound.lost : words.sound.refused}</li>
}
