/** State that a snapshot keeps. */
export interface OutageWatchState {
  readonly equityUnits: bigint
  /** The process ended in good order. */
  readonly isStopped: boolean
  /** Worth when the process was lost; absent while none was, or its cost is told. */
  readonly beforeUnits?: bigint
}

/**
 * What a failure of the machine cost (TIER-28 f): how much less the account is worth, after a start
 * that no stop in good order came before, than when it was weighed last. Money that came or went from
 * outside is left out.
 */
export class OutageWatch {
  #equityUnits = 0n
  #isStopped = false
  #beforeUnits: bigint | undefined

  get state(): OutageWatchState {
    return {
      equityUnits: this.#equityUnits,
      isStopped: this.#isStopped,
      ...(this.#beforeUnits === undefined ? {} : { beforeUnits: this.#beforeUnits }),
    }
  }

  restore({ equityUnits, isStopped, beforeUnits }: OutageWatchState): void {
    this.#isStopped = isStopped
    this.#equityUnits = equityUnits
    this.#beforeUnits = beforeUnits
  }

  onFlow(units: bigint): void {
    this.#equityUnits += units
    if (this.#beforeUnits !== undefined) this.#beforeUnits += units
  }

  /** The session ends in good order. */
  onStop(): void {
    this.#isStopped = true
  }

  onRestart(): void {
    if (!this.#isStopped && this.#equityUnits > 0n) this.#beforeUnits ??= this.#equityUnits
    this.#isStopped = false
  }

  /** @returns what was lost meanwhile, when the account is first weighed again; 0 for nothing */
  onSample(equityUnits: bigint): bigint {
    const before = this.#beforeUnits
    this.#beforeUnits = undefined
    this.#equityUnits = equityUnits
    return before !== undefined && equityUnits < before ? before - equityUnits : 0n
  }
}
