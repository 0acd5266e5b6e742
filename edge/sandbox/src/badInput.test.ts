import { beforeAll, describe, expect, it } from 'vitest'
import { openWorkbench, snapshot } from './examples/scripts.ts'

let bench: Awaited<ReturnType<typeof openWorkbench>>
beforeAll(async () => {
  bench = await openWorkbench()
}, 60_000)

const kindAfter = async (code: string, timeMs = 1_000) => (await bench.run(code, {}, { timeMs })).fault?.kind

describe('code that wants too much ends with a clear result', () => {
  it('scripting A-99: an endless loop is cut off, and says after how long', async () => {
    const { fault, effects } = await bench.run("botContext.sendMessage('before'); for (;;);", {}, { timeMs: 50 })
    expect(fault).toMatchObject({ kind: 'timeout', message: expect.stringContaining('was cut off after 50 ms') })
    expect(effects).toEqual([{ do: 'sendMessage', text: 'before' }])
  })
  it('scripting A-99: nobody can catch the end of their time', async () => {
    expect(await kindAfter('for (;;) { try { for (;;); } catch (e) {} finally { for (;;); } }')).toBe('timeout')
  })
  it('scripting A-99: a regular expression that backtracks for ever is cut off', async () => {
    expect(await kindAfter("/^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')")).toBe('timeout')
  })
  it('scripting A-99: promises that call each other for ever are cut off', async () => {
    expect(await kindAfter('(function again() { Promise.resolve().then(again) })(); 1', 20_000)).toBeUndefined()
    expect(await kindAfter('Promise.resolve().then(function () { for (;;); })')).toBe('timeout')
  })
  it('scripting A-72: a promise that never settles holds nobody up', async () => {
    const { fault, ms } = await bench.run('new Promise(function () {}).then(botContext.sendMessage)')
    expect(fault).toBeUndefined()
    expect(ms).toBeLessThan(1_000)
  })
  it('scripting A-101: a memory bomb ends with a fault, however it grows', async () => {
    expect(await kindAfter('var a = []; for (;;) a.push(new ArrayBuffer(1e6))', 60_000)).toBe('memory')
    expect(await kindAfter("var s = 'x'; for (;;) s += s", 60_000)).toMatch(/memory|thrown/)
    expect(await kindAfter('new Uint8Array(1e9)')).toBe('memory')
  })
  it('6.3: recursion without an end is a fault of its own', async () => {
    expect(await kindAfter('(function deeper(n) { return deeper(n + 1) + 1 })(0)')).toBe('recursion')
    expect(await kindAfter("var s = ''; for (var i = 0; i < 50000; i++) s += '['; JSON.parse(s)")).toMatch(
      /recursion|thrown/,
    )
  })
  it('scripting A-101: too many messages and too many writes end the panel, even where it catches', async () => {
    const many = await bench.run("for (var i = 0; i < 200; i++) { try { botContext.sendMessage('m') } catch (e) {} }")
    expect(many.fault).toMatchObject({ kind: 'output', message: expect.stringContaining('at most 100 messages') })
    expect(many.effects).toHaveLength(100)
    expect(await kindAfter("for (var i = 0; i < 201; i++) botContext.setBotVariable('a' + i, 1)")).toBe('output')
  })
  it('scripting A-101: a flood of lines is cut, and says so', async () => {
    const { fault, logs } = await bench.run("for (var i = 0; i < 2000; i++) botContext.printDebugMessage('x')")
    expect(fault).toBeUndefined()
    expect(logs).toHaveLength(500)
    expect(logs.at(-1)?.text).toContain('left out')
  })
  it('scripting A-101: all that is said together is limited', async () => {
    const flood =
      "var x = new Array(200000).join('x'); for (var i = 0; i < 50; i++) botContext.setBotVariable('v' + i, x)"
    expect(await kindAfter(flood, 20_000)).toBe('output')
  })
  it('6.3: code that cannot be read names the line', async () => {
    const { fault } = await bench.run('var a = 1;\nvar b = ;')
    expect(fault).toMatchObject({ kind: 'syntax', line: 2, message: expect.stringContaining('preProcess, line 2') })
  })
  it('6.3: what was made before a throw stays, and the line is named', async () => {
    const { fault, effects } = await bench.run("botContext.sendMessage('a');\nnull.customerId")
    expect(fault).toMatchObject({ kind: 'thrown', line: 2 })
    expect(effects).toHaveLength(1)
  })
  it('6.3: whatever is thrown, there is a result', async () => {
    const throwables = [
      'throw null',
      'throw undefined',
      "throw 'text'",
      'throw { get message() { for (;;); } }',
      'throw { toString: null }',
      'throw new Proxy({}, { get: function () { throw 1 } })',
      'throw Symbol()',
    ]
    for (const code of throwables) expect((await bench.run(code, {}, { timeMs: 100 })).fault?.kind, code).toBeDefined()
  })
  it('scripting A-70: a function that nobody has is named in the log', async () => {
    const { fault, logs } = await bench.run('botContext.setTriggerNextMessge("x")')
    expect(fault?.kind).toBe('thrown')
    expect(logs.map(({ text }) => text)).toContain('botContext.setTriggerNextMessge is not a function that Baton has.')
  })
})

