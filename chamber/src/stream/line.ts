import { EventSourceParserStream } from 'eventsource-parser/stream'
import { type Message, messageOf } from './events'
import type { Head } from './kept'
import { untilAnswered } from './reach'
import { opensWithin, pauseBefore, pauseWithoutAnswer } from './tries'

export const SILENCE = 4500

export interface Line {
  /** Open it again, from the whole view. */
  again: () => void
  end: () => void
}

/**
 * One stream from the live plane, for ever: after an end, an error or 4.5 s of silence it is opened again, always from
 * the whole view. `onRefused` hears the status of a refusal; the trying goes on, since a seat may be given back. What was
 * `seen` last is shown to the server, which says so if its journal is another one.
 */
export function openLine(
  address: string, on: (message: Message) => void, onRefused: (status: number) => void, seen: () => Head | undefined,
): Line {
  const ended = new AbortController()
  let again = new AbortController()
  let hears = false
  const hear = (message: Message): void => { hears = true; on(message) }
  const keepOpen = async (): Promise<void> => {
    let failures = 0
    let end: End = 'nothing'
    while (!ended.signal.aborted) {
      again = new AbortController()
      const over = AbortSignal.any([ended.signal, again.signal])
      if (end === 'failed') await untilAnswered(over)
      const began = performance.now()
      end = await once(address, hear, onRefused, seen(), over, opensWithin(failures))
      if (hears && !over.aborted) on({ event: 'broke' })
      failures = hears ? 0 : failures + 1
      hears = false
      await pause(end === 'answered' ? pauseBefore(failures) : pauseWithoutAnswer(performance.now() - began), over)
    }
  }
  // The browser has a network again: whatever is waited for, something sooner may be had.
  const online = (): void => { if (!hears) again.abort() }
  window.addEventListener('online', online)
  void keepOpen()
  return {
    again: () => again.abort(),
    end: () => { window.removeEventListener('online', online); ended.abort() },
  }
}

/** `nothing`: nobody answered in time. `failed`: the browser itself gave up, and with it the connection that it had. */
type End = 'answered' | 'nothing' | 'failed'

/** One connection until it ends; its answer must begin `within` so many milliseconds. */
async function once(
  address: string, on: (message: Message) => void, onRefused: (status: number) => void, seen: Head | undefined, ended: AbortSignal,
  within: number,
): Promise<End> {
  const silent = new AbortController()
  let timer = setTimeout(() => silent.abort(), within)
  const listen = (): void => { clearTimeout(timer); timer = setTimeout(() => silent.abort(), SILENCE) }
  let end: End = 'nothing'
  try {
    const answer = await fetch(address, {
      headers: { Accept: 'text/event-stream', ...(seen === undefined ? {} : { 'Last-Event-ID': `${seen.seq}:${seen.digest}` }) },
      cache: 'no-store', signal: AbortSignal.any([ended, silent.signal]),
    })
    end = 'answered'
    if (!answer.ok || answer.body === null) {
      onRefused(answer.status)
      return end
    }
    listen()
    // On a bad line the whole view of a large meeting takes longer than the silence that is waited for.
    const arriving = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({ transform: (piece, on) => { listen(); on.enqueue(piece) } })
    const events = answer.body.pipeThrough(arriving).pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
    for await (const { event, id, data } of events) {
      const message = messageOf(event, id, data)
      if (message !== undefined) on(message)
    }
  } catch {
    // However the line was lost, the answer is the same: open it again.
    if (end === 'nothing' && !ended.aborted && !silent.signal.aborted) end = 'failed'
  } finally {
    clearTimeout(timer)
    silent.abort()
  }
  return end
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
