import { button, heading, horizontal, picture, type Sample, says, text, vertical } from './sample.ts'

const drink = (id: string, name: string, what: string, price: string) =>
  vertical(
    [
      picture(id, name),
      text(name, { style: { bold: true } }),
      text(what),
      text(price, { style: { bold: true } }),
      button(`Order ${name.toLowerCase()}`, says(`I'd like a ${name.toLowerCase()}`, `drink-${id}`)),
    ],
    { metadata: [{ type: 'ExternalId', id: `drink-${id}` }] },
  )

const DRINKS = [
  drink('flat-white', 'Flat white', 'Two ristretto shots under silky milk.', '€3.80'),
  drink('filter', 'Filter of the day', 'Washed Ethiopian, peach and black tea. Brewed by the cup.', '€3.20'),
  drink('cold-brew', 'Cold brew', 'Sixteen hours, no hurry.', '€4.10'),
  drink('chai', 'Chai', 'Our own spices.', '€3.60'),
]

const box = (words: string, id: string) => ({
  type: 'checkbox',
  text: words,
  click: { actions: [{ type: 'checked', publishText: words }], metadata: [{ type: 'ExternalId', id }] },
})

const pair = (title: string, what: string, tag: string) =>
  vertical([text(title, { style: { bold: true } }), text(what)], { tag, metadata: [{ type: 'ExternalId', id: tag }] })

/** 2027-01-11 and after, in seconds: a week that does not pass while somebody reads this. */
const MONDAY = 1_799_654_400
const HOUR = 3_600

const slot = (id: string, hours: number, title: string, description: string) => ({
  type: 'scheduleSlot',
  id,
  start: MONDAY + hours * HOUR,
  end: MONDAY + (hours + 1) * HOUR,
  title,
  description,
})

