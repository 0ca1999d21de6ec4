import { expect, it } from "vitest"
import {
  cancelIntent,
  entryIntent,
  exitIntent,
  pairIntent,
  stopIntent,
} from "../../tests/support/intent.ts"
import { judgeHalt } from "./halt.ts"

const HALTED = {
  isRunning: false,
  haltCode: "RECONCILE",
  haltReason: "The books differ.",
  closure: undefined,
  resting: undefined,
}

it("refuses entries while halted, and says since what and what opens them again", () => {
  expect(judgeHalt(entryIntent(), HALTED)).toEqual({
    answer: "refuse",
    id: "RISK-46",
    value: "exits only (RECONCILE)",
    limit: "running",
    because: 'The books differ. Stops and exits work. Entries open again after "resume".',
  })
  expect(judgeHalt(entryIntent(), { ...HALTED, isRunning: true })).toEqual({ answer: "allow" })
})

it("RISK-53: lets everything pass that lowers risk", () => {
  for (const intent of [exitIntent(), stopIntent(), pairIntent(), cancelIntent()]) {
    expect(judgeHalt(intent, HALTED)).toEqual({ answer: "allow" })
  }
})
