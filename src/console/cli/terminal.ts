/** A terminal that can be written to anywhere, with a person before it. */
export function isOnTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && process.env["TERM"] !== "dumb"
}
