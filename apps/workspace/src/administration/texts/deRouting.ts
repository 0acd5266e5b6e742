import type { enRouting } from './enRouting.ts'

export const deRouting: typeof enRouting = {
  waiting: 'Während jemand wartet',
  waitingHint: 'Was gesagt wird, steht unter den automatischen Nachrichten.',
  updateEvery: 'Den Platz wieder sagen alle',
  updateEveryHint: 'Leer: einmal.',
  updateWrong: 'Höchstens ein Tag.',
  priorities: 'Wer zuerst kommt',
  prioritiesHint:
    'Üblich ist: wessen Antwort zuerst fällig ist. Mit Prioritäten bekommt jedes Gespräch eine Punktzahl, und die höchste kommt zuerst. Wer zehnmal länger wartet als versprochen, kommt vor allen anderen.',
  prioritiesOn: 'Schlangen nach Prioritäten ordnen',
  mixEntrance: 'Wer am längsten wartet (Anteil)',
  mixInteractive: 'Wer zuletzt geschrieben hat (Anteil)',
  mixHint: 'Alle zwei Sekunden wird eines von beiden gezogen.',
  mixWrong: 'Von 0 bis 1000; eines von beiden muss größer als 0 sein.',
  rules: 'Regeln',
  rulesHint:
    'Wo eine Regel gilt, wird die Punktzahl mit ihrem Faktor malgenommen: 10 ist am schnellsten, 0,1 am langsamsten.',
  addRule: 'Regel hinzufügen',
  removeRule: 'Regel {number} entfernen',
  ruleNumber: 'Regel {number}',
  ruleWhen: 'Wenn',
  factor: 'Faktor',
  factorWrong: 'Von 0,1 bis 10.',
  ruleKinds: {
    transfers: 'es mindestens so oft übergeben wurde',
    transferredFrom: 'es von der Fähigkeit weg übergeben wurde',
    transferredTo: 'es an die Fähigkeit übergeben wurde',
    transferredToAgent: 'es für eine bestimmte Person gedacht war',
    attribute: 'ein Merkmal des Kunden so lautet',
    intent: 'ein Bot die Absicht erkannt hat',
    entryPoint: 'es über den Einstiegspunkt kam',
  },
  ruleFields: {
    times: 'Male',
    skill: 'Fähigkeit',
    path: 'Merkmal',
    equals: 'Wert',
    intent: 'Absicht',
    entryPoint: 'Einstiegspunkt',
  },
  ruleWrong: 'Bitte ausfüllen, wonach die Regel fragt.',
}