const bodies: Readonly<Record<string, object>> = {
  card: vertical([
    picture('flat-white', 'A flat white on a wooden table', { caption: 'Poured at the bar by the canal' }),
    heading('Flat white'),
    text('Two ristretto shots under silky milk. Oat milk costs nothing more.'),
    button('Order one', says("I'd like a flat white", 'drink-flat-white'), { class: 'button' }),
    button('See the menu', { actions: [{ type: 'link', uri: 'https://www.example.com/menu', name: 'The menu' }] }),
  ]),
  carousel: { type: 'carousel', padding: 8, elements: DRINKS },
  horizontal: vertical([
    heading('Your order'),
    horizontal(
      [
        picture('beans', 'A bag of beans'),
        vertical([text('Kestrel, 250 g', { style: { bold: true } }), text('Ground for filter')], {
          border: 'borderLess',
        }),
      ],
      { percentages: [30, 70] },
    ),
    horizontal([button('Change it', says('Change my order')), button('Pay', says('I will pay now'))]),
  ]),
  place: vertical([
    heading('Baton Coffee, by the canal'),
    { type: 'map', la: 52.4933, lo: 13.4276, tooltip: 'The bar on the map' },
    { type: 'linkPreview', url: 'https://www.example.com/visit', title: 'Opening hours and the way there' },
    button('Call us', { actions: [{ type: 'link', uri: 'tel:+493012345678' }] }),
  ]),
  facts: vertical([
    heading('Order 1042'),
    {
      type: 'keyValuePairList',
      elements: [
        { key: 'Placed', value: 'Today, 9:41' },
        { key: 'Ready', value: 'In 4 minutes' },
        { key: 'Total', value: '€7.00' },
        { key: 'Loyalty card' },
      ],
    },
    button('Cancel it', says('Cancel order 1042', 'cancel-1042'), { style: { color: '#a8241c' } }),
  ]),
  checklist: {
    type: 'list',
    elements: [
      text('What may we put in?'),
      {
        type: 'sectionList',
        elements: [
          {
            type: 'section',
            sectionID: 'milk',
            elements: [
              text('Milk'),
              { type: 'checklist', elements: [box('Oat milk', 'oat'), box('Whole milk', 'whole')] },
            ],
          },
          {
            type: 'section',
            sectionID: 'more',
            elements: [
              text('And more'),
              {
                type: 'checklist',
                elements: [box('An extra shot', 'shot'), box('Cinnamon', 'cinnamon'), box('Brown sugar', 'sugar')],
              },
            ],
          },
        ],
      },
      {
        type: 'buttonList',
        elements: [
          {
            type: 'submitButton',
            title: 'Add these',
            disabled: true,
            click: {
              actions: [{ type: 'submitAsText', submit: true }],
              metadata: [{ type: 'ExternalId', id: 'extras' }],
            },
          },
          button('Nothing, thank you', says('Nothing, thank you')),
        ],
      },
    ],
  },
  selection: vertical([
    heading('Which beans?'),
    {
      type: 'carouselSelect',
      selectMode: { name: 'beans', type: 'multiple' },
      padding: 8,
      elements: [
        vertical(
          [picture('kestrel', 'Kestrel'), text('Kestrel', { style: { bold: true } }), text('Chocolate, hazelnut')],
          {
            metadata: [{ type: 'ExternalId', id: 'kestrel' }],
          },
        ),
        vertical([picture('heron', 'Heron'), text('Heron', { style: { bold: true } }), text('Peach, black tea')], {
          metadata: [{ type: 'ExternalId', id: 'heron' }],
        }),
        vertical([picture('swift', 'Swift'), text('Swift', { style: { bold: true } }), text('Cherry, cola')], {
          metadata: [{ type: 'ExternalId', id: 'swift' }],
        }),
      ],
    },
    button('Take these', says('I take these'), { class: 'button', ref: { name: 'beans', type: 'carouselSelect' } }),
  ]),
  accordion: vertical([
    heading('Courses in spring'),
    {
      type: 'accordionSelect',
      selectMode: { name: 'courses' },
      titles: [
        { name: 'Milk and art', additional: '€45' },
        { name: 'Filter at home', additional: '€35' },
        { name: 'A day at the roaster', additional: '€120' },
      ],
      elements: [
        pair('Two hours, six people', 'From steaming to a swan. Milk is on the house.', 'milk'),
        pair('Ninety minutes', 'Grind, water, time. You take a brewer home.', 'filter'),
        pair('Tuesday, all day', 'Roast your own batch; lunch is included.', 'roast'),
      ],
    },
    button('Put my name down', says('Please put my name down'), {
      class: 'button',
      ref: { name: 'courses', type: 'accordionSelect' },
    }),
  ]),
  tabs: {
    type: 'tabs',
    elements: [
      pair('Every day, 7 to 19', 'On holidays from 9.', 'Bar'),
      pair('Tuesdays, 8 to 16', 'Come and smell it.', 'Roastery'),
      vertical([text('Orders before noon leave the same day.'), button('Order beans', says('I want to order beans'))], {
        tag: 'Shop',
      }),
    ],
  },
  day: vertical(
    [
      horizontal(
        [
          picture('calendar', ''),
          vertical([text('A table at the bar', { style: { bold: true } }), text('Which day may we keep for you?')], {
            border: 'borderLess',
          }),
        ],
        { percentages: [30, 70] },
      ),
      button(
        'Choose a day',
        {
          actions: [
            {
              type: 'datePicker',
              class: 'single',
              title: 'When do you come?',
              minDate: MONDAY,
              maxDate: MONDAY + 60 * 24 * HOUR,
            },
          ],
          metadata: [{ type: 'ExternalId', id: 'table-day' }],
        },
        { class: 'button' },
      ),
    ],
    { border: 'dropShadow' },
  ),
  range: vertical([
    heading('We pause your subscription'),
    button(
      'Choose the days',
      {
        actions: [
          {
            type: 'datePicker',
            class: 'range',
            title: 'From when to when?',
            minDate: MONDAY,
            maxDate: MONDAY + 60 * 24 * HOUR,
            dateFormat: 'DD-MM-YYYY',
          },
        ],
      },
      { class: 'button' },
    ),
  ]),
  slots: vertical([
    heading('A tasting with Jun'),
    button(
      'See the times',
      {
        actions: [
          {
            type: 'scheduleSlotList',
            title: 'When suits you?',
            firstDayOfTheWeek: 'mon',
            slots: [
              slot('mon-9', 9, 'Tasting', 'Four coffees'),
              slot('mon-11', 11, 'Tasting', 'Four coffees'),
              slot('tue-9', 33, 'At the roaster', 'While it roasts'),
            ],
          },
        ],
        metadata: [{ type: 'ExternalId', id: 'tasting' }],
      },
      { class: 'button' },
    ),
  ]),
  styles: vertical(
    [
      heading('Winter sale', { style: { bold: true, size: 'large', color: '#ffe600' } }),
      text('Everything in blue bags, until Sunday.', { style: { italic: true, size: 'small' } }),
      button('See what is left', says('What is left?'), {
        class: 'button',
        style: { 'background-color': '#ffe600', color: '#222222', 'border-radius': 24 },
      }),
    ],
    { style: { 'background-color': '#12355b' } },
  ),
  template: { type: 'template', templateType: 'quickReply', title: 'Milk in it?', resp: ['Yes, please', 'No, black'] },
}

const quickReplies = {
  type: 'quickReplies',
  itemsPerRow: 3,
  replies: [
    button('See the menu', says('The menu, please', 'menu')),
    button('Where is my order?', says('Where is my order?', 'order')),
    button('To a person', says('I want to talk to a person')),
    button('Surprise me', says('Surprise me')),
  ],
}

const metadata = [
  { type: 'ExternalId', id: 'menu-card' },
  {
    type: 'BotResponse',
    bot: { botId: 'coffee' },
    intentMatched: true,
    intents: [{ id: 'menu', confidenceScore: 0.92 }],
  },
]

export const WEB_SAMPLES: readonly Sample[] = [
  ...Object.entries(bodies).map(([id, payload]) => ({ id, kind: 'body', channel: 'web', payload }) as const),
  { id: 'quickReplies', kind: 'quickReply', channel: 'web', payload: quickReplies },
  { id: 'metadata', kind: 'metadata', channel: 'web', payload: metadata },
]
