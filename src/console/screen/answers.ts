import type { Command } from "../../engine/records.ts"

/** To a person whose engine is gone. */
export const NOBODY =
  "No engine runs this account now, so nothing was done. It is looked for all the time."

/** To a person before a screen that only looks (UI-24). */
export const ONLY_LOOKING =
  "Another screen has the command line; this one looks. Type take to have it here."

/** Before the screen is left (UI-23). */
export const LEAVE = "Leave the screen? The engine goes on, and stops rest at the exchange."

/** What is said when the guard's word was taken. */
export const GUARD_TAKEN =
  "Taken. Stops stand at the exchange; the next win pays more towards a debt."

/** What to say when a command changed nothing that is worth an event. */
export const NOTHING_CAME: Readonly<Record<Command["kind"], string>> = {
  halt: "Entries are closed already. Type resume to open them again.",
  resume: "Entries are open already, or wait for the exchange to agree with our books.",
  "close-all": "There is no position to sell.",
  close: "There is no position in it to sell.",
  buy: "Nothing was sent: there is no fresh price, or an order for it is under way.",
  stop: "",
  tighten: "The stop is being brought nearer.",
  cancel: "No entry waits at the exchange. Stops stay where they are.",
  strategy: "",
  reconcile: "The exchange is asked what it holds for us.",
  adopt: "No such order stands to be decided on.",
  "cancel-foreign": "No such order stands to be decided on.",
  plan: "",
  "accept-balance": "No such balance stands to be decided on.",
  tilt: "",
  maintenance: "It is written down: entries close half an hour before it.",
  settings: "",
  tier: "It is written down.",
  override: "",
}
