import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { followChain, type Linked } from './chain.ts'

const link = (id: string, previous?: string, next?: string): Linked => ({ id, previous, next })
const ids = (members: readonly Linked[]) => members.map(({ id }) => id)

describe('followChain', () => {
  it('export B-5: goes from the one without a predecessor along next, whatever the order of the file', () => {
    const chain = followChain([link('c', 'b'), link('a', undefined, 'b'), link('b', 'a', 'c')])
    expect(ids(chain.ordered)).toEqual(['a', 'b', 'c'])
    expect(chain.broken).toBeUndefined()
  })

  it('export B-33: puts several heads in file order and says so', () => {
    const chain = followChain([link('x', undefined, 'y'), link('a'), link('y', 'x')])
    expect(ids(chain.ordered)).toEqual(['x', 'y', 'a'])
    expect(chain.broken).toContain('2 interactions are the first')
  })

  it('export B-33: keeps what no link reaches, in file order', () => {
    const chain = followChain([link('a'), link('lost', 'gone'), link('lost2', 'lost')])
    expect(ids(chain.ordered)).toEqual(['a', 'lost', 'lost2'])
    expect(chain.broken).toContain('2 interactions are not reached')
  })

  it('export B-33: ends at a loop', () => {
    const chain = followChain([link('a', undefined, 'b'), link('b', 'a', 'a')])
    expect(ids(chain.ordered)).toEqual(['a', 'b'])
    expect(chain.broken).toContain('leads back')
  })

  it('holds every interaction exactly once, however the links lie', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const members = fc.uniqueArray(
      fc.record({ id: name, previous: fc.option(name, { nil: undefined }), next: fc.option(name, { nil: undefined }) }),
      { selector: ({ id }) => id },
    )
    fc.assert(fc.property(members, (list) => ids(followChain(list).ordered).sort().join() === ids(list).sort().join()))
  })
})
