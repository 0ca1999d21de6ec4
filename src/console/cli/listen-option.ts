import { type Command, InvalidArgumentError } from "commander"
import { type Address, listenAddress } from "../../control/address.ts"

/** Where the control API listens beside the account's socket. */
export interface ListenOption {
  readonly listen?: Address
}

/** Gives a command that runs an engine the option for where its control API listens. */
export function withListen(command: Command): Command {
  return command.option(
    "--listen <port>",
    'serve the control API on loopback, too, to who has a key of "genesis api keys"',
    (text) => {
      try {
        return listenAddress(text)
      } catch (error) {
        throw new InvalidArgumentError((error as Error).message)
      }
    },
  )
}
