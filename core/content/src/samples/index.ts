import { CHANNEL_SAMPLES } from './channels.ts'
import { PICTURES, type Sample } from './sample.ts'
import { WEB_SAMPLES } from './web.ts'

export { PICTURES, type Sample }
export const SAMPLES: readonly Sample[] = [...WEB_SAMPLES, ...CHANNEL_SAMPLES]
