import { beforeEach, describe, expect, it } from 'vitest'
import { FIRST, keepDevices, keptDevices, obstacleOf, soundOf } from '../../src/media/devices'
import { keepWill, keptWill } from '../../src/media/kept'
import { NO_WILL } from '../../src/media/microphone'
import { othersThatSpeak } from '../../src/media/speaking'

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

describe('the devices that were chosen', () => {
  it('are kept in this browser, and unknown before the first check', () => {
    expect(keptDevices()).toBeUndefined()
    keepDevices({ ...FIRST, microphone: 'headset', listeningOnly: true })
    expect(keptDevices()).toEqual({ ...FIRST, microphone: 'headset', listeningOnly: true })
    localStorage.setItem('prachum:devices', '{not json')
    expect(keptDevices()).toBeUndefined()
  })

  it('always take the echo out, and noise and level as chosen', () => {
    expect(soundOf({ ...FIRST, suppress: false })).toMatchObject({ echoCancellation: true, noiseSuppression: false, autoGainControl: true, channelCount: 1 })
    expect(soundOf(FIRST)).not.toHaveProperty('deviceId')
    expect(soundOf({ ...FIRST, microphone: 'headset' }).deviceId).toEqual({ ideal: 'headset' })
  })

  it('that cannot be had say why', () => {
    expect(obstacleOf(new DOMException('no', 'NotAllowedError'))).toBe('blocked')
    expect(obstacleOf(new DOMException('no', 'NotFoundError'))).toBe('missing')
    expect(obstacleOf(new DOMException('no', 'NotReadableError'))).toBe('busy')
    expect(obstacleOf('nothing known')).toBe('busy')
  })
})

describe('what I want of my microphone', () => {
  it('is kept through a reload, by meeting and person', () => {
    expect(keptWill('m', 'tha-head')).toEqual(NO_WILL)
    keepWill('m', 'tha-head', { on: true, asked: false, turn: 't' })
    expect(keptWill('m', 'tha-head')).toEqual({ on: true, asked: false, turn: 't' })
    expect(keptWill('m', 'mys-head')).toEqual(NO_WILL)
    sessionStorage.setItem('prachum:microphone:m:tha-head', '{not json')
    expect(keptWill('m', 'tha-head')).toEqual(NO_WILL)
  })
})

describe('which device speaks', () => {
  const fact = (device: string, state: string) => ({ kind: 'speaking_device', person: 'tha-head', device, state })

  it('is another one when another has last said so', () => {
    expect([...othersThatSpeak([], 'here')]).toEqual([])
    expect([...othersThatSpeak([fact('here', 'speaks')], 'here')]).toEqual([])
    expect([...othersThatSpeak([fact('there', 'speaks')], 'here')]).toEqual(['there'])
    expect([...othersThatSpeak([fact('there', 'speaks'), fact('there', 'yields')], 'here')]).toEqual([])
    expect([...othersThatSpeak([{ kind: 'line', device: 'there', state: 'speaks' }], 'here')]).toEqual([])
  })
})
