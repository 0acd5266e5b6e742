import { describe, expect, it } from 'vitest'
import { fillReply, nameIn } from './variables.ts'

describe('variables of saved replies (messaging R8.5)', () => {
  it('are filled in where they are known', () => {
    const text = 'Dear {{consumer.name}}, {{ agent.nickname }} of {{brand}} here.'
    expect(fillReply(text, { 'consumer.name': 'Mia', 'agent.nickname': 'Ada', brand: 'Baton' })).toBe(
      'Dear Mia, Ada of Baton here.',
    )
  })

  it('stay in their braces, or say what stands behind the bar, where they are not', () => {
    expect(fillReply('Dear {{consumer.name}}', {})).toBe('Dear {{consumer.name}}')
    expect(fillReply('Hi {{consumer.name|there}}!', {})).toBe('Hi there!')
    expect(fillReply('{{constructor}} {{__proto__}}', {})).toBe('{{constructor}} {{__proto__}}')
  })

  it('are filled in once: a name that looks like one is only a name', () => {
    expect(fillReply('{{consumer.name}}', { 'consumer.name': '{{brand}}', brand: 'x' })).toBe('{{brand}}')
  })
})

describe('the name that a page told', () => {
  it.each([
    [{ name: 'Mia' }, 'Mia'],
    [{ personal: { firstname: 'Mia', lastname: 'Lee' } }, 'Mia Lee'],
    [{ personal: { contact: { 'First-Name': ' Mia ' } } }, 'Mia'],
    [{ info: [{ customerName: 'Mia' }] }, 'Mia'],
  ])('is found in %o', (attributes, name) => {
    expect(nameIn(attributes)).toBe(name)
  })

  it.each([[undefined], [{}], [{ name: '' }], [{ name: { of: 'x' } }], [{ a: { b: { c: { name: 'deep' } } } }]])(
    'is not found in %o',
    (attributes) => {
      expect(nameIn(attributes)).toBeUndefined()
    },
  )
})
