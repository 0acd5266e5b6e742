import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const house = resolve(import.meta.dirname, '..')
const depcruise = join(house, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')

/** A small house with the same folders: every package lists what it may, and imports only that. */
const SOUND = {
  'core/base/package.json': manifest('base'),
  'core/base/src/index.ts': `export * from './time.ts'\n`,
  'core/base/src/time.ts': 'export const now = 1\n',
  'core/conversation/package.json': manifest('conversation', ['@baton/base']),
  'core/conversation/src/index.ts': `export { now } from '@baton/base'\n`,
  'edge/runtime/package.json': manifest('runtime', ['@baton/base', '@baton/conversation']),
  'edge/runtime/src/index.ts': `import { readFileSync } from 'node:fs'\nexport { now } from '@baton/conversation'\nexport const read = readFileSync\n`,
  'web/ui/package.json': manifest('ui', ['@baton/base']),
  'web/ui/src/index.ts': `export { now } from '@baton/base'\n`,
}

function manifest(name: string, dependencies: readonly string[] = []): string {
  return JSON.stringify({
    name: `@baton/${name}`,
    type: 'module',
    exports: { '.': './src/index.ts' },
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '*'])),
  })
}

/** @returns for each file that imports what it must not: the names of the rules that it breaks */
function rulesBrokenBy(change: Record<string, string>): ReadonlyMap<string, readonly string[]> {
  const tree = mkdtempSync(join(tmpdir(), 'baton-imports-'))
  try {
    build(tree, { ...SOUND, ...change })
    const run = spawnSync(process.execPath, [depcruise, '--config', '.dependency-cruiser.cjs', '.'], {
      cwd: tree,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    })
    const broken = new Map<string, string[]>()
    for (const [, rule = '', file = ''] of run.stdout.matchAll(/^ {2}error ([a-z-]+): (\S+)/gm)) {
      broken.set(file, [...new Set([...(broken.get(file) ?? []), rule])].sort())
    }
    expect(run.status === 0, run.stdout + run.stderr).toBe(broken.size === 0)
    return broken
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}

function build(tree: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  writeFileSync(join(tree, 'package.json'), JSON.stringify({ name: 'fixture', type: 'module', workspaces: ['*/*'] }))
  cpSync(join(house, '.dependency-cruiser.cjs'), join(tree, '.dependency-cruiser.cjs'))
  mkdirSync(join(tree, 'node_modules/@baton'), { recursive: true })
  for (const path of Object.keys(files).filter((file) => file.endsWith('/package.json'))) {
    const room = dirname(path)
    symlinkSync(join(tree, room), join(tree, 'node_modules/@baton', room.split('/')[1] ?? ''))
  }
  for (const library of ['zod', 'ws', 'typescript']) {
    symlinkSync(join(house, 'node_modules', library), join(tree, 'node_modules', library))
  }
}

describe('the check of imports', { timeout: 120_000 }, () => {
  it('passes a house whose imports all point down', () => {
    expect(rulesBrokenBy({})).toEqual(new Map())
  })

  it('fails when the core reaches for the edge, even if its manifest says so', () => {
    const broken = rulesBrokenBy({
      'core/conversation/package.json': manifest('conversation', ['@baton/base', '@baton/runtime']),
      'core/conversation/src/wrong.ts': `export { read } from '@baton/runtime'\n`,
    })
    expect(broken.get('core/conversation/src/wrong.ts')).toContain('core-points-down')
  })

  it('fails when edge and web meet', () => {
    const broken = rulesBrokenBy({
      'web/ui/package.json': manifest('ui', ['@baton/base', '@baton/runtime']),
      'web/ui/src/wrong.ts': `export { read } from '@baton/runtime'\n`,
    })
    expect(broken).toEqual(new Map([['web/ui/src/wrong.ts', ['web-points-down']]]))
  })

  it('fails when a lower room of the core imports a higher one', () => {
    const broken = rulesBrokenBy({
      'core/base/package.json': manifest('base', ['@baton/conversation']),
      'core/base/src/wrong.ts': `import type {} from '@baton/conversation'\n`,
    })
    expect(broken.get('core/base/src/wrong.ts')).toContain('order-inside-core')
  })

  it('fails on a package that the manifest does not list', () => {
    const broken = rulesBrokenBy({ 'web/ui/package.json': manifest('ui') })
    expect(broken).toEqual(new Map([['web/ui/src/index.ts', ['listed-in-manifest']]]))
  })

  describe('in one house with many faults', () => {
    const OUT = ['node:http', 'https', 'node:net', 'node:tls', 'node:dns/promises']
    const wayOut = (module: string) => `edge/runtime/src/${module.replace(/\W/g, '-')}.ts`
    let broken: ReadonlyMap<string, readonly string[]>
    beforeAll(() => {
      broken = rulesBrokenBy({
        'core/base/src/here.ts': `import { a } from './there.ts'\nexport const now = a\n`,
        'core/base/src/there.ts': `import { now } from './here.ts'\nexport const a = () => now\n`,
        'core/base/src/hour.ts': `import type { Zone } from './zone.ts'\nexport type Hour = Zone\n`,
        'core/base/src/zone.ts': `import type { Hour } from './hour.ts'\nexport type Zone = Hour | 1\n`,
        'core/base/src/impure.ts': `import 'node:fs'\nimport 'zod'\n`,
        'edge/runtime/src/unlisted.ts': `import 'ws'\n`,
        'edge/runtime/src/byPath.ts': `export { now } from '../../../core/base/src/time.ts'\n`,
        'edge/runtime/src/typed.ts': `import type { Socket } from 'node:net'\nexport type S = Socket\n`,
        ...Object.fromEntries(OUT.map((module) => [wayOut(module), `import '${module}'\n`])),
        'web/ui/src/node.ts': `import 'node:fs'\n`,
        'web/ui/src/lost.ts': `import './gone.ts'\n`,
      })
    }, 120_000)

    it('fails on a cycle of two files', () => {
      const inCycle = ['core/base/src/here.ts', 'core/base/src/there.ts'].flatMap((file) => broken.get(file) ?? [])
      expect(new Set(inCycle)).toEqual(new Set(['no-cycles']))
    })

    it('fails on a cycle of types alone', () => {
      const inCycle = ['core/base/src/hour.ts', 'core/base/src/zone.ts'].flatMap((file) => broken.get(file) ?? [])
      expect(new Set(inCycle)).toEqual(new Set(['no-cycles']))
    })

    it('fails on a library that the manifest does not list', () => {
      expect(broken.get('edge/runtime/src/unlisted.ts')).toEqual(['npm-listed-in-manifest'])
    })

    it('fails on an import of another package by its path', () => {
      expect(broken.get('edge/runtime/src/byPath.ts')).toEqual(['by-name-not-by-path'])
    })

    it('fails when the core opens a file or parses with a library', () => {
      expect(broken.get('core/base/src/impure.ts')).toEqual(['core-is-pure', 'npm-listed-in-manifest'])
    })

    it.each(OUT)('fails when anything but edge/outbound opens a way out of the process: %s', (module) => {
      expect(broken.get(wayOut(module))).toEqual(['one-way-out'])
    })

    it('lets everybody name the types of sockets', () => {
      expect(broken.get('edge/runtime/src/typed.ts')).toBeUndefined()
    })

    it('fails when code for the browser imports from Node', () => {
      expect(broken.get('web/ui/src/node.ts')).toEqual(['browser-is-not-node'])
    })

    it('fails on an import that leads nowhere', () => {
      expect(broken.get('web/ui/src/lost.ts')).toEqual(['found'])
    })

    it('and finds no fault with what is sound', () => {
      for (const file of Object.keys(SOUND)) expect(broken.get(file), file).toBeUndefined()
    })
  })
})
