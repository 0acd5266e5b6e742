import type { AllowedFact, FoundFact, Problem } from '@baton/base'
import type { RuleId } from '@baton/content'

type Sentence = (problem: Problem) => string

const SENTENCES: Readonly<Record<RuleId, Sentence>> = {
  'too-deep': ({ facts }) => `Zu tief verschachtelt: Höchstens ${facts?.most ?? 20} Ebenen sind erlaubt.`,
  'too-large': ({ facts }) => `Als JSON zu groß: Höchstens ${number(facts?.most)} Bytes sind erlaubt.`,
  'too-many-values': ({ facts }) => `Zu viele Werte: Höchstens ${number(facts?.most)} sind erlaubt.`,
  'too-many-elements': ({ facts }) => `Zu viele Elemente: Höchstens ${number(facts?.most)} sind erlaubt.`,
  'too-much-metadata': ({ facts }) =>
    facts?.count === undefined
      ? `Zu viele Metadaten: Höchstens ${number(facts?.most)} Einträge sind im ganzen Inhalt erlaubt.`
      : `Dieser Eintrag hat als JSON ${number(facts.count)} Zeichen; höchstens ${number(facts.most)} sind erlaubt.`,
  'key-not-allowed': ({ facts }) => `Kein Feld darf „${facts?.name ?? ''}“ heißen.`,
  'not-json': () => 'Das ist kein JSON-Wert.',
  'more-problems': ({ facts }) =>
    `${number(facts?.count)} weitere Fehler sind nicht aufgeführt; es sind die ersten ${number(facts?.most)}.`,
  missing: ({ facts }) =>
    `„${facts?.name ?? ''}“ fehlt${facts?.allowed ? `; gebraucht wird ${allowed(facts.allowed)}` : ''}.`,
  'unknown-property': ({ facts }) => `„${facts?.name ?? ''}“ gibt es hier nicht; erlaubt sind: ${list(facts?.names)}.`,
  'not-an-object': wrongKind,
  'not-a-list': wrongKind,
  'not-text': wrongKind,
  'not-a-number': wrongKind,
  'not-a-whole-number': wrongKind,
  'not-a-flag': wrongKind,
  'unknown-word': (problem) =>
    `${subject(problem)} darf nicht ${found(problem)} sein; erlaubt ${oneOf(problem.facts?.names)}.`,
  'text-too-long': (problem) => `${subject(problem)} hat ${counted(problem)} Zeichen; ${range(problem)} sind erlaubt.`,
  'text-too-short': (problem) => `${subject(problem)} darf nicht leer sein.`,
  'text-long': (problem) =>
    `${subject(problem)} hat ${counted(problem)} Zeichen; was über ${number(problem.facts?.most)} hinausgeht, kann abgeschnitten werden.`,
  'out-of-range': (problem) => `${subject(problem)} darf nicht ${found(problem)} sein; erlaubt ist ${range(problem)}.`,
  'wrong-count': (problem) => `${subject(problem)} hat ${entries(problem.facts?.count)}; erlaubt: ${range(problem)}.`,
  'too-many-buttons': ({ facts }) =>
    `${facts?.count ?? ''} Knöpfe; in einer Reihe zeigt der Anbieter vielleicht nur 2.`,
  'no-type': ({ facts }) => `„type“ fehlt; es sagt, was das ist: ${list(facts?.names)}.`,
  'unknown-element': ({ facts }) =>
    `Ein Element „${facts?.name ?? ''}“ gibt es nicht; hier erlaubt: ${list(facts?.names)}.`,
  'element-not-allowed': notHere,
  'unknown-action': ({ facts }) =>
    `Eine Aktion „${facts?.name ?? ''}“ gibt es nicht; hier erlaubt: ${list(facts?.names)}.`,
  'action-not-allowed': notHere,
  'tag-not-allowed': (problem) =>
    `Hier sagt ein „tag“ die Rolle: ${list(problem.facts?.names)}; ${problem.facts?.found ? `gefunden wurde ${found(problem)}` : 'er fehlt'}.`,
  'part-count': partCount,
  'second-heading': () => 'Ein Abschnitt zeigt eine Überschrift; diese zweite ist vielleicht nicht zu sehen.',
  'part-order': ({ facts }) => `„${facts?.name ?? ''}“ steht hinter ${list(facts?.names)}, nicht davor.`,
  'not-available': () => 'Das gibt es auf diesem Kanal nicht.',
  'uri-not-absolute': (problem) =>
    `${found(problem)} hat kein Schema; schreiben Sie die ganze Adresse, etwa https://example.com.`,
  'uri-characters': (problem) =>
    `${found(problem)} ist keine Adresse; Leerzeichen und andere Sonderzeichen werden mit Prozentzeichen geschrieben.`,
  'scheme-not-allowed': ({ facts }) =>
    `Ein Link darf „${facts?.name ?? ''}:“ nicht öffnen${facts?.names ? `; erlaubt sind ${list(facts.names)}` : ', auf keinem Kanal'}.`,
  'not-https': (problem) => `${found(problem)} ist nicht https; Bilder werden nur über https gezeigt.`,
  'link-host-not-allowed': ({ facts }) =>
    `„${facts?.name ?? ''}“ steht nicht auf der Liste des Kontos, und die Links dieses Bots halten sich an sie.`,
  'image-host-not-allowed': (problem) =>
    `Dieses Bild darf nicht gezeigt werden: „${problem.facts?.name ?? ''}“ steht nicht auf der Liste der Bildquellen, oder die Adresse ist nicht schlicht https.`,
  'image-host-entry': () => 'Das ist kein Eintrag für die Liste der Bildquellen.',
  'not-a-time': (problem) => `${found(problem)} ist keine Zeit; geschrieben wird sie wie 2030-02-19T08:30:00Z.`,
  'start-in-the-past': (problem) => `${found(problem)} ist vorbei; bieten Sie Zeiten an, die noch kommen.`,
  'slot-without-event': () => 'Es fehlt ein Eintrag BusinessEvent mit Beginn und Dauer dieses Termins.',
  'dates-reversed': () => '„minDate“ liegt hinter „maxDate“; kein Tag könnte gewählt werden.',
  'titles-do-not-match': ({ facts }) =>
    `${facts?.count ?? ''} Titel für ${facts?.most ?? ''} Karten; jede Karte braucht einen.`,
  'tab-without-label': () => 'Dieser Reiter hat kein „tag“ und wird ohne Namen gezeigt.',
  'mixed-card-sizes': () =>
    'Die Karten wollen verschieden groß sein; alle sind compact, alle tall, oder keine nennt eine Größe.',
  'not-on-earth': () =>
    '„la“ ist eine Breite von -90 bis 90, „lo“ eine Länge von -180 bis 180; vielleicht sind sie vertauscht.',
  'not-a-colour': (problem) =>
    `${found(problem)} ist keine Farbe und wird übergangen; geschrieben wird sie wie #336699.`,
  'reply-says-nothing': () => 'Hier ist nicht genau ein publishText; der Agent sieht nicht, was gewählt wurde.',
  'metadata-shape': ({ facts }) =>
    `Metadaten sind Objekte mit einem „type“${facts?.names ? `, etwa ${list(facts.names)}` : ''}.`,
  'metadata-untyped': () => '„type“ fehlt oder ist kein Text; dieser Eintrag kommt mit dem Klick nicht zurück.',
  'unknown-metadata': notHere,
}

