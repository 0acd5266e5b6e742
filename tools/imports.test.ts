import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

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

let tree: string
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'baton-imports-'))
})
afterEach(() => rmSync(tree, { recursive: true, force: true }))

/** @returns the names of the broken rules; none when the check passes */
function rulesBrokenBy(change: Record<string, string>): string[] {
  const files = { ...SOUND, ...change }
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
  const run = spawnSync(process.execPath, [depcruise, '--config', '.dependency-cruiser.cjs', '.'], {
    cwd: tree,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  const broken = [...run.stdout.matchAll(/^ {2}error ([a-z-]+):/gm)].map((line) => line[1] ?? '')
  expect(run.status === 0, run.stdout + run.stderr).toBe(broken.length === 0)
  return [...new Set(broken)].sort()
}

describe('the check of imports', () => {
  it('passes a house whose imports all point down', () => {
    expect(rulesBrokenBy({})).toEqual([])
  })

  it('fails on a cycle of two files', () => {
    expect(
      rulesBrokenBy({
        'core/base/src/time.ts': `import { a } from './zone.ts'\nexport const now = a\n`,
        'core/base/src/zone.ts': `import { now } from './time.ts'\nexport const a = () => now\n`,
      }),
    ).toEqual(['no-cycles'])
  })

  it('fails on a cycle of types alone', () => {
    expect(
      rulesBrokenBy({
        'core/base/src/time.ts': `import type { Zone } from './zone.ts'\nexport const now = 1\nexport type Time = Zone\n`,
        'core/base/src/zone.ts': `import type { Time } from './time.ts'\nexport type Zone = Time | 1\n`,
      }),
    ).toEqual(['no-cycles'])
  })

  it('fails when the core reaches for the edge, even if its manifest says so', () => {
    expect(
      rulesBrokenBy({
        'core/conversation/package.json': manifest('conversation', ['@baton/base', '@baton/runtime']),
        'core/conversation/src/wrong.ts': `export { read } from '@baton/runtime'\n`,
      }),
    ).toContain('core-points-down')
  })

  it('fails when edge and web meet', () => {
    expect(
      rulesBrokenBy({
        'web/ui/package.json': manifest('ui', ['@baton/base', '@baton/runtime']),
        'web/ui/src/wrong.ts': `export { read } from '@baton/runtime'\n`,
      }),
    ).toEqual(['web-points-down'])
  })

  it('fails when a lower room of the core imports a higher one', () => {
    expect(
      rulesBrokenBy({
        'core/base/package.json': manifest('base', ['@baton/conversation']),
        'core/base/src/wrong.ts': `import type {} from '@baton/conversation'\n`,
      }),
    ).toContain('order-inside-core')
  })

  it('fails on a package that the manifest does not list', () => {
    expect(
      rulesBrokenBy({
        'web/ui/package.json': manifest('ui'),
      }),
    ).toEqual(['listed-in-manifest'])
  })

  it('fails on a library that the manifest does not list', () => {
    expect(rulesBrokenBy({ 'edge/runtime/src/wrong.ts': `import 'ws'\n` })).toEqual(['npm-listed-in-manifest'])
  })

  it('fails on an import of another package by its path', () => {
    expect(
      rulesBrokenBy({ 'edge/runtime/src/wrong.ts': `export { now } from '../../../core/base/src/time.ts'\n` }),
    ).toEqual(['by-name-not-by-path'])
  })

  it('fails when the core opens a file or parses with a library', () => {
    expect(rulesBrokenBy({ 'core/base/src/wrong.ts': `import 'node:fs'\nimport 'zod'\n` })).toEqual([
      'core-is-pure',
      'npm-listed-in-manifest',
    ])
  })

  it.each(['node:http', 'https', 'node:net', 'node:tls', 'node:dns/promises'])(
    'fails when anything but edge/outbound opens a way out of the process: %s',
    (module) => {
      expect(rulesBrokenBy({ 'edge/runtime/src/wrong.ts': `import '${module}'\n` })).toEqual(['one-way-out'])
    },
  )

  it('lets everybody name the types of sockets', () => {
    const typed = `import type { Socket } from 'node:net'\nexport type S = Socket\n`
    expect(rulesBrokenBy({ 'edge/runtime/src/typed.ts': typed })).toEqual([])
  })

  it('fails when code for the browser imports from Node', () => {
    expect(rulesBrokenBy({ 'web/ui/src/wrong.ts': `import 'node:fs'\n` })).toEqual(['browser-is-not-node'])
  })

  it('fails on an import that leads nowhere', () => {
    expect(rulesBrokenBy({ 'web/ui/src/wrong.ts': `import './gone.ts'\n` })).toEqual(['found'])
  })
})
