/**
 * The places between which a crash must cost nothing. The product passes them silently; tests hand in an observer that ends
 * the process at one of them.
 */
export const BOUNDARIES = [
  'command-decided', // decided, nothing handed to the store
  'commit-in-transaction', // rows written, transaction open
  'commit-flushed', // on disk, nobody told
  'command-committed', // the runtime knows, no frame pushed, nothing acknowledged
  'frames-pushed', // pushed to sockets, not acknowledged
  'work-claimed', // this node holds the work, nothing called
  'bot-announced', // the bot was told of the conversation, not asked
  'bot-answered', // the answer is in memory only
  'answers-journaled', // what a service told a dialog is on disk, what the dialog wants next is not begun
  'segment-committed', // what a dialog said before a slow call is on disk, the call not begun
  'retry-decided', // a failed attempt is to be repeated, not saved
  'outcome-committed', // the answer is on disk, the next effect not begun
  'timer-claimed', // a timer was taken, not carried out
  'timer-committed', // its outcome is on disk
  'marks-collected', // marks are in memory only
] as const

export type Boundary = (typeof BOUNDARIES)[number]
export type BoundaryObserver = (boundary: Boundary) => void

export const passSilently: BoundaryObserver = () => {}
