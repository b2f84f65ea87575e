import type { Chamber } from '../stream/chamber'
import { pauseBefore } from './retries'
import type { Sound } from './sound'

/**
 * What only sound needs is half of all there is to load: it comes once the chamber is on the screen, and is asked for
 * again for as long as it does not come.
 */
export async function soundOf(chamber: Chamber): Promise<Sound> {
  await viewed(chamber)
  for (let tries = 0; ; tries += 1) {
    try {
      const { Sound } = await import('./sound')
      return new Sound(chamber)
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, pauseBefore(tries)) })
    }
  }
}

function viewed(chamber: Chamber): Promise<void> {
  return new Promise((resolve) => {
    const stop = chamber.subscribe(see)
    function see(): void {
      if (chamber.current().view === undefined) return
      stop()
      // Not before the browser had its moment to paint.
      setTimeout(resolve)
    }
    see()
  })
}
