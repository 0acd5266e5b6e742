/**
 * The allowed directions of imports, as docs/architecture.md draws them. Reads the manifests of the tree it runs in, so that a
 * package imports only what its own package.json lists, and a new package is covered from its first file.
 */
const { existsSync, readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

const root = process.cwd()
const GROUPS = ['core', 'edge', 'web', 'apps']
const OUTSIDE = ['examples', 'journeys', 'bench']

/** What each group may reach, beside itself. Nothing below ever imports something above. */
const REACH = { core: [], edge: ['core'], web: ['core'], apps: ['core', 'edge', 'web'] }

/** What each room may reach inside its own group, directly or not; a room that is missing here may reach nothing. */
const INSIDE = {
  'core/base': [],
  'core/content': ['base'],
  'core/bot': ['content', 'base'],
  'core/dialog': ['bot', 'content', 'base'],
  'core/conversation': ['bot', 'content', 'base'],
  'core/protocol': ['conversation', 'bot', 'content', 'base'],
  'core/routing': ['conversation', 'bot', 'content', 'base'],
  'edge/outbound': [],
  'edge/storage': [],
  'edge/files': ['outbound'],
  'edge/sandbox': [],
  'edge/exchange': [],
  'edge/connector': ['outbound'],
  'edge/identity': ['outbound', 'storage'],
  'edge/intents': [],
  'edge/runtime': ['connector', 'outbound', 'storage', 'files', 'sandbox', 'intents'],
  'web/client': [],
  'web/ui': [],
  'apps/server': [],
  'apps/messenger': [],
  'apps/workspace': [],
  'apps/cli': ['server'],
}

const TEST_FILES = '(\\.test\\.tsx?|/(examples|testing|conformance)/[^/]+\\.tsx?)$'
/** `ws` waits for clients in the server, and is one in the terminal's chat; sockets for the web lie in web/client. */
const WAYS_OUT = '^(node:)?(http|https|http2|net|tls|dgram|dns)(/|$)'
const CLIENTS = 'undici|axios|got|node-fetch|superagent|request|needle|ky|socket.io-client|websocket'
const anyOf = (names) => `(${names.join('|')})`

const rooms = [...GROUPS.flatMap(roomsOf), ...OUTSIDE.filter((name) => existsSync(join(root, name, 'package.json')))]
const manifests = new Map(
  rooms.map((room) => [room, JSON.parse(readFileSync(join(root, room, 'package.json'), 'utf8'))]),
)
const roomByName = new Map([...manifests].map(([room, manifest]) => [manifest.name, room]))

function roomsOf(group) {
  const folder = join(root, group)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .map((name) => `${group}/${name}`)
    .filter((room) => existsSync(join(root, room, 'package.json')))
}

const groupRules = GROUPS.map((group) => ({
  name: `${group}-points-down`,
  comment: `${group} may reach ${[group, ...REACH[group]].join(', ')}, nothing else of this house`,
  severity: 'error',
  from: { path: `^${group}/` },
  to: { path: `^${anyOf([...GROUPS, ...OUTSIDE, 'tools'])}/`, pathNot: `^${anyOf([group, ...REACH[group]])}/` },
}))

const roomRules = rooms
  .filter((room) => room.includes('/'))
  .map((room) => {
    const [group, name] = room.split('/')
    return {
      name: `order-inside-${group}`,
      comment: `${room} may reach ${(INSIDE[room] ?? []).join(', ') || 'no other room'} of ${group}`,
      severity: 'error',
      from: { path: `^${room}/` },
      to: { path: `^${group}/`, pathNot: `^${group}/${anyOf([name, ...(INSIDE[room] ?? [])])}/` },
    }
  })

const manifestRules = rooms.map((room) => {
  const manifest = manifests.get(room)
  const listed = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies })
  const allowed = [room, ...listed.map((name) => roomByName.get(name)).filter((found) => found !== undefined)]
  return {
    name: 'listed-in-manifest',
    comment: `${room}/package.json lists ${listed.join(', ') || 'nothing'}`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: { path: `^${anyOf(rooms)}/`, pathNot: `^${anyOf(allowed)}/` },
  }
})

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...groupRules,
    ...roomRules,
    ...manifestRules,
    {
      name: 'npm-listed-in-manifest',
      comment: 'the import works by luck only: the nearest package.json does not list it',
      severity: 'error',
      from: { pathNot: `${TEST_FILES}|^(tools|journeys)/|^vitest\\.config\\.ts$` },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'by-name-not-by-path',
      comment: 'another package is imported as @baton/name, never by file path',
      severity: 'error',
      from: { path: `^(${GROUPS.join('|')})/([^/]+)/` },
      to: { path: `^${anyOf([...GROUPS, ...OUTSIDE])}/`, pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    },
    {
      name: 'by-name-not-by-path',
      comment: 'another package is imported as @baton/name, never by file path',
      severity: 'error',
      from: { path: `^${anyOf(OUTSIDE)}/` },
      to: { path: `^${anyOf([...GROUPS, ...OUTSIDE])}/`, pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'core-is-pure',
      comment: 'no file, socket, clock or library inside the core; it runs in any JavaScript engine',
      severity: 'error',
      from: { path: '^core/', pathNot: TEST_FILES },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-is-pure',
      comment: 'zod reads frames in core/protocol and bots in core/dialog; the core needs no other library',
      severity: 'error',
      from: { path: '^core/', pathNot: `^core/dialog/|${TEST_FILES}` },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'core-is-pure',
      comment: 'core/dialog runs expressions of builders, in linear time; an engine for that is not ours to write',
      severity: 'error',
      from: { path: '^core/dialog/', pathNot: TEST_FILES },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod|re2js)/' },
    },
    {
      name: 'core-is-pure',
      comment: 'frames are parsed in core/protocol, bots in core/dialog; nothing below knows the parser',
      severity: 'error',
      from: { path: '^core/', pathNot: '^core/(protocol|dialog)/' },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'one-way-out',
      comment:
        'whatever is called goes through edge/outbound; the virus scanner is the operator’s own, and the doctor only listens',
      severity: 'error',
      from: {
        path: '^(core|edge|apps)/',
        pathNot: `^edge/outbound/|^edge/files/src/scan/|^apps/cli/src/doctor\\.ts$|${TEST_FILES}`,
      },
      to: { path: `${WAYS_OUT}|node_modules/(${CLIENTS})/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-way-out',
      comment:
        'PostgreSQL is spoken to by edge/storage, the mail server by the letters; nobody else has a client of their own',
      severity: 'error',
      from: { path: '^(core|edge|apps)/', pathNot: `^(edge/storage/|apps/server/src/letters/)|${TEST_FILES}` },
      to: { path: 'node_modules/(pg|nodemailer)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'browser-is-not-node',
      comment: 'the same code runs in a browser',
      severity: 'error',
      from: { path: '^(web|apps/messenger|apps/workspace/src)/', pathNot: TEST_FILES },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'found', comment: 'the import leads nowhere', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/\\.cache)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
