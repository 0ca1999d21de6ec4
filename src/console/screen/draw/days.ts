import { DAY_US } from "../../../value/time.ts"

/** The moment at which a day begins, UTC. */
export const dayStart = (day: number): number => day * DAY_US
