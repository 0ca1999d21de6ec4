import type { Address } from "../../control/address.ts"
import type { ControlledSession } from "../../control/controlled.ts"
import type { EngineRoom } from "../../control/engine-room.ts"
import { ControlServer } from "../../control/server.ts"
import { attendSettings, type SettingsHere } from "./attended-settings.ts"
import { keepYoungHeapSmall } from "./young-heap.ts"

/** What stands beside a running session: its control API, and the eye on its settings. */
export interface Serving {
  readonly control: ControlServer
  readonly close: () => Promise<void>
}

/**
 * Begins to serve a session.
 * @param told.room which hears of turns and answers
 * @param told.listen where the control API listens beside the socket
 * @throws Problem those of the control API; then nothing of it is left open
 */
export async function serveSession(
  controlled: ControlledSession,
  told: {
    readonly room: EngineRoom
    readonly listen: Address | undefined
    readonly settings: SettingsHere
  },
): Promise<Serving> {
  keepYoungHeapSmall()
  const control = await ControlServer.open(controlled, told)
  try {
    const attended = await attendSettings(controlled, told.settings)
    const close = async (): Promise<void> => {
      await attended.close()
      await control.close()
    }
    return { control, close }
  } catch (error) {
    await control.close()
    throw error
  }
}
