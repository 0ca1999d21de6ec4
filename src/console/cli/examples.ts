/** A line to type, and what it does. */
type Example = readonly [line: string, meaning: string]

/** Examples of each command, shown at the end of its help. A test reads every one of them. */
const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  start: [
    ["genesis", "trade on paper, on the built-in generated market"],
    ["genesis start --capital 1000 --fresh", "begin a new account with another amount"],
  ],
  paper: [
    ["genesis paper --data FILE --speed 60", "trade a recording, a minute each second"],
    ["genesis paper --name trial --strategy breakout", "keep a second account beside the first"],
  ],
  live: [
    ["genesis live --testnet", "trade the exchange's test network, with keys of its own"],
    ["genesis live --symbols BTCUSDT,ETHUSDT", "trade an account, once every gate is open"],
  ],
  run: [
    ["genesis run paper", "run the engine alone; screens come and go"],
    ["genesis run live --testnet", "the same at the exchange's test network"],
  ],
  screen: [["genesis screen --name live", "look at a session that runs, from any terminal"]],
  stop: [["genesis stop", "end a session in good order"]],
  api: [
    ["genesis api keys", "make the keys with which your own programs speak to an engine"],
    ["genesis api keys --renew", "new ones; the old are good no more from the next start"],
  ],
  backtest: [
    ["genesis backtest --symbols BTCUSDT --strategy crossover", "what would it have done?"],
    ["genesis backtest --data FILE --journal a.sqlite", "keep the journal, for report and replay"],
  ],
  status: [["genesis status --json", "what the account is worth and holds, for a script"]],
  halt: [["genesis halt the news is bad", "close entries, and say why"]],
  resume: [["genesis resume", "open entries again"]],
  "close-all": [["genesis close-all --yes", "sell everything without being asked again"]],
  override: [["genesis override", "ask to resume after an emergency halt"]],
  reconcile: [
    ["genesis reconcile", "compare the books with the exchange now"],
    ["genesis reconcile --accept-balance BNB", "book a difference as money from outside"],
  ],
  maintenance: [
    [
      "genesis maintenance 2026-12-01T02:00 2026-12-01T04:00",
      "no entries while the exchange rests",
    ],
  ],
  why: [
    ["genesis why last", "the whole story of the latest order"],
    ["genesis why refused --json", "why the gate said no, for a script"],
  ],
  execution: [["genesis execution", "how well orders were carried out"]],
  report: [
    ["genesis report", "everything of the account paper, in the terminal"],
    ["genesis report month --name live --html month.html", "this month as a page"],
    ["genesis report a.sqlite --json", "a backtest's figures, for a script"],
  ],
  compare: [["genesis compare paper live --html both.html", "two accounts side by side"]],
  export: [
    ["genesis export trades --year 2026 --out trades.csv", "the trades of a year, with totals"],
    ["genesis export lots --columns", "what each column holds"],
  ],
  tax: [["genesis tax 2026 --method hifo", "a tax year, as it would be by another method"]],
  tier: [["genesis tier", "the tier, every gate, and what is still missing"]],
  limits: [["genesis limits", "every limit that holds now"]],
  gate: [["genesis gate", "what keeps real money away, and what still has to be shown"]],
  emergencies: [["genesis emergencies", "what was an emergency, and what was done"]],
  tutorial: [["genesis tutorial", "what there is to learn"]],
  "simulate-journey": [["genesis simulate-journey --seed 2", "another life of an account"]],
  tilt: [
    ["genesis tilt", "how calm you are by the guard"],
    ["genesis tilt week", "this week beside what is usual for you"],
    ["genesis tilt diary hurry", "what you wrote with that word in it"],
    ["genesis tilt export > guard.json", "all that the guard has learnt of you"],
    ["genesis tilt replay FILE", "play a session through the guard"],
  ],
  doctor: [["genesis doctor --testnet", "look at all that trading the test network rests on"]],
  keys: [
    ["genesis keys set --testnet", "keep the keys of the test network, encrypted"],
    ["genesis keys show --json", "whether there are keys and where, for a script"],
    ["genesis keys remove --testnet", "delete the file of the test network's keys"],
  ],
  replay: [["genesis replay --journal a.sqlite", "make every decision again, and compare"]],
  parity: [["genesis parity paper", "a session against the backtest of its own tape"]],
  strategies: [["genesis strategies breakout", "what can be set about one"]],
  strategy: [
    ["genesis strategy stop its market is shut", "it enters nothing more; stops and exits go on"],
    ["genesis strategy start", "it may enter again"],
    ["genesis strategy list --json", "the built-in strategies, for a script"],
    ["genesis strategy show breakout", "what can be set about one"],
  ],
  data: [
    ["genesis data import FILE", "read market data into the catalog"],
    ["genesis data list", "what the catalog holds"],
    ["genesis data show BTCUSDT", "the months of one symbol"],
    ["genesis data check", "whether every file is as it was written"],
  ],
  exchange: [
    ["genesis exchange --account mykey:mysecret", "serve a simulated exchange to any client"],
  ],
  drill: [["genesis drill --worlds 500", "play five hundred worlds of trouble"]],
  setup: [
    ["genesis setup", "write a settings file, with a few questions"],
    ["genesis setup --capital 500 --server-monthly 5", "the same without a question"],
  ],
  completion: [
    ["genesis completion bash >> ~/.bash_completion", "complete words in bash"],
    ["genesis completion zsh > ~/.zfunc/_genesis", "complete words in zsh"],
    ["genesis completion fish > ~/.config/fish/completions/genesis.fish", "and in fish"],
  ],
  "exit-codes": [["genesis exit-codes --json", "the table for a script"]],
}

/** The examples of a command, or of a word behind it, as the end of its help. */
export function exampleText(command: string, child = ""): string {
  const begin = `genesis ${command} ${child}`
  const shown = (EXAMPLES[command] ?? []).filter(([line]) => child === "" || line.startsWith(begin))
  const lines = shown.map(([line, meaning]) => `  ${line}\n      ${meaning}`)
  return lines.length === 0 ? "" : `\nExamples:\n${lines.join("\n")}`
}