/** A problem's sentence in German; the English one for a rule of another room. */
export function problemInGerman(problem: Problem): string {
  const sentence = Object.hasOwn(SENTENCES, problem.rule) ? SENTENCES[problem.rule as RuleId](problem) : problem.message
  return sentence.replace(/^./u, (first) => first.toLocaleUpperCase('de'))
}

function wrongKind(problem: Problem): string {
  const { facts } = problem
  return `${subject(problem)} muss ${facts?.allowed ? allowed(facts.allowed) : 'etwas anderes'} sein, nicht ${found(problem)}.`
}

function notHere(problem: Problem): string {
  const { name, names } = problem.facts ?? {}
  return `${name === undefined ? found(problem) : `„${name}“`} darf hier nicht stehen; erlaubt sind: ${list(names)}.`
}

function partCount(problem: Problem): string {
  const { name, names, count, most } = problem.facts ?? {}
  if (names !== undefined) return `In dieser Karte fehlt ein Teil; einer von diesen muss da sein: ${list(names)}.`
  if (name === undefined) return `${number(count)} sind zu viele; höchstens ${number(most)} sind erlaubt.`
  if (most === 0) return `Der Teil ${name} passt nicht zu den anderen Teilen dieser Karte.`
  return `Diese Karte hat ${number(count)} vom Teil ${name}; erlaubt: ${range(problem)}.`
}

/** The place, as far as its own name says it. */
function subject({ path }: Problem): string {
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = keys.at(-1)
  if (last === undefined) return 'Der Inhalt'
  if (!/^\d+$/.test(last)) return `„${last.slice(0, 40)}“`
  const above = keys.at(-2)
  return `Eintrag ${Number(last) + 1}${above === undefined || /^\d+$/.test(above) ? '' : ` von „${above.slice(0, 40)}“`}`
}

const found = ({ facts }: Problem): string => (facts?.found === undefined ? 'etwas anderes' : foundWords(facts.found))

function foundWords(fact: FoundFact): string {
  switch (fact.is) {
    case 'null':
      return 'null'
    case 'object':
      return 'ein Objekt'
    case 'text':
      return `„${fact.value}“`
    case 'number':
      return `die Zahl ${fact.value}`
    case 'list':
      return `eine Liste mit ${entries(fact.value)}`
    case 'flag':
      return String(fact.value)
  }
}

function allowed(fact: AllowedFact): string {
  const sizes = fact.least === undefined && fact.most === undefined ? '' : rangeOf(fact.least, fact.most)
  switch (fact.is) {
    case 'text':
      return `ein Text${sizes && ` (${sizes} Zeichen)`}`
    case 'word':
      return fact.names?.length === 1 ? `„${fact.names[0]}“` : `eines von ${list(fact.names)}`
    case 'number':
      return `eine ${fact.whole ? 'ganze ' : ''}Zahl${sizes && ` (${sizes})`}`
    case 'flag':
      return 'true oder false'
    case 'list':
      return `eine Liste${sizes && ` (${sizes} Einträge)`}`
    case 'object':
      return 'ein Objekt'
  }
}

const range = ({ facts }: Problem): string => rangeOf(facts?.least, facts?.most)

function rangeOf(least: number | undefined, most: number | undefined): string {
  if (most === undefined) return `mindestens ${number(least ?? 0)}`
  if (least === most) return `genau ${number(most)}`
  return least === undefined || least === 0 ? `höchstens ${number(most)}` : `${number(least)} bis ${number(most)}`
}

const counted = ({ facts }: Problem): string => number(facts?.count)
const entries = (count = 0): string => (count === 1 ? '1 Eintrag' : `${number(count)} Einträge`)
const oneOf = (names: readonly string[] = []): string => `${names.length === 1 ? 'ist' : 'sind'} ${list(names)}`
const list = (names: readonly string[] = []): string => names.join(', ')
const german = new Intl.NumberFormat('de')
const number = (value: number | undefined): string => (value === undefined ? '' : german.format(value))
