/**
 * How Node runs the server. Most of what one message leaves behind is dead a moment later; a young generation of 32 MiB lets it
 * die there, where the usual 16 MiB copies it again and again under load (docs/decisions/0008-young-generation.md).
 */
export const NODE_FLAGS = ['--max-semi-space-size=32']
