import { describe, expect, it } from "vitest"
import { Trading } from "../../tests/support/trading.ts"
import { Books } from "./books.ts"
import { decodeFact } from "./records.ts"

/** Quantities of the entries that left, in counts; one count is ten cents. */
const bought = (trading: Trading): readonly number[] =>
  trading.sent.flatMap((it) =>
    it.kind === "place" && it.side === "buy" ? [it.terms.quantity] : [],
  )

const lastAnswer = (trading: Trading) =>
  trading.journal.records
    .map(({ body }) => decodeFact(body))
    .findLast((it) => it.kind === "refused" || it.kind === "placed")
    ?.answers.find((it) => it.rule === "limits")?.verdict

describe("RISK-25: at the gate of a running engine", () => {
  it("an entry takes a fifth of the book that the tape tells", () => {
    const trading = new Trading()
    trading.offer(1_000_000, 1_000, 1)
    trading.buy(1)
    expect(bought(trading)).toEqual([200])
    expect(lastAnswer(trading)).toMatchObject({ answer: "shrink", id: "RISK-25" })
  })

  it("is refused where a fifth could not be sold again, and says what would make it pass", () => {
    const trading = new Trading()
    trading.offer(1_000_000, 400, 1)
    trading.buy(1)
    expect(bought(trading)).toEqual([])
    expect(lastAnswer(trading)).toMatchObject({
      answer: "refuse",
      id: "RISK-25",
      limit: "a fifth of the depth within 0.5 % of the middle, 0.0008 BTC",
    })
  })

  it("is whole where no book is known: the top of one is not its depth (decision 0041)", () => {
    const trading = new Trading()
    trading.buy(1)
    expect(bought(trading)[0]).toBeGreaterThan(350)
  })
})

/** So many counts were offered in each of these minutes, from a whole hour of 100,000 on. */
function after(depths: readonly number[]): { readonly trading: Trading; readonly second: number } {
  const trading = new Trading()
  const all = [...Array.from({ length: 60 }, () => 100_000), ...depths]
  let second = 0
  for (const depth of all) {
    trading.offer(1_000_000, depth, second + 30)
    second += 60
    trading.pass(second)
  }
  return { trading, second }
}
const alarms = ({ journal }: Trading): readonly string[] =>
  journal.records.flatMap(({ body }) => {
    const fact = decodeFact(body)
    return fact.kind === "alert" && fact.id === "RISK-43" ? [fact.about] : []
  })
const answerAfter = (depths: readonly number[]) => {
  const { trading, second } = after(depths)
  trading.buy(second)
  return { answer: lastAnswer(trading), bought: bought(trading), alarms: alarms(trading) }
}

describe("RISK-43: a book that empties", () => {
  it.each([
    ["half of the normal is normal", 50_000, []],
    ["below it a warning", 49_999, ["BTCUSDT warn"]],
    ["40 % is still whole", 40_000, ["BTCUSDT warn"]],
  ])("%s", (_, depth, told) => {
    const { bought: sizes, alarms: said } = answerAfter([depth, depth])
    expect(said).toEqual(told)
    expect(sizes[0]).toBeGreaterThan(350)
  })

  it.each([
    ["below 40 %", 39_999],
    ["at 30 %", 30_000],
  ])("entries are halved %s", (_, depth) => {
    const { answer, bought: sizes, alarms: said } = answerAfter([depth, depth])
    expect(answer).toMatchObject({ answer: "shrink", id: "RISK-43" })
    expect(sizes[0]).toBeLessThan(251)
    expect(said).toEqual(["BTCUSDT smaller"])
  })

  it.each([
    [29_999, "no entries"],
    [19_999, "exits only"],
    [9_999, "halt"],
  ])("at %i of 100,000 entries into it rest: %s", (depth, stage) => {
    const { answer, bought: sizes, alarms: said } = answerAfter([depth, depth])
    expect(answer).toMatchObject({ answer: "refuse", id: "RISK-43" })
    expect(sizes).toEqual([])
    expect(said).toEqual([`BTCUSDT ${stage}`])
  })

  it("one thin minute closes nothing", () => {
    expect(answerAfter([9_999]).bought).toHaveLength(1)
  })

  it.each([
    [19, 0],
    [20, 1],
  ])("RISK-45: %i minutes after it is over, so many entries are let in: %i", (wait, entries) => {
    const calm = Array.from({ length: wait + 1 }, () => 100_000)
    expect(answerAfter([20_000, 20_000, ...calm]).bought).toHaveLength(entries)
  })

  it("a book that is not known any more does not end it", () => {
    const { trading, second } = after([20_000, 20_000])
    trading.pass(second + 3_600)
    trading.buy(second + 3_600)
    expect(bought(trading)).toEqual([])
  })

  it("what was told is in the journal, and a snapshot agrees with it", () => {
    const { trading } = after([20_000, 20_000])
    const { books } = trading.engine
    const state = JSON.parse(JSON.stringify(books.save()))
    const options = { instruments: books.instruments, accountAsset: "USDT" }
    expect(Books.restore(options, state).risk.state).toEqual(books.risk.state)
    const folded = new Books(options)
    for (const { body, at } of trading.journal.records) folded.apply(decodeFact(body), at)
    expect(folded.risk.state).toEqual(books.risk.state)
  })
})
