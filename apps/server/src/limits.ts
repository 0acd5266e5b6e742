/** How much one side may ask for. Whoever runs the server may change each; all are finite. */
export interface DoorLimits {
  /** Sockets of all doors together. */
  readonly sockets: number
  /** Tabs and devices of one consumer at the same time. */
  readonly socketsPerConsumer: number
  /** A socket that has not said `hello` by then is closed, in milliseconds. */
  readonly helloMs: number
  /** Between two signs of life of the other side, in milliseconds; after twice this time a socket is dead. */
  readonly heartbeatMs: number
  /** Frames that cannot be read; after the last one the socket is closed. */
  readonly badFrames: number
  /** Frames of one socket that are under way at the same time. */
  readonly framesUnderWay: number
  /** Frames of one consumer: a second's worth, and how many at once after a quiet while. */
  readonly framesPerSecond: number
  readonly framesBurst: number
  /** Sign-ins and new sockets from one address: a second's worth, and how many at once. */
  readonly arrivalsPerSecond: number
  readonly arrivalsBurst: number
  /** Passwords and one-time secrets that one address may try: a second's worth, and how many at once. */
  readonly signInsPerSecond: number
  readonly signInsBurst: number
  /** Whether addresses of this machine are counted too; off, since a proxy in front would make them all one. */
  readonly countLoopback: boolean
  /** Bytes that may wait for a slow reader; beyond, it is told to resume instead. */
  readonly waitingBytes: number
  /** Conversations that one socket follows. */
  readonly subscriptions: number
  /** Visible events after which a client gets the conversation anew instead of what it missed. */
  readonly resumeEvents: number
  /** Events in a fresh `conversation` frame. */
  readonly firstEvents: number
}

export const DEFAULT_DOOR_LIMITS: DoorLimits = {
  sockets: 50_000,
  socketsPerConsumer: 30,
  helloMs: 10_000,
  heartbeatMs: 30_000,
  badFrames: 10,
  framesUnderWay: 100,
  framesPerSecond: 50,
  framesBurst: 300,
  arrivalsPerSecond: 10,
  arrivalsBurst: 100,
  signInsPerSecond: 0.5,
  signInsBurst: 30,
  countLoopback: false,
  waitingBytes: 1_048_576,
  subscriptions: 200,
  resumeEvents: 1_000,
  firstEvents: 50,
}
