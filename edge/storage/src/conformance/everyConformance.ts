import { describe } from 'vitest'
import { atWorkConformance } from './atWork.ts'
import { authoredConformance } from './authored.ts'
import { clientMessagesConformance } from './clientMessages.ts'
import { commitConformance } from './commit.ts'
import { deadLettersConformance } from './deadLetters.ts'
import { deskConformance } from './desk.ts'
import { effectsConformance } from './effects.ts'
import { erasureConformance } from './erasure.ts'
import type { Open } from './examples.ts'
import { feedConformance } from './feed.ts'
import { filesConformance } from './files.ts'
import { groupsConformance } from './groups.ts'
import { integrationsConformance } from './integrations.ts'
import { listsConformance } from './lists.ts'
import { marksConformance } from './marks.ts'
import { peopleConformance } from './people.ts'
import { searchConformance } from './search.ts'
import { seatsConformance } from './seats.ts'
import { settingsConformance } from './settings.ts'
import { stepUpConformance } from './stepUp.ts'
import { surveysConformance } from './surveys.ts'
import { timersConformance } from './timers.ts'
import { wordsConformance } from './words.ts'

/** What every dialect promises; `open` gives an empty storage whose clock stands still at `noon`. */
export function everyConformance(open: Open): void {
  describe('commit', () => commitConformance(open))
  describe('client messages', () => clientMessagesConformance(open))
  describe('effects', () => effectsConformance(open))
  describe('timers', () => timersConformance(open))
  describe('seats', () => seatsConformance(open))
  describe('lists', () => listsConformance(open))
  describe('marks', () => marksConformance(open))
  describe('erasure', () => erasureConformance(open))
  describe('files', () => filesConformance(open))
  describe('feed', () => feedConformance(open))
  describe('dead letters and dirty skills', () => deadLettersConformance(open))
  describe('desks', () => deskConformance(open))
  describe('people at work', () => atWorkConformance(open))
  describe('settings', () => settingsConformance(open))
  describe('people', () => peopleConformance(open))
  describe('words', () => wordsConformance(open))
  describe('bots that are written here', () => authoredConformance(open))
  describe('groups of bots', () => groupsConformance(open))
  describe('answers to surveys', () => surveysConformance(open))
  describe('integrations', () => integrationsConformance(open))
  describe('search', () => searchConformance(open))
  describe('step-up', () => stepUpConformance(open))
}
