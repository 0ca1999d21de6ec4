/**
 * The numbers of OPS-15, shown as `GENESIS-CSNN`, for each code a Problem can carry. C is the
 * category (1 exchange, 2 network, 3 database, 4 validation, 5 business, 6 system), S the severity
 * (9 critical, 7 high, 5 medium, 3 low). A number once given is never given to another code.
 */
export const ERROR_NUMBERS: Readonly<Record<string, number>> = Object.freeze({
  JOURNAL_HEADLESS: 3701,
  NOT_A_DECIMAL: 4301,
  TOO_PRECISE: 4302,
  TOO_LARGE: 4303,
  NOT_A_TIME: 4304,
  INVALID_INPUT: 4305,
  UNKNOWN_SYMBOL: 4306,
  SYMBOL_UNKNOWN: 4307,
  INTERVAL_UNKNOWN: 4308,
  WRONG_USAGE: 4310,
  STRATEGY_UNKNOWN: 4311,
  PARAM_UNKNOWN: 4312,
  PARAM_OUT_OF_RANGE: 4313,
  LIMIT_LOOSER: 4501,
  SETTINGS_UNREADABLE: 4502,
  SETTINGS_REFUSED: 4503,
  GENERATED_MARKET_CHANGED: 4504,
  FILE_NOT_READABLE: 4505,
  FILE_TRUNCATED: 4506,
  FILE_EMPTY: 4507,
  FORMAT_UNKNOWN: 4508,
  NOT_WHAT_IT_CLAIMS: 4509,
  ROW_BROKEN: 4510,
  NO_ROWS: 4511,
  NO_MARKET_NAMED: 4512,
  NOT_THERE: 6301,
  HOME_UNUSABLE: 6501,
  NOT_PERMITTED: 6701,
  TOO_MANY_FILES: 6702,
  DISK_FULL: 6901,
  MISTAKE: 6902,
})
