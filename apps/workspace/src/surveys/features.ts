import type { Feature } from '../feature.ts'
import { surveyTexts } from './texts.ts'

export const surveyFeatures: readonly Feature[] = [
  {
    path: 'surveys',
    title: { en: surveyTexts.en.surveys, de: surveyTexts.de.surveys },
    rights: ['seeAll'],
    place: 'rail',
    icon: 'surveys',
    load: () => import('./Surveys.tsx'),
  },
]
