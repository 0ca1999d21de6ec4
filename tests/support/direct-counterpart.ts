import type { Counterpart } from "../../src/console/screen/counterpart.ts"
import type { ControlledSession } from "../../src/control/controlled.ts"
import { plainOf } from "../../src/control/wire.ts"
import type { Lease } from "../../src/control/lease.ts"

/** The engine of a conversation in the same process: what the API serves, without the line between. */
export function directCounterpart(controlled: ControlledSession, lease: Lease): Counterpart {
  return {
    about: controlled.about,
    get picture() {
      return controlled.picture()
    },
    get tie() {
      return { isUp: true, ageMs: 0, mayAct: lease.isHeld }
    },
    command: (command, told) => told(controlled.command(command)),
    act: (act, told) => {
      const tilt = controlled.act(act)
      told?.(tilt)
    },
    story: (what, told) => told(controlled.story(what)),
    board: (name, told) => told(plainOf(controlled.board(name))),
    preview: (command, told) => told(controlled.preview(command)),
    review: (told) => told(controlled.review()),
    take: (told) => told(lease.isHeld),
  }
}
