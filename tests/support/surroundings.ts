import type { GateLook } from "../../src/report/boards/gate-look.ts"
import type { MachineFigures } from "../../src/report/boards/machine.ts"
import type { Surroundings } from "../../src/report/boards/source.ts"

const QUIET: MachineFigures = {
  process: 4_711,
  version: "0.1.0",
  uptimeSeconds: 11_520,
  cpuShare: 0.021,
  memoryBytes: 141_000_000,
  diskFreeBytes: 41_300_000_000,
  diskBytes: 100_000_000_000,
  loop: { count: 15_000, p50: 0.1, p95: 0.4, p99: 2.7 },
  answers: { count: 500, p50: 0.6, p95: 1.9, p99: 4.2 },
  health: { engine: "healthy", database: "healthy", gateway: "healthy", streams: "healthy" },
}

const UNSEEN: GateLook = {
  lookedAt: null,
  isLooking: true,
  trouble: "",
  conditions: [],
  record: "",
  history: [],
}

/** What a process and its home would tell, the same at every look; a test says what is different. */
export function quietSurroundings(
  machine: Partial<MachineFigures> = {},
  gate: Partial<GateLook> = {},
): Surroundings {
  return { machine: () => ({ ...QUIET, ...machine }), gate: () => ({ ...UNSEEN, ...gate }) }
}
