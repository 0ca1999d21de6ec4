import { expect, it } from "vitest"
import { instantOf } from "../value/brand.ts"
import { Weather } from "./weather.ts"

it("tells of the lines when something about them changed, and no sooner than they have settled", () => {
  const told: string[] = []
  const weather = new Weather((at, text) => told.push(`${at / 1e6} ${text}`))
  const look = (second: number, ...health: string[]): void =>
    weather.look(() => health, instantOf(second * 1e6))
  look(0, "orders connecting", "prices connecting")
  look(1.9, "orders connecting", "prices connected")
  look(2, "orders connected", "prices connected")
  look(2.5, "orders reconnecting", "prices connected")
  look(3, "orders reconnecting", "prices connected")
  look(4, "orders reconnecting", "prices connected")
  look(5, "orders connected", "prices connected")
  expect(told).toEqual([
    "2 orders connected",
    "2 prices connected",
    "3 orders reconnecting",
    "5 orders connected",
  ])
})
