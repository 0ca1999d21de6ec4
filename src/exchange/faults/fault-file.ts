import { readFileSync } from "node:fs"
import { type FaultPlan, faultsFrom, faultsRefused } from "./fault-plan.ts"

/** What goes wrong on a good day, on a bad one, and on one that nobody should have to see. */
const PRESETS: Readonly<Record<string, object>> = {
  calm: { latencyMs: [1, 5] },
  rough: {
    latencyMs: [5, 80],
    requestLost: 0.002,
    unanswered: 0.002,
    unknownOutcome: 0.005,
    depthLost: 0.002,
    depthDisorder: 0.002,
    userDoubled: 0.01,
    userLate: 0.01,
    bookSize: 0.2,
    clockSkewMs: 120,
    perHour: { drop: 12, halfOpen: 2, silence: 6 },
  },
  hostile: {
    latencyMs: [5, 400],
    requestLost: 0.02,
    unanswered: 0.02,
    unknownOutcome: 0.04,
    depthLost: 0.02,
    depthDisorder: 0.02,
    userDoubled: 0.1,
    userLate: 0.1,
    userLost: 0.02,
    bookSize: 0.02,
    clockSkewMs: 700,
    perHour: { drop: 120, halfOpen: 20, silence: 60 },
    events: [
      { what: "ban", at: 300 },
      { what: "maintenance", at: 600, seconds: 30 },
      { what: "clock", at: 900, milliseconds: -1500 },
    ],
  },
}

/**
 * Reads what is to go wrong: the name of a preset, or a JSON file.
 * @throws Problem `FAULTS_REFUSED`
 */
export function readFaults(nameOrFile: string): FaultPlan {
  const preset = Object.hasOwn(PRESETS, nameOrFile) ? PRESETS[nameOrFile] : undefined
  return faultsFrom(preset ?? contentOf(nameOrFile), nameOrFile)
}

function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"))
  } catch (error) {
    throw faultsRefused(file, `Reading it stopped: ${(error as Error).message}.`, error)
  }
}
