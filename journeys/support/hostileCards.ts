/** Runs when somebody reads it as markup. */
export const TRICK = '<img src=x onerror="globalThis.broken=1"><script>globalThis.broken=1</script>'
const BREAKOUT = 'red;position:fixed;inset:0;background:url(javascript:globalThis.broken=1)'
const ADDRESS = 'javascript:globalThis.broken=1'

const style = {
  color: BREAKOUT,
  'background-color': '#fff}*{display:none}',
  'border-color': 'url(https://evil.example/x)',
  'font-family': 'x;position:fixed',
}
const accessibility = {
  web: { role: 'application', tabindex: '9', 'aria-label': TRICK, 'aria-hidden': 'true', 'aria-owns': 'x' },
}
const words = { tooltip: TRICK, alt: TRICK, style, accessibility }
const click = { actions: [{ type: 'publishText', text: TRICK }], metadata: [{ type: 'ExternalId', id: TRICK }] }
const vertical = (...elements: object[]) => ({ type: 'vertical', elements, alt: TRICK, style, accessibility })
const leading = (uri: string) => ({ actions: [{ type: 'link', uri, name: TRICK }] })

/** Each tries to be more than text in every field that is drawn. Some are refused at the gate, which is as good. */
export const HOSTILE_CARDS: Readonly<Record<string, object>> = {
  'words and titles': vertical(
    { type: 'text', text: TRICK, ...words },
    { type: 'button', title: TRICK, subtitle: TRICK, click, ...words },
    { type: 'button', title: TRICK.slice(0, 60), class: 'button', click, ...words },
  ),
  'captions and pictures': vertical({
    type: 'image',
    url: 'https://images.example/x.png"onerror="globalThis.broken=1',
    caption: TRICK,
    ...words,
    click,
  }),
  'a picture that is a script': { type: 'image', url: ADDRESS, caption: TRICK, ...words },
  'a link that is a script': vertical({ type: 'button', title: 'Tap', click: leading(ADDRESS) }),
  'a link in disguise': vertical({ type: 'button', title: 'Tap', click: leading('java\nscript:globalThis.broken=1') }),
  'a page that is data': vertical({
    type: 'button',
    title: 'Tap',
    click: leading('data:text/html,<script>globalThis.broken=1</script>'),
  }),
  'a script for browsers only': vertical({
    type: 'button',
    title: 'Tap',
    click: { actions: [{ type: 'link', uri: 'https://a.example', web: { uri: ADDRESS } }] },
  }),
  'a preview of a script': { type: 'linkPreview', url: ADDRESS, title: TRICK, ...words },
  'a link in a text': { type: 'text', text: `${ADDRESS} and [a](${ADDRESS}) and https://a.example/"onclick="x` },
  'a map': { type: 'map', la: 1, lo: 2, ...words },
  pairs: vertical({ type: 'keyValuePairList', elements: [{ key: TRICK, value: TRICK }] }),
  'an old template': { type: 'template', templateType: 'quickReply', title: TRICK, resp: [TRICK], ...words },
  'a row of cards': {
    type: 'carousel',
    tooltip: TRICK,
    style: { ...style, fill: BREAKOUT },
    elements: [vertical({ type: 'text', text: TRICK }), vertical({ type: 'text', text: TRICK })],
  },
  'a selection': vertical(
    {
      type: 'carouselSelect',
      selectMode: { name: TRICK, type: 'multiple' },
      style: { 'border-color-selected': BREAKOUT },
      elements: [vertical({ type: 'text', text: TRICK })],
    },
    {
      type: 'accordionSelect',
      selectMode: { name: 'b' },
      titles: [{ name: TRICK, additional: TRICK }],
      elements: [vertical({ type: 'text', text: TRICK })],
    },
  ),
  tabs: {
    type: 'tabs',
    style: { ...style, 'color-active': BREAKOUT, 'background-color-hover': BREAKOUT },
    elements: [{ type: 'vertical', tag: TRICK.slice(0, 64), elements: [{ type: 'text', text: TRICK }] }],
  },
  'a checklist': {
    type: 'list',
    elements: [
      { type: 'text', text: TRICK },
      {
        type: 'sectionList',
        elements: [
          {
            type: 'section',
            sectionID: TRICK,
            elements: [
              { type: 'text', text: TRICK },
              {
                type: 'checklist',
                elements: [1, 2].map(() => ({
                  type: 'checkbox',
                  text: TRICK,
                  borderColor: BREAKOUT,
                  style,
                  click: { actions: [{ type: 'checked', publishText: TRICK }] },
                })),
              },
            ],
          },
        ],
      },
      {
        type: 'buttonList',
        elements: [
          { type: 'submitButton', title: TRICK, style, click: { actions: [{ type: 'submitAsText', submit: true }] } },
        ],
      },
    ],
  },
  'a calendar': vertical({
    type: 'button',
    title: 'When?',
    click: { actions: [{ type: 'datePicker', class: 'single', title: TRICK.slice(0, 40), dateFormat: `'${TRICK}'` }] },
  }),
}
