import { pathToFileURL } from "node:url"
import { commonTokens, declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin"
import {
  determineHitLimitReached,
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner"
import { Modules } from "./modules.ts"
import { type Case, collect } from "./suite.ts"
import { switchboard } from "./switchboard.ts"
import { type Outcome, run, testFiles, Tests } from "./tests.ts"

/**
 * Runs the tests of all mutants in one process, by the Node that runs the program: a mutant costs the
 * milliseconds of its tests, and not the start of a test runner. A mutant that works while its file is
 * loaded gets modules of its own: that file anew, and all that rests on it.
 */
class SameProcess implements TestRunner {
  static readonly inject = [commonTokens.options] as const
  readonly #sandbox = process.cwd()
  readonly #modules = new Modules(this.#sandbox)
  readonly #tests = new Tests()
  readonly #cost = new Map<string, number>()

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true }
  }

  async dryRun({ files = [] }: DryRunOptions): Promise<DryRunResult> {
    const board = switchboard()
    board.activeMutant = undefined
    const cases = await this.#all(files)
    const outcomes: Outcome[] = []
    for (const test of cases) {
      board.currentTestId = test.id
      outcomes.push(await run(test))
      board.currentTestId = undefined
    }
    const coverage = structuredClone(board.mutantCoverage)
    // Once more, the other way round: tests that lean on each other would blame innocent mutants.
    for (const test of cases.toReversed()) {
      const { failure } = await run(test)
      if (failure === undefined) continue
      return { status: DryRunStatus.Error, errorMessage: `Alone fails ${test.id}: ${failure}` }
    }
    for (const { test, timeSpentMs } of outcomes) this.#cost.set(test.id, timeSpentMs)
    return {
      status: DryRunStatus.Complete,
      tests: outcomes.map(resultOf),
      ...(coverage ? { mutantCoverage: coverage } : {}),
    }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const isStatic = options.mutantActivation === "static"
    const wanted = new Set(options.testFilter)
    const known = await this.#all([options.sandboxFileName])
    const board = switchboard()
    Object.assign(board, { activeMutant: options.activeMutant.id, hitCount: 0 })
    board.hitLimit = options.hitLimit
    const tests: TestResult[] = []
    const cases = isStatic ? this.#anew(options.sandboxFileName) : this.#cheapFirst(known, wanted)
    let killer: Case | undefined
    try {
      for await (const test of cases) {
        const outcome = await run(test)
        tests.push(resultOf(outcome))
        if (outcome.failure !== undefined) killer = test
        if (killer) break
      }
    } catch (error) {
      // A file that cannot even be loaded.
      return {
        status: MutantRunStatus.Killed,
        killedBy: [],
        failureMessage: String(error),
        nrOfTests: 1,
      }
    } finally {
      Object.assign(board, { activeMutant: undefined, hitLimit: undefined })
      this.#modules.restore()
    }
    // What a mutant has broken for good would be blamed on the next one: begin anew, and ask again.
    if (killer && !isStatic && (await run(killer)).failure !== undefined) process.exit(1)
    const endless = determineHitLimitReached(board.hitCount, options.hitLimit)
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests })
  }

  #cheapFirst(known: readonly Case[], wanted: ReadonlySet<string>): readonly Case[] {
    const cost = ({ id }: Case): number => this.#cost.get(id) ?? 0
    return known.filter(({ id }) => wanted.has(id)).toSorted((a, b) => cost(a) - cost(b))
  }

  /** The tests that rest on a file, with modules of their own from here on. */
  async *#anew(mutated: string): AsyncIterable<Case> {
    const renewed = this.#modules.renew(mutated)
    for (const file of testFiles(this.#sandbox, [mutated])) {
      if (renewed.has(pathToFileURL(file).href)) yield* await collect(file)
    }
  }

  async #all(mutated: readonly string[]): Promise<readonly Case[]> {
    const cases: Case[] = []
    for (const file of testFiles(this.#sandbox, mutated)) {
      cases.push(...(await this.#tests.of(file)))
    }
    return cases
  }
}

function resultOf({ test, failure, timeSpentMs }: Outcome): TestResult {
  const { id, name, file: fileName, startPosition } = test
  const about = { id, name, fileName, startPosition, timeSpentMs }
  return failure === undefined
    ? { ...about, status: TestStatus.Success }
    : { ...about, status: TestStatus.Failed, failureMessage: failure }
}

/** How Stryker finds it. */
export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "same-process", SameProcess),
]
