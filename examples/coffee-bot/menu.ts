import { button, type ResponseItem } from '../bot-service/contract.ts'

interface Drink {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly price: string
}

export const DRINKS: readonly Drink[] = [
  { id: 'drink-flat-white', name: 'Flat white', about: 'Two ristretto shots under silky milk.', price: '€3.80' },
  { id: 'drink-filter', name: 'Filter of the day', about: 'Washed Ethiopian, peach and black tea.', price: '€3.20' },
  { id: 'drink-cortado', name: 'Cortado', about: 'Half espresso, half milk, no hurry.', price: '€3.40' },
  { id: 'drink-cold-brew', name: 'Cold brew', about: 'Eighteen hours in the fridge, served over ice.', price: '€4.20' },
]

/** A carousel with one card a drink; each card's button says the order and brings the card's id back. */
export function menuCards(): ResponseItem {
  return {
    type: 'STRUCTURED_CONTENT',
    data: {
      structuredContent: { type: 'carousel', padding: 10, elements: DRINKS.map(card) },
      metadata: [{ type: 'ExternalId', id: 'menu-autumn' }],
    },
  }
}

function card(drink: Drink): object {
  return {
    type: 'vertical',
    alt: `${drink.name}, ${drink.price}`,
    elements: [
      { type: 'text', text: drink.name, tooltip: drink.name, style: { bold: true, size: 'large' } },
      { type: 'text', text: drink.about, tooltip: drink.about },
      { type: 'text', text: drink.price, tooltip: drink.price },
      button({
        title: `Order ${drink.name.toLowerCase()}`,
        says: `I'd like a ${drink.name.toLowerCase()}`,
        id: drink.id,
      }),
    ],
  }
}

export const findDrink = (words: string): Drink | undefined =>
  DRINKS.find((drink) => words.includes(drink.name.toLowerCase()) || words.includes(drink.id))
