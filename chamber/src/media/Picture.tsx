import type { Track } from 'livekit-client'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Code, PersonId } from '../stream/view'
import { useSession } from '../stream/context'
import { useSound } from './useSound'

/** Somebody's camera; until there is one, the delegation's code, quietly. Large, it gives way to a screen that they share. */
export function Picture({ delegation, person, screenOf = [] }: {
  delegation: Code
  person: PersonId
  screenOf?: readonly PersonId[]
}): ReactNode {
  const { person: me } = useSession()
  const sound = useSound()
  const camera = sound?.cameras.get(person)
  const screen = screenOf.map((one) => sound?.screens.get(one)).find((track) => track !== undefined)
  return (
    <div className="picture" data-person={person} data-screen={screen === undefined ? undefined : ''} aria-hidden="true">
      <span>{delegation.length <= 4 ? delegation : ''}</span>
      {screen !== undefined && <Moving key={screen.sid} track={screen} className="screen" />}
      {camera !== undefined && <Moving key={camera.sid ?? 'own'} track={camera} className={person === me ? 'camera mirrored' : 'camera'} />}
    </div>
  )
}

/** A track on the screen; the SDK asks for the size at which it is shown, and for nothing while it is not. */
export function Moving({ track, className }: { track: Track; className: string }): ReactNode {
  const place = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const element = place.current
    if (element === null) return undefined
    track.attach(element)
    // The SDK lets an element be heard that it gives a sound; all that is heard goes through the play-gate.
    element.muted = true
    return () => { track.detach(element) }
  }, [track])
  return <video ref={place} className={className} muted autoPlay playsInline />
}
