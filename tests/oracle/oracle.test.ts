import { afterAll, describe, expect, it } from "vitest"
import { areFixturesThere, FIXTURES, type Fixture, judgeCase, readFixtures } from "./fixture.ts"
import { oracle } from "./oracle.ts"

describe("numeric oracle", () => {
  if (areFixturesThere) {
    askEvery(readFixtures(FIXTURES))
  } else {
    it.skip(`agrees with the numeric fixtures (there is no folder ${FIXTURES})`, () => {})
  }
})

function askEvery(fixtures: readonly Fixture[]): void {
  const functions = new Set<string>()
  let cases = 0

  for (const fixture of fixtures) {
    const adapter = oracle[fixture.function]
    if (adapter === undefined) {
      it.skip(`${fixture.function} (not yet: the program does not have it)`, () => {})
      continue
    }
    for (const trial of fixture.cases) {
      it(`${fixture.function}: ${trial.name}`, () => {
        functions.add(fixture.function)
        cases++
        expect(judgeCase(adapter, trial)).toEqual([])
      })
    }
  }

  it("holds at least one case", () => {
    expect(fixtures.flatMap((fixture) => fixture.cases).length).toBeGreaterThan(0)
  })

  afterAll(() => {
    console.log(`oracle: ${cases} cases of ${functions.size} functions ran`)
    const missing = fixtures.map((fixture) => fixture.function).filter((name) => !oracle[name])
    if (missing.length > 0) console.log(`not yet: ${missing.join(", ")}`)
  })
}
