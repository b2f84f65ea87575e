import type { Message } from './events'
import { Witness } from './kept'
import { type Line, openLine } from './line'

/** What tabs of one browser say to each other: a newcomer asks, the leader passes on what it hears; somebody has read a warning. */
type Said = { say: 'who leads' } | { say: 'accept' } | { say: 'heard'; message: Message } | { say: 'refused'; status: number }

export interface Shared {
  /** Something was missed: have the whole view again. */
  again: () => void
  /** Somebody has read that the journal is another one, and goes on with it. */
  accept: () => void
  end: () => void
}

/**
 * One stream per browser and meeting, since HTTP/1.1 allows six connections: whoever holds the lock opens it and passes
 * everything on; when that tab closes, the lock goes to the next. `whole` is what a newcomer is told.
 */
export function shareLine(
  meeting: string, address: string, on: (message: Message) => void, onRefused: (status: number) => void,
  whole: () => Message | undefined,
): Shared {
  const channel = new BroadcastChannel(`prachum:${meeting}`)
  let line: Line | undefined
  let witness: Witness | undefined
  const tell = (said: Said): void => channel.postMessage(said)
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.say === 'accept') {
      accept()
    } else if (line !== undefined) {
      const message = data.say === 'who leads' ? whole() : undefined
      if (message !== undefined) tell({ say: 'heard', message })
    } else if (data.say === 'heard') {
      on(data.message)
    } else if (data.say === 'refused') {
      onRefused(data.status)
    }
  }
  const accept = (): void => { witness?.accept(); on({ event: 'accepted' }) }
  const pass = (message: Message): void => { on(message); tell({ say: 'heard', message }) }
  const lead = (): void => {
    // What other tabs knew until now is kept where this one finds it.
    const mine = witness = new Witness(meeting)
    line = openLine(
      address,
      (message) => {
        if (message.event !== 'back') pass(message)
        if (contradicts(mine, message) && mine.back !== undefined) pass({ event: 'back', seen: mine.back.before, head: mine.back.now })
      },
      (status) => { onRefused(status); tell({ say: 'refused', status }) },
      () => mine.head,
    )
  }
  const closed = new AbortController()
  tell({ say: 'who leads' })
  void whenLeading(`prachum:stream:${meeting}`, closed.signal, lead)
  return {
    again: () => {
      if (line !== undefined) line.again()
      else tell({ say: 'who leads' })
    },
    accept: () => { accept(); tell({ say: 'accept' }) },
    end: () => { line?.end(); closed.abort(); channel.close() },
  }
}

/** Whether what the server says is the first sign of another journal than the one that was known. */
function contradicts(witness: Witness, message: Message): boolean {
  switch (message.event) {
    case 'view':
    case 'patch':
      return message.head !== undefined && witness.hears(message.head)
    case 'here':
      return witness.hears({ seq: message.seq, digest: message.digest })
    case 'back':
      return witness.contradicted(message.seen, message.head)
    default:
      return false
  }
}

/** Calls `lead` once this tab holds the lock, and keeps the lock until `closed`. */
async function whenLeading(name: string, closed: AbortSignal, lead: () => void): Promise<void> {
  // Locks exist in secure contexts only; without them every tab has its own stream, which still works.
  const locks = navigator.locks as LockManager | null | undefined
  if (locks == null) {
    lead()
    return
  }
  try {
    await locks.request(name, { signal: closed }, () => new Promise<void>((resolve) => {
      closed.addEventListener('abort', () => resolve())
      lead()
    }))
  } catch (reason) {
    if (!closed.aborted) throw reason
  }
}
