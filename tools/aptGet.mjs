import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Whether something may be installed without asking: as root on Debian. */
export const mayInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version')

/** @param {string[]} packages */
export function install(...packages) {
  aptGet('update')
  aptGet('install', '-y', '--no-install-recommends', ...packages)
}

/** @param {string[]} words */
function aptGet(...words) {
  spawnSync('apt-get', ['-qq', ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
