/** `0.6` as `60.0 %`. */
export const shareText = (share: number): string => `${(share * 100).toFixed(1)} %`
/** `1 day`, `2 days`; words of more than one part take their ending in the first. */
export function countText(n: number, word: string): string {
  const [first = "", ...rest] = word.split(" ")
  return [String(n), n === 1 ? first : `${first}s`, ...rest].join(" ")
}
