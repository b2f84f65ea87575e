import { EventSourceParserStream } from 'eventsource-parser/stream'
import { type Message, messageOf } from './events'

export const SILENCE = 4500
const PAUSES = [200, 500, 1000, 2000, 3000]

export interface Line {
  /** Open it again, from the whole view. */
  again: () => void
  end: () => void
}

/**
 * One stream from the live plane, for ever: after an end, an error or 4.5 s of silence it is opened again, always from
 * the whole view. `onRefused` hears the status of a refusal; the trying goes on, since a seat may be given back.
 */
export function openLine(address: string, on: (message: Message) => void, onRefused: (status: number) => void): Line {
  const ended = new AbortController()
  let again = new AbortController()
  const keepOpen = async (): Promise<void> => {
    let failures = 0
    while (!ended.signal.aborted) {
      again = new AbortController()
      const heard = await once(address, on, onRefused, AbortSignal.any([ended.signal, again.signal]))
      failures = heard ? 0 : failures + 1
      await pause(pauseBefore(failures), ended.signal)
    }
  }
  void keepOpen()
  return { again: () => again.abort(), end: () => ended.abort() }
}

/** Milliseconds; of all whose lines were lost at once, some come a little sooner than others. */
export function pauseBefore(failures: number, chance = Math.random()): number {
  return (PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 3000) * (0.5 + chance)
}

/** One connection until it ends; whether anything was heard on it. */
async function once(
  address: string, on: (message: Message) => void, onRefused: (status: number) => void, ended: AbortSignal,
): Promise<boolean> {
  const silent = new AbortController()
  let timer = setTimeout(() => silent.abort(), SILENCE)
  let heard = false
  try {
    const answer = await fetch(address, {
      headers: { Accept: 'text/event-stream' }, cache: 'no-store', signal: AbortSignal.any([ended, silent.signal]),
    })
    if (!answer.ok || answer.body === null) {
      onRefused(answer.status)
      return false
    }
    const events = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
    for await (const { event, id, data } of events) {
      clearTimeout(timer)
      timer = setTimeout(() => silent.abort(), SILENCE)
      heard = true
      const message = messageOf(event, id, data)
      if (message !== undefined) on(message)
    }
  } catch {
    // However the line was lost, the answer is the same: open it again.
  } finally {
    clearTimeout(timer)
    silent.abort()
  }
  return heard
}

function pause(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (ended.aborted) {
      resolve()
      return
    }
    const done = (): void => {
      clearTimeout(timer)
      ended.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    ended.addEventListener('abort', done)
  })
}
