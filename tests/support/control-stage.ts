import type { Door } from "../../src/control/door.ts"
import { buildApi } from "../../src/control/api.ts"
import { Onlookers } from "../../src/control/onlookers.ts"
import type { Answered } from "../../src/control/request-log.ts"
import type { Api } from "../../src/control/scene.ts"
import { Seat } from "./open-paper.ts"

/** The whole control API of a real paper session, behind a door, in a time of its own. */
export class ControlStage {
  readonly seat: Seat
  readonly api: Api
  readonly answered: Answered[]
  /** What the steady clock shows, in milliseconds. */
  readonly clock: { nowMs: number }

  private constructor(told: Pick<ControlStage, "seat" | "api" | "answered" | "clock">) {
    this.seat = told.seat
    this.api = told.api
    this.answered = told.answered
    this.clock = told.clock
  }

  static async open(door: Door): Promise<ControlStage> {
    const seat = await Seat.take()
    const clock = { nowMs: 0 }
    const answered: Answered[] = []
    const { controlled, lease } = seat
    const scene = {
      controlled,
      lease,
      onlookers: new Onlookers(controlled, () => clock.nowMs),
      turns: { lastMs: 0 },
      clock: () => clock.nowMs,
    }
    const api = await buildApi(scene, { door, log: (it) => answered.push(it) })
    return new ControlStage({ seat, api, answered, clock })
  }

  /** So long nobody asks anything: every bucket is full again. */
  rest(ms = 120_000): void {
    this.clock.nowMs += ms
  }

  async close(): Promise<void> {
    await this.api.close()
    this.seat.leave()
  }
}
