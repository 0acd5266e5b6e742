import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { install, mayInstall } from './aptGet.mjs'

/** Where a daemon of ClamAV is that can be started here. @returns nothing when there is none */
export function findClamd() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin']
  return folders.map((folder) => join(folder, 'clamd')).find((path) => existsSync(path))
}

/**
 * Sees to it that the tests find ClamAV's daemon, which they start themselves with a list of harmful files of their own. Where it can
 * neither be found nor installed, they say so and go on: the protocol is tested without it, too.
 */
export function ensureClamd() {
  if (findClamd() !== undefined) return
  if (mayInstall()) {
    console.log('Installing ClamAV’s daemon for the tests of scanning …')
    install('clamav-daemon')
  }
  if (findClamd() === undefined) console.log('There is no ClamAV here: scanning is tested without the real daemon.')
}
