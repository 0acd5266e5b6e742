import { describe, expect, it } from 'vitest'
import { checkPayload } from '../checkPayload.ts'
import { ELEMENT_TYPES } from '../types.ts'
import { SAMPLES } from './index.ts'

describe.each(['strict', 'recommended'] as const)('our own samples, %s', (profile) => {
  it.each(SAMPLES.map((sample) => [sample.id, sample] as const))('%s is right for its channel', (_id, sample) => {
    const { kind, channel, payload } = sample
    expect(checkPayload(payload, kind, { channel, profile }).problems).toEqual([])
  })
})

it('every element of the web stands in one of them', () => {
  const found = new Set(JSON.stringify(SAMPLES).match(/"type":"\w+"/g))
  expect(ELEMENT_TYPES.filter((type) => !found.has(`"type":"${type}"`))).toEqual([])
})
