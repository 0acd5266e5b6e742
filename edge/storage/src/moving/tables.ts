/** Travels with its sender's name instead of their key, which the other end gives anew. */
export const CLIENT_MESSAGES = 'client_messages'

/** Made anew at the other end, or of one dialect alone. */
const STAYS = /^(probe|senders|client_messages|log_blocks|articles_text.*|schema_version|nodes|used_links|search_.*)$/

export const isMoved = (table: string): boolean => !STAYS.test(table)
