import type { ContextScope } from '../effects.ts'
import type { NamespaceSnapshot } from '../snapshot.ts'
import type { Inside } from './inside.ts'

/** The conversation context service (integrations 4.7). */
export function addContextService(inside: Inside): void {
  const { botContext, quote } = inside
  const MAX_NAME = 256

  /** The namespace as this panel sees it; undefined, and a line in the log, when there is no service or no usable name. */
  function seen(given: unknown, what: string): { name: string; namespace: NamespaceSnapshot } | undefined {
    const all = inside.snapshot.contextService
    if (all === undefined) {
      inside.log('warn', `${what}: the conversation context service is switched off.`)
      return undefined
    }
    const name = given === undefined || given === null ? '' : String(given)
    if (name === '' || name.length > MAX_NAME || name === '__proto__') {
      inside.log('warn', `${what}: ${quote(name.slice(0, 100))} is no name for a namespace.`)
      return undefined
    }
    const namespace = inside.own(all, name) as NamespaceSnapshot | undefined
    return namespace === undefined ? inside.needNamespace(name) : { name, namespace }
  }

  function register(name: string, { global, user, conversation }: NamespaceSnapshot, ttl?: unknown): void {
    const seconds = Number(ttl)
    const life = ttl !== undefined && ttl !== null && seconds > 0 ? `,"ttlSeconds":${Math.ceil(seconds)}` : ''
    inside.countWrite()
    inside.emit('registerNamespace', `"namespace":${quote(name)}${life}`)
    inside.setNamespace(name, { registered: true, global, user, conversation })
  }

  function set(scope: ContextScope, what: string) {
    return (given: unknown, property: unknown, value: unknown): boolean => {
      const found = seen(given, what)
      if (found === undefined) return false
      const key = String(property)
      const json = inside.copy(value, `${what}(${quote(key)})`)
      if (json === undefined || key === '__proto__' || key === '' || key.length > MAX_NAME) return false
      // Samples write to namespaces that they never register; they are meant to work.
      if (!found.namespace.registered) register(found.name, found.namespace)
      inside.countWrite()
      inside.emit(
        'setContext',
        `"namespace":${quote(found.name)},"scope":"${scope}","name":${quote(key)},"value":${json}`,
      )
      const values = found.namespace[scope] as Record<string, unknown>
      values[key] = inside.parse(json)
      return true
    }
  }

  function get(scope: ContextScope, what: string) {
    return (given: unknown, property?: unknown): unknown => {
      const found = seen(given, what)
      if (found === undefined || !found.namespace.registered) return null
      if (property === undefined && scope !== 'global') return mapOf(found.namespace[scope])
      const value = inside.own(found.namespace[scope], String(property))
      return value === undefined ? null : value
    }
  }

  /** Behaves enough like the map that scripts were written for (integrations A-88). */
  function mapOf(values: Readonly<Record<string, unknown>>): object {
    const methods: Record<string, unknown> = {
      keySet: () => keys.slice(),
      get: (key: unknown) => inside.own(values, String(key)) ?? null,
      containsKey: (key: unknown) => keys.includes(String(key)),
      size: () => keys.length,
      toString: () => `{${keys.map((key) => `${key}=${String(map[key])}`).join(', ')}}`,
    }
    // A property of the same name comes first; a loop over the map meets the properties only.
    const above: object = {}
    for (const name of Object.keys(methods)) Object.defineProperty(above, name, { value: methods[name] })
    const map: Record<string, unknown> = Object.create(above)
    const keys = Object.keys(values)
    for (const key of keys)
      Object.defineProperty(map, key, { value: values[key], enumerable: true, writable: true, configurable: true })
    return map
  }

  function remove(scope: ContextScope, what: string, isWhole: boolean) {
    return (given: unknown, property?: unknown): boolean => {
      const found = seen(given, what)
      if (found === undefined || !found.namespace.registered) return false
      const values = found.namespace[scope] as Record<string, unknown>
      inside.countWrite()
      const place = `"namespace":${quote(found.name)},"scope":"${scope}"`
      if (isWhole) {
        inside.emit('deleteContext', place)
        for (const name of Object.keys(values)) delete values[name]
        return true
      }
      inside.emit('deleteContext', `${place},"name":${quote(String(property))}`)
      delete values[String(property)]
      return true
    }
  }

  botContext.isContextApiEnabled = () => inside.snapshot.contextService !== undefined
  botContext.registerContextNamespace = (given: unknown, ttl?: unknown) => {
    const found = seen(given, 'registerContextNamespace')
    if (found !== undefined) register(found.name, found.namespace, ttl)
    return found !== undefined
  }
  botContext.deleteContextNamespace = (given: unknown) => {
    const found = seen(given, 'deleteContextNamespace')
    if (found === undefined || !found.namespace.registered) return false
    inside.countWrite()
    inside.emit('deleteNamespace', `"namespace":${quote(found.name)}`)
    inside.setNamespace(found.name, { registered: false, global: {}, user: {}, conversation: {} })
    return true
  }
  const SCOPES: readonly (readonly [ContextScope, string, string])[] = [
    ['global', 'GlobalContextData', ''],
    ['user', 'ContextDataForUser', 'deleteAllContextDataForUser'],
    ['conversation', 'ContextDataForConversation', 'deleteAllContextDataForConversation'],
  ]
  for (const [scope, ending, deleteAll] of SCOPES) {
    botContext[`set${ending}`] = set(scope, `set${ending}`)
    botContext[`get${ending}`] = get(scope, `get${ending}`)
    botContext[`delete${ending}`] = remove(scope, `delete${ending}`, false)
    if (deleteAll !== '') botContext[deleteAll] = remove(scope, deleteAll, true)
  }
}
