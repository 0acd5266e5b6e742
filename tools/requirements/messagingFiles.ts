import type { HeldBy } from './dialogs.ts'

const door = 'apps/server/src/inbound/files/files.test.ts'
const time = 'apps/server/src/inbound/files/sweep.test.ts'
const copies = 'apps/server/src/inbound/files/copies.test.ts'
const look = 'edge/files/src/inspect/inspect.test.ts'
const previews = 'edge/files/src/preview/makePreview.test.ts'
const store = 'edge/files/src/fileStore.test.ts'
const scan = 'edge/files/src/scan/clamd.test.ts'
const tray = 'web/client/src/attachments.test.ts'
const bots = 'core/dialog/src/acceptance/files.test.ts'
const running = 'journeys/sockets/files.test.ts'
const screens = 'journeys/browser/files.test.ts'

/** What messaging says of files (its §6, and the rows of its §10), and the tests that hold it. */
export const HELD: Readonly<Record<string, readonly HeldBy[]>> = {
  'R6.1': [
    [door, 'messaging R6.1: a consumer announces a file, puts its bytes, says it, and an agent fetches the same bytes'],
    [door, 'messaging R6.1: a link is good for its own file and its own purpose'],
  ],
  'R6.2': [
    [door, 'messaging R6.2: sizes are checked as announced, as said, and as they come'],
    [door, 'messaging R6.2: an image has a preview that is made anew'],
    [previews, 'messaging R6.2: a preview is made anew of pixels alone'],
    [time, 'messaging R6.2: a link lives for a minute, up and down'],
  ],
  'R6.3': [
    [door, 'messaging R6.3: what a file is decides, not what it is called'],
    [door, 'messaging R6.3, FIL-07: what consumers and agents may send are two lists'],
    [screens, "name: 'GIF'"],
  ],
  'R6.4': [
    [door, 'messaging R6.4: what others have is as good as absent'],
    [door, 'messaging R6.4: to another account a file is as good as absent'],
    ['journeys/sockets/badInput.test.ts', 'messaging R6.4: takes no file that was never uploaded'],
  ],
  'R6.5': [
    [store, 'a scan for harmful software (messaging R6.5)'],
    [store, 'a sealed file'],
    [scan, 'messaging R6.5: ClamAV’s own daemon'],
    ['apps/server/src/files.test.ts', 'messaging R6.5: what the daemon finds is refused and gone'],
    [running, 'messaging R6.5: after an erasure no byte, name or caption of a file is on the disk'],
  ],
  'R6.6': [
    [screens, 'messaging R6.6: an agent at their desk'],
    [tray, 'messaging R6.6: a picture that is too large may be made smaller before it leaves'],
  ],
  'R6.7': [
    [screens, 'messaging R6.7: a consumer in the messenger'],
    [tray, 'messaging R6.7: what cannot be sent is told at once, and nothing of it leaves'],
  ],
  'R6.8': [
    [copies, 'dialogs R8.28 a, R8.6, R8.24: in progress, the flow goes on'],
    [screens, 'dialogs R8.28: a bot that asks for two documents'],
  ],
  'R6.9': [[bots, 'messaging R6.9: is heard as `__image_received__`']],
  'FIL-01': [
    [door, 'messaging R6.1: a consumer announces a file, puts its bytes, says it, and an agent fetches the same bytes'],
    [screens, 'sees what the consumer sent, opens it on the whole screen'],
  ],
  'FIL-02': [
    [door, 'messaging R6.2: sizes are checked as announced, as said, and as they come'],
    [door, 'who is refused in the middle of a file sends the next one over the same line at once'],
  ],
  'FIL-03': [[time, 'messaging R6.2: a link lives for a minute, up and down']],
  'FIL-04': [[door, 'messaging R6.1: a link is good for its own file and its own purpose']],
  'FIL-05': [[door, 'messaging R6.4: what others have is as good as absent']],
  'FIL-06': [[look, 'MZ']],
  'FIL-07': [
    [door, 'messaging R6.3, FIL-07: what consumers and agents may send are two lists'],
    [door, 'messaging R6.4: to another account a file is as good as absent'],
  ],
  'FIL-08': [[copies, 'dialogs R8.28 b: another type gets the validation text, and the bot still waits']],
  'FIL-09': [[copies, 'dialogs R8.28 a, R8.6, R8.24: in progress, the flow goes on']],
  'FIL-10': [[copies, 'dialogs R8.28 d, R8.25, R8.14: a share that fails']],
}

/** Parts of them that are not so here, and why. */
export const OTHERWISE: Readonly<Record<string, string>> = {
  'R6.2':
    'A preview is fetched from a link of its own; as a text inside the message it would go to everybody each time.',
  'R6.4':
    'Who takes part and may speak may send; the switch is the account’s, one for consumers and one for its people. What somebody may not have is as good as absent to them.',
  'R6.5':
    'There is no time when a file is there and unchecked: it is checked before it can be sent. Kept as long as its conversation.',
  'R6.8': 'Unlike the original it works wherever a bot is tried, too.',
  'FIL-05':
    'As good as absent (`conversation-not-found`, `file-gone`), instead of 403: whoever may not have a file learns nothing of it, not even that there is one. The original’s own request for an address has no door here.',
}
