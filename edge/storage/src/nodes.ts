/** Who works on one installation together. Only a dialect that several processes can share has one. */
export interface NodeRegister {
  /** I live. Every two seconds. */
  beat(nodeId: string): Promise<void>
  /** At a clean stop. */
  leave(nodeId: string): Promise<void>
  /** Frees what those held who have not beaten for ten seconds: their work, their leases. */
  sweep(): Promise<{ readonly dead: readonly string[]; readonly freed: number }>
  /** @returns false while another has beaten and neither left nor was swept */
  isAlone(nodeId: string): Promise<boolean>
}

/** What nodes call to each other. A hint: it may be lost, and nothing depends on it but how soon something is noticed. */
export interface Rings {
  /** Something was committed; many calls make one ring. */
  ring(): void
  /** Settings of an account changed, or of all. */
  settingsChanged(accountId: string): void
  /** Something to push that is no event, such as that somebody types. */
  say(message: unknown): void
  listen(listener: RingListener): () => void
}

export interface RingListener {
  committed(): void
  settingsChanged(accountId: string): void
  /** Rings may have been missed. */
  reconnected(): void
  said(message: unknown): void
}
