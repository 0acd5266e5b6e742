import { problem } from '@baton/base'
import { CHANNELS, checkPayload, type PayloadKind, RULES } from '@baton/content'
import { SAMPLES } from '@baton/content/samples'
import { describe, expect, it } from 'vitest'
import { problemInGerman } from './problemsDe.ts'

/** Words of the English sentences. */
const ENGLISH = /\b(?:must|is missing|allowed|needs|not a|only|holds|entries|characters;|There|This|the)\b/

function broken(): unknown[] {
  const payloads: unknown[] = [
    null,
    7,
    'x',
    [],
    {},
    { type: 'song' },
    { type: 'text' },
    { type: 'text', text: 'x'.repeat(5_001) },
  ]
  for (const { payload } of SAMPLES) {
    const copy = JSON.parse(JSON.stringify(payload)) as Record<string, unknown>
    payloads.push(
      payload,
      { ...copy, extra: 1 },
      { ...copy, elements: 'x', type: 7 },
      { ...copy, elements: [{ type: 'map' }, null] },
    )
  }
  return payloads
}

describe('a problem in German', () => {
  it.each(CHANNELS)('says nothing in English on %s, and always says something', (channel) => {
    for (const payload of broken()) {
      for (const kind of ['body', 'quickReply', 'metadata'] satisfies PayloadKind[]) {
        const { problems } = checkPayload(payload, kind, { channel, imageHosts: ['img.example'], at: 0 })
        for (const one of problems) {
          const sentence = problemInGerman(one)
          expect(sentence).not.toMatch(ENGLISH)
          expect(sentence).not.toMatch(/undefined|„“/)
          expect(sentence).toMatch(/\.$/)
        }
      }
    }
  })

  it('has words for every rule, even without facts', () => {
    for (const rule of Object.keys(RULES)) {
      expect(problemInGerman(problem('/a/0', rule, 'English.')), rule).not.toBe('English.')
    }
    expect(problemInGerman(problem('', 'another-room', 'As it is.'))).toBe('As it is.')
  })

  const said = (payload: unknown, kind: PayloadKind = 'body') =>
    checkPayload(payload, kind, { imageHosts: ['img.example'] }).problems.map(problemInGerman)

  it.each([
    [{ type: 'text', text: 7 }, '„text“ muss ein Text (höchstens 5.000 Zeichen) sein, nicht die Zahl 7.'],
    [{ type: 'image' }, '„url“ fehlt; gebraucht wird ein Text (höchstens 2.048 Zeichen).'],
    [{ type: 'button', title: 'x'.repeat(129) }, '„title“ hat 129 Zeichen; höchstens 128 sind erlaubt.'],
    [{ type: 'carousel', elements: [{ type: 'text', text: 'a' }] }, '„elements“ hat 1 Eintrag; erlaubt: 2 bis 10.'],
    [{ type: 'vertical', elements: [null] }, 'Eintrag 1 von „elements“ muss ein Objekt sein, nicht null.'],
    [{ type: 'vertical', elements: [], scroll: 'on' }, '„scroll“ darf nicht „on“ sein; erlaubt sind disable, enable.'],
  ])('content SC2.11: %j: %s', (payload, sentence) => {
    expect(said(payload)).toEqual([sentence])
  })

  it('content SC12.6: names the host of a picture', () => {
    expect(said({ type: 'image', url: 'https://evil.example/a.png' })[0]).toContain('„evil.example“')
  })
})
