import { opensWithin } from './tries'

/**
 * Return once somebody answers, be it by refusing, or `over`. Chromium goes on with a connection for pages that it has
 * begun, though the next packet of it is sent only after half a minute; a socket is begun anew each time.
 */
export async function untilAnswered(over: AbortSignal): Promise<void> {
  for (let tries = 1; !over.aborted; tries += 1) {
    if (await answeredOrFailed(opensWithin(tries), over)) return
  }
}

/** Whether a socket of its own is opened or refused in time; nothing is said on it. */
function answeredOrFailed(within: number, over: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/healthz`)
    const settle = (answered: boolean): void => {
      clearTimeout(timer)
      over.removeEventListener('abort', leave)
      socket.onopen = socket.onerror = null
      socket.close()
      resolve(answered)
    }
    const leave = (): void => settle(false)
    const timer = setTimeout(leave, within)
    over.addEventListener('abort', leave)
    socket.onopen = socket.onerror = () => settle(true)
  })
}
