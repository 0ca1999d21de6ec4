import { expect, it } from "vitest"
import { Sieve } from "./sieve.ts"

const judged = (...prices: readonly number[]): boolean[] => {
  const sieve = new Sieve()
  return prices.map((price) => sieve.passes(price))
}

it("sets an absurd price aside and goes on with the next as if nothing had been (DATA-8)", () => {
  expect(judged(100, 121, 101, 79, 102)).toEqual([true, false, true, false, true])
})

it("believes a far price once a second one lies where it does (DATA-8)", () => {
  expect(judged(100, 130, 131, 130, 100, 100)).toEqual([true, false, true, true, false, true])
})

it("does not take two absurd prices that lie apart for one another's proof", () => {
  expect(judged(100, 1000, 10, 100)).toEqual([true, false, false, true])
})

it("lets a fifth pass, and the first price of all", () => {
  expect(judged(100, 120, 96)).toEqual([true, true, true])
})
