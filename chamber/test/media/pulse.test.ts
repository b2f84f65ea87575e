import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Pulse } from '../../src/media/pulse'

const looked = (at: number, came: number) => ({ at, came, packets: 0, lost: 0, rtt: 0, jitter: 0 })

describe('the pulse of a line', () => {
  let pulse: Pulse
  let reached: boolean
  let came: number
  let at: number
  const reaches = vi.fn(() => Promise.resolve(reached))
  const dead = vi.fn()

  beforeEach(() => {
    vi.clearAllMocks()
    reached = true
    came = at = 0
    pulse = new Pulse(reaches, dead)
  })

  /** So many seconds, in which something comes every `each` ms (0: nothing), felt four times a second. */
  const pass = async (seconds: number, each: number, mine = true): Promise<void> => {
    for (const until = at + seconds * 1000; at < until;) {
      at += 250
      if (each > 0 && at % each === 0) came += 100
      pulse.feel(looked(at, came), mine)
      await Promise.resolve()
      await Promise.resolve()
    }
  }

  it('is not asked about while as much comes as before', async () => {
    await pass(30, 1000)
    expect(reaches).not.toHaveBeenCalled()
  })

  it('has stopped, once, when the server can be reached and nothing comes', async () => {
    await pass(8, 1000)
    await pass(1.25, 0)
    expect(dead).not.toHaveBeenCalled()
    await pass(0.5, 0)
    expect(dead).toHaveBeenCalledOnce()
    await pass(10, 0)
    expect(dead).toHaveBeenCalledOnce()
  })

  it('has not stopped while nobody can be reached, nor when it goes on as soon as somebody can', async () => {
    await pass(8, 250)
    reached = false
    await pass(20, 0)
    expect(dead).not.toHaveBeenCalled()
    reached = true
    await pass(10, 250)
    expect(dead).not.toHaveBeenCalled()
  })

  it('is asked about again and again until somebody can be reached', async () => {
    await pass(8, 250)
    reached = false
    await pass(5, 0)
    reached = true
    await pass(0.75, 0)
    expect(dead).toHaveBeenCalledOnce()
  })

  it('of who only listens may stop as long as a browser takes to check the line: somebody has finished speaking', async () => {
    await pass(8, 250, false)
    for (let n = 0; n < 6; n += 1) await pass(2.5, 2500, false)
    expect(dead).not.toHaveBeenCalled()
    await pass(4, 0, false)
    expect(dead).toHaveBeenCalledOnce()
  })

  it('of who only listens is judged sooner once the stream broke', async () => {
    await pass(8, 250, false)
    pulse.doubt(at)
    await pass(1.25, 0, false)
    expect(dead).toHaveBeenCalledOnce()
  })

  it('is not judged by what another connection was used to, nor before it was felt for a while', async () => {
    await pass(8, 250)
    pulse.anew()
    await pass(10, 0)
    await pass(0.5, 250)
    await pass(10, 0)
    expect(dead).not.toHaveBeenCalled()
  })

  it('that came back by being found anew is no slower for it', async () => {
    await pass(8, 250)
    await pass(6, 0)
    await pass(4, 250)
    await pass(1.25, 0)
    expect(dead).toHaveBeenCalledTimes(2)
  })
})
