import { describe, expect, it } from 'vitest'
import { LaneFull, Lanes } from './lanes.ts'

function gated() {
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  return { gate, open }
}

describe('Lanes', () => {
  it('runs the tasks of one conversation in the order in which they came', async () => {
    const lanes = new Lanes()
    const { gate, open } = gated()
    const ran: string[] = []
    const first = lanes.run('a', async () => {
      await gate
      ran.push('first')
    })
    const second = lanes.run('a', async () => void ran.push('second'))
    await lanes.run('b', async () => void ran.push('another conversation'))
    open()
    await Promise.all([first, second])
    expect(ran).toEqual(['another conversation', 'first', 'second'])
  })

  it('goes on after a task that failed', async () => {
    const lanes = new Lanes()
    const failing = lanes.run('a', () => Promise.reject(new Error('no')))
    const next = lanes.run('a', async () => 'yes')
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })

  it('refuses what is more than may wait, and takes more once there is room', async () => {
    const lanes = new Lanes()
    const { gate, open } = gated()
    const held = [lanes.run('a', () => gate, 2), lanes.run('a', () => gate, 2)]
    await expect(lanes.run('a', async () => {}, 2)).rejects.toBeInstanceOf(LaneFull)
    open()
    await Promise.all(held)
    expect(await lanes.run('a', async () => 'room again', 2)).toBe('room again')
  })
})
