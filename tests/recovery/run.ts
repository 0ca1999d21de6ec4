import { recover } from "./rounds.ts"

// `npm run recovery -- --kills 200 --seed 1 --faults rough`: a trader killed again and again, at a real
// server that goes wrong; exits with 1 when anything was lost, doubled or left unguarded.

const given = (name: string, other: string): string => {
  const at = process.argv.indexOf(`--${name}`)
  return process.argv[at < 0 ? Infinity : at + 1] ?? other
}

const kills = Number(given("kills", "200"))
const done = await recover({
  kills,
  seed: Number(given("seed", "1")),
  faults: given("faults", "rough"),
  onKill: (n) => {
    if (n % 10 === 0) process.stderr.write(`${n} of ${kills} kills\n`)
  },
})
const { exchangeKills, orders, fills, faults, said } = done
process.stdout.write(
  `${kills} kills of the trader, ${exchangeKills} of the exchange; ${orders} orders, ${fills} fills; ` +
    `${faults.length === 0 ? "nothing lost, nothing doubled, all guarded" : `${faults.length} faults`}\n`,
)
for (const fault of faults) process.stdout.write(`  ${fault}\n`)
if (faults.length > 0) {
  process.stdout.write(`${said}\n`)
  process.exitCode = 1
}