describe('code that wants out finds no way', () => {
  it('scripting A-100: nothing of the host is there', async () => {
    const names = [
      'process',
      'require',
      'module',
      'globalThis.Buffer',
      'setTimeout',
      'fetch',
      'console',
      'WebAssembly',
      'std',
      'os',
      'SharedArrayBuffer',
      'Atomics',
      'performance',
      'navigator',
    ]
    for (const name of names) {
      const { logs } = await bench.run(`botContext.printDebugMessage(typeof ${name})`)
      expect(logs[0]?.text, name).toBe('undefined')
    }
  })
  it('scripting A-100: no constructor leads to another world', async () => {
    const escapes = [
      "botContext.sendMessage.constructor('return this')().process",
      "(function () {}).constructor.constructor('return typeof process')() === 'undefined' ? undefined : 1",
      "Date.constructor('return this')().process",
      "Object.getPrototypeOf(botContext).constructor.constructor('return this.process')()",
      'import("fs") && undefined',
    ]
    for (const code of escapes) {
      const { logs, fault } = await bench.run(`botContext.printDebugMessage(String(${code}))`)
      expect(fault === undefined ? logs[0]?.text : 'undefined', code).toBe('undefined')
    }
  })
  it('scripting A-102: getters and proxies in values cross as what they say, once', async () => {
    const code = `
      var n = 0;
      botContext.setBotVariable('g', { get a() { return ++n } });
      botContext.setBotVariable('p', new Proxy({}, { ownKeys: function () { return ['x'] }, getOwnPropertyDescriptor: function () { return { enumerable: true, configurable: true } }, get: function (t, k) { return k === 'toJSON' ? undefined : 5 } }));
      botContext.setBotVariable('t', { toJSON: function () { throw 1 } });`
    const { effects, logs, fault } = await bench.run(code)
    expect(fault).toBeUndefined()
    expect(effects).toEqual([
      { do: 'setVariable', name: 'g', scope: 'request', value: { a: 1 } },
      { do: 'setVariable', name: 'p', scope: 'request', value: { x: 5 } },
    ])
    expect(logs.map(({ level }) => level)).toEqual(['error'])
  })
  it('scripting A-102: a script that bends the language bends only its own answers', async () => {
    const code = `
      Object.prototype.toJSON = function () { return 'evil' };
      String.prototype.toJSON = function () { return 'evil' };
      Array.prototype.push = Array.prototype.join = function () { throw 1 };
      JSON.stringify = function () { return '{"do":"evil"}' };
      Object.defineProperty(Array.prototype, '0', { set: function () { throw 1 } });
      Object.prototype.__proto__ = null;
      ({}).__proto__.polluted = true;
      botContext.setBotVariable('a', 1);
      botContext.sendMessage('honest')`
    const { effects, fault } = await bench.run(code)
    expect(fault).toBeUndefined()
    expect(effects).toEqual([
      { do: 'setVariable', name: 'a', scope: 'request', value: 1 },
      { do: 'sendMessage', text: 'honest' },
    ])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    const next = await bench.run('botContext.printDebugMessage([({}).polluted, ({}).toJSON, typeof [].push].join())')
    expect(next.logs[0]?.text).toBe(',,function')
  })
  it('scripting A-102: a name that would reach a prototype is refused', async () => {
    const { effects, logs } = await bench.run("botContext.setBotVariable('__proto__', { polluted: 1 })")
    expect(effects).toEqual([])
    expect(logs[0]?.level).toBe('error')
  })
})

