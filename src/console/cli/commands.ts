import type { Command } from "commander"

/** What is known of a command before its file is loaded: enough to list it and to guess typing mistakes. */
export interface CommandEntry {
  readonly name: string
  readonly summary: string
  /** Loads the command's own file, and with it all that the command needs. */
  readonly load: () => Promise<Command>
}

/** What runs when no command is named. */
export const DEFAULT_COMMAND = "start"

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "start",
    summary: "trade on paper, on the built-in generated market",
    load: async () => (await import("./paper.ts")).startCommand(),
  },
  {
    name: "paper",
    summary: "trade on paper: the generated market, or a recording",
    load: async () => (await import("./paper.ts")).paperCommand(),
  },
  {
    name: "live",
    summary: "trade an account at the exchange, or on its test network",
    load: async () => (await import("./live.ts")).liveCommand(),
  },
  {
    name: "backtest",
    summary: "run a strategy over past market data",
    load: async () => (await import("./backtest.ts")).backtestCommand(),
  },
  {
    name: "status",
    summary: "tell what an account is worth, holds and waits for",
    load: async () => (await import("./status.ts")).statusCommand(),
  },
  {
    name: "halt",
    summary: "close entries of a session, from a second terminal",
    load: async () => (await import("./orders-to-session.ts")).haltCommand(),
  },
  {
    name: "resume",
    summary: "open entries of a session again, from a second terminal",
    load: async () => (await import("./orders-to-session.ts")).resumeCommand(),
  },
  {
    name: "close-all",
    summary: "sell every position of a session, from a second terminal",
    load: async () => (await import("./orders-to-session.ts")).closeAllCommand(),
  },
  {
    name: "reconcile",
    summary: "compare the books with the exchange, and settle what differs",
    load: async () => (await import("./reconcile.ts")).reconcileCommand(),
  },
  {
    name: "why",
    summary: "tell the whole story of an order, or why one was refused",
    load: async () => (await import("./why.ts")).whyCommand(),
  },
  {
    name: "tier",
    summary: "show the tier, its gates and what they still ask for",
    load: async () => (await import("./tier.ts")).tierCommand(),
  },
  {
    name: "limits",
    summary: "show every limit that holds now, and who could change it",
    load: async () => (await import("./limits.ts")).limitsCommand(),
  },
  {
    name: "simulate-journey",
    summary: "tell how an account goes through every tier, up and down",
    load: async () => (await import("./simulate-journey.ts")).simulateJourneyCommand(),
  },
  {
    name: "tilt",
    summary: "show how calm the trader is by the guard, and what it means",
    load: async () => (await import("./tilt.ts")).tiltCommand(),
  },
  {
    name: "doctor",
    summary: "look at everything that trading rests on, and say what to do",
    load: async () => (await import("./doctor.ts")).doctorCommand(),
  },
  {
    name: "keys",
    summary: "keep the keys of your account at the exchange, encrypted",
    load: async () => (await import("./keys.ts")).keysCommand(),
  },
  {
    name: "replay",
    summary: "make every decision of a journal again, and compare",
    load: async () => (await import("./replay.ts")).replayCommand(),
  },
  {
    name: "parity",
    summary: "hold a recorded session against the backtest of its own tape",
    load: async () => (await import("./parity.ts")).parityCommand(),
  },
  {
    name: "strategies",
    summary: "show the built-in strategies and what can be set",
    load: async () => (await import("./strategies.ts")).strategiesCommand(),
  },
  {
    name: "data",
    summary: "bring market data into the catalog, and see what is there",
    load: async () => (await import("./data.ts")).dataCommand(),
  },
  {
    name: "exchange",
    summary: "serve a simulated exchange that speaks Binance's protocol",
    load: async () => (await import("./exchange.ts")).exchangeCommand(),
  },
  {
    name: "drill",
    summary: "play the program through worlds in which everything goes wrong",
    load: async () => (await import("./drill.ts")).drillCommand(),
  },
]
