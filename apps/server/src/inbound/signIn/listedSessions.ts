import type { Session } from '@baton/storage'

/** A session as its owner and administrators see it; its hash is nobody's business. */
export const toListed = ({ id, createdAt, seenAt, endsAt, device }: Session, currentId?: string) => ({
  id,
  current: id === currentId,
  createdAt,
  seenAt,
  endsAt,
  userAgent: device.userAgent,
  address: device.address,
})
