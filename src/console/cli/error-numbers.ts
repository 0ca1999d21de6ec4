/**
 * The numbers of OPS-15, `GENESIS-CSNN`, for each code a Problem can carry. C is the category
 * (1 exchange, 2 network, 3 database, 4 validation, 5 business, 6 system), S the severity
 * (9 critical, 7 high, 5 medium, 3 low). A number once given is never given to another code.
 */
const NUMBERS: Readonly<Record<string, number>> = {
  NOT_A_DECIMAL: 4301,
  TOO_PRECISE: 4302,
  TOO_LARGE: 4303,
  NOT_A_TIME: 4304,
  INVALID_INPUT: 4305,
  LIMIT_LOOSER: 4501,
  WRONG_USAGE: 4310,
  SETTINGS_UNREADABLE: 4502,
  SETTINGS_REFUSED: 4503,
  HOME_UNUSABLE: 6501,
  INTERRUPTED: 6301,
  DISK_FULL: 6901,
  NOT_PERMITTED: 6701,
  NOT_THERE: 6302,
  TOO_MANY_FILES: 6702,
  MISTAKE: 6902,
}

/** `GENESIS-4501`, or undefined for a code without a number. */
export function errorNumber(code: string): string | undefined {
  return Object.hasOwn(NUMBERS, code) ? `GENESIS-${NUMBERS[code]}` : undefined
}