describe('each panel is new', () => {
  it('scripting A-71: one consumer’s script sees nothing of another’s', async () => {
    const secret = snapshot({
      consumerId: 'first',
      userMessage: 'my secret is 4711',
      variables: { session: { card: '4711' } },
    })
    const leave = `
      leaked = botContext.getCurrentUserMessage(); var alsoLeaked = leaked;
      Object.prototype.left = leaked; Array.prototype.left = leaked; Function.prototype.left = leaked;
      botContext.left = leaked; botContext.getCurrentUserMessage = function () { return leaked };
      Math.left = leaked; Date.prototype.left = leaked; JSON.left = leaked;
      RegExp.left = /4711/.exec(leaked); globalThis[Symbol.for('left')] = leaked;
      new Promise(function () {}).then(function () {}); setTimeoutLike = function () { return leaked };`
    await bench.run(leave, { snapshot: secret })
    const look = `
      var seen = [];
      function look(name, value) { if (value !== undefined) seen.push(name) }
      look('global', typeof leaked === 'undefined' ? undefined : 1); look('var', typeof alsoLeaked === 'undefined' ? undefined : 1);
      look('object', ({}).left); look('array', [].left); look('function', (function () {}).left); look('context', botContext.left);
      look('math', Math.left); look('date', new Date().left); look('json', JSON.left); look('regexp', RegExp.left);
      look('symbol', globalThis[Symbol.for('left')]); look('variable', botContext.getBotVariable('card') === null ? undefined : 1);
      if (botContext.getCurrentUserMessage() !== 'I want coffee') seen.push('function of botContext');
      botContext.printDebugMessage('seen: ' + seen.join())`
    const { logs } = await bench.run(look)
    expect(logs.at(-1)?.text).toBe('seen: ')
  })
  it('scripting A-71, A-93: functions of the global functions are there in every panel, those of a panel in none other', async () => {
    const functions = 'var shared = 5; function help() { return shared }'
    await bench.run('function own() {} shared = 6', { functions })
    const { logs } = await bench.run('botContext.printDebugMessage(help() + typeof own)', { functions })
    expect(logs[0]?.text).toBe('5undefined')
  })
  it('scripting A-93: the start of a conversation is called once, in either spelling', async () => {
    for (const name of ['__initConversation', 'initConversation']) {
      const functions = `function ${name}() { botContext.setBotVariable('started', true, true) }`
      const { effects } = await bench.run('', { functions, callsStart: true })
      expect(effects).toHaveLength(1)
      expect((await bench.run('', { functions })).effects).toHaveLength(0)
    }
  })
  it('scripting A-96: global functions that cannot be read are told, and the panel runs on without them', async () => {
    const { effects, logs, fault } = await bench.run("botContext.sendMessage('still here')", { functions: 'var a = ;' })
    expect(fault).toBeUndefined()
    expect(effects).toHaveLength(1)
    expect(logs[0]?.text).toContain('globalFunctions, line 1')
  })
  it('scripting A-97: sloppy mode, as old scripts need it', async () => {
    const { fault, logs } = await bench.run(
      'for (j = 0; j < 3; j++); var x = 010; with ({ y: 1 }) { x += y } botContext.printDebugMessage(j + x)',
    )
    expect(fault).toBeUndefined()
    expect(logs[0]?.text).toBe('12')
  })
  it('time and chance are told from outside: the same panel does the same again', async () => {
    const code = 'botContext.printDebugMessage([Math.random(), Math.random(), new Date().getUTCFullYear()].join())'
    const first = (await bench.run(code)).logs[0]?.text
    expect((await bench.run(code)).logs[0]?.text).toBe(first)
    expect(first).toContain('2026')
  })
  it('4.7: a namespace that was not read is asked for, and nothing else happens', async () => {
    const { missingNamespaces, effects } = await bench.run(
      "botContext.sendMessage('a'); try { botContext.getContextDataForUser('shop', 'x') } catch (e) {}",
      { snapshot: snapshot({ contextService: {} }) },
    )
    expect(missingNamespaces).toEqual(['shop'])
    expect(effects).toEqual([])
  })
})
