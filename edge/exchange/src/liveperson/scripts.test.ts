import { describe, expect, it } from 'vitest'
import { inspectScript, placeholdersIn } from './scripts.ts'

describe('inspectScript', () => {
  it('export B-37: names the functions, the literal triggers and the environment variables', () => {
    const facts = inspectScript(`
      var a = botContext.getEnvVariable('apiKey', 'none')
      if (botContext.getBotVariable('x') != null) { botContext.setTriggerNextMessage('Welcome') }
    `)
    expect(facts.functions.toSorted()).toEqual(['getBotVariable', 'getEnvVariable', 'setTriggerNextMessage'])
    expect(facts.triggers).toEqual(['Welcome'])
    expect(facts.environment).toEqual(['apiKey'])
    expect(facts.computedTriggers).toBe(false)
  })

  it('says when a trigger is put together at run time', () => {
    expect(inspectScript('botContext.setTriggerNextMessage(last)').computedTriggers).toBe(true)
  })

  it('accepts what panels hold: sloppy mode, a return outside of a function, both kinds of line ends', () => {
    for (const code of ['with (Math) { var x = abs(1) }', 'return 1', 'var a = 1;\r\nvar b = 010']) {
      expect(inspectScript(code).syntaxError).toBeUndefined()
    }
  })

  it('says where a script does not compile, and does not run it', () => {
    expect(inspectScript('var a = (').syntaxError).toMatch(/\(1:9\)/)
    expect(inspectScript('throw new Error()').syntaxError).toBeUndefined()
  })

  it('does not fall over a script that is nested deeply or is very long', () => {
    expect(inspectScript(`${'('.repeat(100_000)}1`).syntaxError).toBeDefined()
    expect(inspectScript(`${'f();'.repeat(150_000)}`).functions).toEqual([])
  })
})

describe('placeholdersIn', () => {
  it('finds variables, environment variables and custom fields, and not the braces of JSON', () => {
    expect(placeholdersIn('Hi {$botContext.name}, {$env.shop} {Stores.city}')).toEqual([
      '$botContext.name',
      '$env.shop',
      'Stores.city',
    ])
    expect(placeholdersIn('{"a": {"b": 1}}')).toEqual([])
  })
})
