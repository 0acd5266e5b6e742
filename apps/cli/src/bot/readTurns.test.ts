import { describe, expect, it } from 'vitest'
import { readTurn } from './readTurns.ts'

describe('a line of a file of turns', () => {
  it.each([
    [{ say: 'hi' }, { do: 'say', text: 'hi' }],
    [{ choose: 'Yes' }, { do: 'choose', label: 'Yes' }],
    [{ event: '__agent_escalation_failed__' }, { do: 'event', text: '__agent_escalation_failed__' }],
    [{ advance: 60_000 }, { do: 'advance', ms: 60_000 }],
    [
      { file: 'a.pdf', caption: 'mine' },
      { do: 'file', path: 'a.pdf', caption: 'mine', line: 7 },
    ],
    [{ location: { lat: 47, lng: 8, city: 'Z' } }, { do: 'location', location: { lat: 47, lng: 8, city: 'Z' } }],
    [
      { location: { latitude: '47.5', longitude: 8, zip: 8000 } },
      { do: 'location', location: { lat: 47.5, lng: 8, zip: '8000' } },
    ],
  ])('%j is read', (turn, expected) => {
    expect(readTurn(JSON.stringify(turn), 7)).toEqual(expected)
  })

  it.each([
    ['{"say": ', 'is not JSON'],
    ['[1]', 'is not a JSON object'],
    ['{"shout": "hi"}', 'has none of "say"'],
    ['{"say": 1}', '"say" must be a text'],
    ['{"say": "a", "choose": "b"}', 'has both "say" and "choose"'],
    ['{"say": "a", "loud": true}', '"loud" is not known beside "say"'],
    ['{"advance": -1}', '"advance" must be a number of milliseconds'],
    ['{"advance": "1s"}', '"advance" must be a number of milliseconds'],
    ['{"location": "Bern"}', '"location" must be an object'],
    ['{"location": {"lat": "north"}}', '"location.lat" must be a number'],
    ['{"file": "a", "caption": 2}', '"caption" must be a text'],
  ])('%s is refused with its number and the reason', (line, reason) => {
    expect(() => readTurn(line, 7)).toThrow(`turns, line 7: ${reason}`)
  })
})
