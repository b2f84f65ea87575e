import { type ReactNode, useCallback, useEffect, useId, useState } from 'react'
import { Press } from '../controls/Act'
import { useAnnounce } from '../journal/announce'
import { useSession } from '../stream/context'
import { MyDevices, MyMicrophone } from './Mine'
import { type InSound, useSound } from './useSound'

const COMES_WITHIN = 3000

/** What I hear, and with what I am heard. */
export function Listening(): ReactNode {
  const { view } = useSession()
  const sound = useSound()
  if (sound === undefined || view.meeting.phase === 'closed') return <div className="listening" data-place="languages" />
  return (
    <div className="listening" data-place="languages">
      <MyMicrophone {...sound} />
      <MyDevices {...sound} />
      {sound.plays ? <Volume /> : <Listen {...sound} />}
    </div>
  )
}

/**
 * Stays until sound really plays: a browser plays nothing before a press, and Firefox nothing where it finds no
 * loudspeaker, which it tells nobody.
 */
export function Listen({ sound }: Pick<InSound, 'sound'>): ReactNode {
  const { words: { sound: { listen, listenWhy, noSound } } } = useSession()
  const announce = useAnnounce()
  const [pressed, press] = useState(0)
  const [silent, tell] = useState(false)
  useEffect(() => {
    if (pressed === 0) return undefined
    const timer = setTimeout(() => { tell(true); announce(noSound) }, COMES_WITHIN)
    return () => clearTimeout(timer)
  }, [pressed, announce, noSound])
  const dismiss = useCallback(() => tell(false), [])
  const begin = (): void => { dismiss(); press(pressed + 1); void sound.start() }
  return (
    <Press permission={true} local name="listen" tone="primary" className="listen" label={`${listen}. ${listenWhy}`} note={silent ? noSound : undefined} dismiss={dismiss} onPress={begin}>
      {listen}
    </Press>
  )
}

function Volume(): ReactNode {
  const { words } = useSession()
  const sound = useSound()
  const id = useId()
  if (sound === undefined) return null
  return (
    <span className="volume">
      <label htmlFor={id} className="for-readers">{words.sound.volume}</label>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" /></svg>
      <input
        id={id} type="range" min={0} max={100} step={5} value={Math.round(sound.sound.loudspeaker.volume * 100)}
        onChange={(event) => sound.sound.loudspeaker.setVolume(Number(event.target.value) / 100)}
      />
    </span>
  )
}
