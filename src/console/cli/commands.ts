import type { CommandEntry } from "./command-entry.ts"

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
    name: "run",
    summary: "run an engine as a service, without a screen",
    load: async () => (await import("./run.ts")).runCommand(),
  },
  {
    name: "screen",
    summary: "show an engine that runs, and act on it",
    load: async () => (await import("./screen.ts")).screenCommand(),
  },
  {
    name: "stop",
    summary: "end an engine in good order",
    load: async () => (await import("./stop.ts")).stopCommand(),
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
    name: "override",
    summary: "open entries for five minutes after a market emergency",
    load: async () => (await import("./override.ts")).overrideCommand(),
  },
  {
    name: "reconcile",
    summary: "compare the books with the exchange, and settle what differs",
    load: async () => (await import("./reconcile.ts")).reconcileCommand(),
  },
  {
    name: "maintenance",
    summary: "tell a session when the exchange has announced that it will not work",
    load: async () => (await import("./maintenance.ts")).maintenanceCommand(),
  },
  {
    name: "why",
    summary: "tell the whole story of an order, or why one was refused",
    load: async () => (await import("./why.ts")).whyCommand(),
  },
  {
    name: "gate",
    summary: "show and sign what must be shown before real money is at stake",
    load: async () => (await import("./gate.ts")).gateCommand(),
  },
  {
    name: "execution",
    summary: "show what orders cost against the prices they could have had",
    load: async () => (await import("./execution.ts")).executionCommand(),
  },
  {
    name: "report",
    summary: "tell what a run came to, and why: a text, a page, or JSON",
    load: async () => (await import("./report.ts")).reportCommand(),
  },
  {
    name: "compare",
    summary: "show two or more runs side by side",
    load: async () => (await import("./compare.ts")).compareCommand(),
  },
  {
    name: "export",
    summary: "write trades, orders, fills, equity, ledger or tax lots as CSV or JSON",
    load: async () => (await import("./export.ts")).exportCommand(),
  },
  {
    name: "tax",
    summary: "tell what a tax year came to, by lots",
    load: async () => (await import("./tax.ts")).taxCommand(),
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
    name: "emergencies",
    summary: "tell every emergency: its trigger, its course, its cost",
    load: async () => (await import("./emergencies.ts")).emergenciesCommand(),
  },
  {
    name: "tutorial",
    summary: "read a short lesson about something that a tier unlocks",
    load: async () => (await import("./tutorial.ts")).tutorialCommand(),
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
    name: "api",
    summary: "make the keys for programs of your own that speak with an engine",
    load: async () => (await import("./api.ts")).apiCommand(),
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
    name: "strategy",
    summary: "stop and start the strategy of a session, from a second terminal",
    load: async () => (await import("./strategy.ts")).strategyCommand(),
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
  {
    name: "setup",
    summary: "write the first settings, by a few questions",
    load: async () => (await import("./setup.ts")).setupCommand(),
  },
  {
    name: "completion",
    summary: "print a script by which a shell completes words",
    load: async () => (await import("./completion.ts")).completionCommand(COMMANDS),
  },
  {
    name: "exit-codes",
    summary: "tell what the exit code of every command says",
    load: async () => (await import("./exit-codes.ts")).exitCodesCommand(),
  },
]
