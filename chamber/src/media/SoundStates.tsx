import type { ReactNode } from 'react'
import { useSession } from '../stream/context'
import type { Narrow } from './adapting'
import { DeviceCheck } from './DeviceCheck'
import { useSound } from './useSound'

/** Across the head of the screen: that the sound link is lost or narrow, or that another device of mine speaks; before all, the check. */
export function SoundStates(): ReactNode {
  const { words, view } = useSession()
  const sound = useSound()
  if (sound === undefined || view.meeting.phase === 'closed') return null
  const { link, elsewhere, entered, narrow } = sound
  return (
    <>
      {(link === 'lost' || link === 'refused') && (
        <section className="state lost" role="alert" data-link="sound">
          <h2>{link === 'lost' ? words.sound.lost : words.sound.refused}</h2>
          <p>{link === 'lost' ? words.sound.lostMeans : words.sound.refusedMeans}</p>
        </section>
      )}
      {link === 'live' && <NarrowLine {...narrow} />}
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

/** What waits on a line that has no room for it, so that sound goes on; nothing where there is room. */
function NarrowLine({ unseen, belowStandard, unshown, thin }: Narrow): ReactNode {
  const { words } = useSession()
  const means = [unseen && words.sound.unseen, belowStandard && words.sound.belowStandard, unshown && words.sound.unshown, thin && words.sound.thin].filter((one) => one !== false)
  if (means.length === 0) return null
  return (
    <section className="state narrow" role="status" data-unseen={unseen} data-below-standard={belowStandard} data-unshown={unshown} data-thin={thin}>
      <h2>{words.sound.narrow}</h2>
      <p>{[...means, words.sound.comesBack].join(' ')}</p>
    </section>
  )
}

/** The sound link in the head of the screen, only when it is not as it should be. */
export function SoundBadge(): ReactNode {
  const { words } = useSession()
  const sound = useSound()
  if (sound?.link !== 'lost' && sound?.link !== 'refused') return null
  return <li className="badge link lost" data-link="sound">{sound.link === 'lost' ? words.sound.lost : words.sound.refused}</li>
}
