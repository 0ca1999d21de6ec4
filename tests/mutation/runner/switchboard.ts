import type { MutantCoverage } from "@stryker-mutator/api/core"

/** What the instrumented code looks at, as Stryker has agreed with it: which mutant is alive. */
export interface Switchboard {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  mutantCoverage?: MutantCoverage
  hitCount?: number | undefined
  hitLimit?: number | undefined
}

/** There is one in each thread. */
export function switchboard(): Switchboard {
  const global = globalThis as { __stryker__?: Switchboard }
  return (global.__stryker__ ??= {})
}
