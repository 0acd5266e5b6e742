import type { Interaction, InteractionType } from '../definition.ts'
import type { InteractionKind } from '../kind.ts'
import { agentTransfer } from './agentTransfer/agentTransfer.ts'
import { buttonQuestion } from './buttonQuestion/buttonQuestion.ts'
import { dialogStarter } from './dialogStarter/dialogStarter.ts'
import { disambiguationQuestion } from './disambiguationQuestion/disambiguationQuestion.ts'
import { dynamicRouting } from './dynamicRouting/dynamicRouting.ts'
import { fileUpload } from './fileUpload/fileUpload.ts'
import { image } from './image/image.ts'
import { integration } from './integration/integration.ts'
import { knowledgeSearch } from './knowledgeSearch/knowledgeSearch.ts'
import { listPicker } from './listPicker/listPicker.ts'
import { multipleChoice } from './multipleChoice/multipleChoice.ts'
import { privateMessage } from './privateMessage/privateMessage.ts'
import { quickReplyQuestion } from './quickReplyQuestion/quickReplyQuestion.ts'
import { richLink } from './richLink/richLink.ts'
import { structuredQuestion } from './structuredQuestion/structuredQuestion.ts'
import { surveyQuestion } from './surveyQuestion/surveyQuestion.ts'
import { text } from './text/text.ts'
import { textQuestion } from './textQuestion/textQuestion.ts'
import { timePicker } from './timePicker/timePicker.ts'
import { universal } from './universal/universal.ts'
import { unsupported } from './unsupported/unsupported.ts'

/** Every kind of interaction (dialogs section 2): one folder, one line. */
export const INTERACTION_KINDS: { readonly [T in InteractionType]: InteractionKind<T> } = {
  dialogStarter,
  text,
  image,
  privateMessage,
  richLink,
  multipleChoice,
  textQuestion,
  structuredQuestion,
  buttonQuestion,
  quickReplyQuestion,
  listPicker,
  timePicker,
  disambiguationQuestion,
  surveyQuestion,
  integration,
  agentTransfer,
  fileUpload,
  knowledgeSearch,
  dynamicRouting,
  universal,
  unsupported,
}

/** The kind of an interaction, typed for this very one. */
export const kindOf = (interaction: Interaction): InteractionKind<InteractionType> =>
  INTERACTION_KINDS[interaction.type] as unknown as InteractionKind<InteractionType>
