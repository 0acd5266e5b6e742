/** On what occasions the brand says something by itself, in the order in which a conversation meets them. */
export const KINDS = [
  'welcome',
  'welcomeFirst',
  'welcomeClosed',
  'welcomeFirstClosed',
  'queued',
  'nobodyHere',
  'closed',
  'stillWaiting',
  'accepted',
  'agentSilent',
  'consumerSilent',
  'transferred',
  'transferredToAgent',
  'backToQueue',
  'answerTime',
  'joined',
  'left',
  'surveyExpired',
] as const
export type AutomaticKind = (typeof KINDS)[number]

/** What a text of each kind may name in braces. */
export const NAMED_IN: {
  readonly [kind in AutomaticKind]: readonly ('brand' | 'agent' | 'responseTime' | 'position' | 'minutes' | 'opensAt')[]
} = {
  welcome: ['brand', 'responseTime'],
  welcomeFirst: ['brand', 'responseTime'],
  welcomeClosed: ['brand', 'opensAt', 'responseTime'],
  welcomeFirstClosed: ['brand', 'opensAt', 'responseTime'],
  queued: ['brand', 'position', 'minutes', 'responseTime'],
  nobodyHere: ['brand', 'position', 'responseTime'],
  closed: ['brand', 'opensAt', 'responseTime'],
  stillWaiting: ['brand', 'position', 'minutes', 'responseTime'],
  accepted: ['brand', 'agent'],
  agentSilent: ['brand', 'agent', 'responseTime'],
  consumerSilent: ['brand', 'agent'],
  transferred: ['brand', 'responseTime'],
  transferredToAgent: ['brand', 'agent'],
  backToQueue: ['brand', 'responseTime'],
  answerTime: ['brand', 'responseTime'],
  joined: ['brand', 'agent'],
  left: ['brand', 'agent'],
  surveyExpired: ['brand'],
}
