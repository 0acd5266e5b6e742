import { json } from '@codemirror/lang-json'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { pointerRange } from './pointerRange.ts'
import { judge } from './verdict.ts'

const question = { kind: 'body', channel: 'web', profile: 'recommended', at: Date.UTC(2026, 4, 20) } as const

describe('a text is judged', () => {
  it('as no JSON, with the place of the mistake', () => {
    const { valid, syntax, drawing } = judge('{\n  "type": "text",\n  "text": }', question)
    expect(valid).toBeUndefined()
    expect(drawing).toBeUndefined()
    expect(syntax?.at).toBeGreaterThan(20)
  })

  it('as a card that can be drawn, with what its author left out', () => {
    const { valid, drawing } = judge('{"text": "Hello"}', question)
    expect(valid).toBe(true)
    expect(drawing).toEqual({ kind: 'body', element: { type: 'text', text: 'Hello' } })
  })

  it('structured-content SC12: by the account’s hosts, where it should be', () => {
    const picture = JSON.stringify({ type: 'image', url: 'https://a.example/x.png' })
    expect(judge(picture, question).valid).toBe(true)
    expect(judge(picture, { ...question, imageHosts: ['b.example'] })).toMatchObject({ valid: false })
    expect(judge(picture, { ...question, imageHosts: ['a.example'] }).valid).toBe(true)
  })

  it('as nothing while it is empty, and as something else than it is', () => {
    expect(judge('  ', question)).toEqual({ problems: [] })
    expect(judge('[1]', question).valid).toBe(false)
    expect(judge('"x"', { ...question, kind: 'quickReply' }).valid).toBe(false)
    expect(judge('[{"type":"ExternalId","id":"a"}]', { ...question, kind: 'metadata' }).drawing).toEqual({
      kind: 'metadata',
      count: 1,
    })
  })
})

describe('a JSON pointer is found in the text', () => {
  const doc = '{\n  "type": "vertical",\n  "elements": [\n    {"type": "text", "a/b": 1},\n    [true, "x"]\n  ]\n}'
  const state = EditorState.create({ doc, extensions: [json()] })
  const found = (pointer: string) => {
    const { from, to } = pointerRange(state, pointer)
    return doc.slice(from, to)
  }

  it.each([
    ['/type', '"type": "vertical"'],
    ['/elements/0/type', '"type": "text"'],
    ['/elements/0/a~1b', '"a/b": 1'],
    ['/elements/1/1', '"x"'],
    ['/elements/0', '{"type": "text", "a/b": 1}'],
    ['', '{'],
    ['/elements/0/missing', '{"type": "text", "a/b": 1}'],
  ])('%s', (pointer, text) => {
    expect(found(pointer)).toBe(text)
  })
})
