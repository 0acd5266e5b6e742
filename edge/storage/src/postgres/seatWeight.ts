export { seatShrinksAt, seatWeight } from '../sqlite/seatWeight.ts'
