/** Numbers of skills, as a dialog names them. */
interface Skills {
  readonly parcels: string
  readonly night: string
  readonly gifts: string
}

const starter = (id: string, ...patterns: string[]) => ({ type: 'dialogStarter', id, name: id, patterns })
const onIntent = (id: string, intentId: string) => ({ type: 'dialogStarter', id, name: id, intentId })
const PERSON = ['I want a person', 'get me a human being', 'let me talk to somebody']
const text = (id: string, words: string, more: object = {}) => ({ type: 'text', id, name: id, text: words, ...more })
const dialog = (id: string, name: string, ...interactions: object[]) => ({ id, name, kind: 'standard', interactions })

/** A bot that is written here: asks for a parcel's number, and passes on to people, to nobody and to another bot. */
export const clerkDefinition = ({ parcels, night, gifts }: Skills) => ({
  format: 'baton.bot/1',
  id: 'clerk',
  name: 'Robin',
  language: 'en-US',
  settings: { greeting: 'hi' },
  domains: [{ id: 'help', name: 'Help', intents: [{ id: 'wants-a-person', name: 'Wants a person', phrases: PERSON }] }],
  dialogs: [
    dialog('hello', 'Greeting', starter('hello-in', 'hi', 'hello'), text('hello-1', 'Robin here, at your service.')),
    dialog(
      'parcel',
      'Parcel',
      starter('parcel-in', '*parcel*'),
      {
        type: 'textQuestion',
        id: 'parcel-number',
        name: 'Which parcel',
        text: 'What is its number?',
        rules: [
          {
            when: [{ kind: 'regex', expression: '^[0-9]{4}$' }],
            set: [{ name: 'parcel', value: '{$userMessage}', scope: 'session' }],
            next: { go: 'next' },
          },
        ],
        unrecognized: 'Four digits, please.',
      },
      text('parcel-done', 'Parcel {$botContext.parcel} is on its way.'),
    ),
    dialog(
      'night',
      'Night desk',
      starter('night-in', '*night desk*'),
      {
        type: 'agentTransfer',
        id: 'night-over',
        name: 'To the night desk',
        message: 'You should never read this.',
        skillId: night,
        rules: [{ when: [{ kind: 'result', status: 'failure' }], next: { go: 'interaction', id: 'night-sorry' } }],
        next: { go: 'end' },
      },
      text('night-sorry', 'The night desk is empty. I am still here for you.'),
    ),
    dialog('person', 'A person', onIntent('person-in', 'wants-a-person'), text('person-first', 'I fetch somebody.'), {
      type: 'agentTransfer',
      id: 'person-over',
      name: 'To our people',
      message: 'They know about parcel {$botContext.parcel}.',
      skillId: parcels,
    }),
    dialog('gift', 'A gift', starter('gift-in', '*gift*'), {
      type: 'agentTransfer',
      id: 'gift-over',
      name: 'To the gift bot',
      message: 'My colleague knows all about gifts.',
      skillId: gifts,
      passContext: true,
    }),
    dialog(
      'slow',
      'Slow',
      starter('slow-in', '*think*'),
      text('slow-1', 'Let me think.'),
      text('slow-2', 'Nobody may ever read this thought.', { delayMs: 6_000 }),
    ),
    {
      id: 'fallback',
      name: 'Not understood',
      kind: 'fallback',
      interactions: [text('fallback-1', 'I did not get that.')],
    },
  ],
})

const question = (id: string, measures: string, words: string, more: object = {}) => ({
  ...{ type: 'surveyQuestion', id, name: id, measures, text: words, ...more },
})

/** Asks whether it is solved, how it was and who would tell others; each can be skipped. */
export const surveyDefinition = {
  format: 'baton.bot/1',
  id: 'asker',
  name: 'Asker',
  kind: 'survey',
  language: 'en-US',
  dialogs: [
    {
      id: 'ask',
      name: 'Questions',
      kind: 'survey',
      interactions: [
        question('solved', 'fcr', 'Is it solved?'),
        question('well', 'csat', 'How did we do?', { skip: 'Rather not say' }),
        question('tell', 'nps', 'Would you tell a friend?', { displayAs: 'none' }),
        text('thanks', 'Thank you, that was all.'),
      ],
    },
  ],
}
