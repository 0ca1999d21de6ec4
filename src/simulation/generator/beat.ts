import type { Chance } from "../../value/chance.ts"

/**
 * Length of a beat, microseconds. The latent market moves once per beat and everything that happens
 * within it is drawn at once, so where `extend` stops can never change what comes after.
 */
export const BEAT_US = 200_000
export const BEAT_SECONDS = 0.2
/** Slow things (moods, jumps, pegs) change once in this many beats: every five seconds. */
export const SLOW_BEATS = 25
export const SLOW_SECONDS = 5
export const DAY_SECONDS = 86_400

/** What is left of a quantity after a span when it halves every `halfLife`. */
export const decay = (span: number, halfLife: number): number =>
  Math.exp((-Math.LN2 * span) / halfLife)

/** Strength of the noise that keeps a decaying quantity at a standard deviation of 1. */
export const kick = (decay: number): number => Math.sqrt(1 - decay * decay)

/**
 * Noise of one beat: mean 0, variance 1, uniform. Three hundred of them make a minute, which is normal
 * all the same, and one costs a quarter of a normal number.
 */
export const shake = (chance: Chance): number => (chance.unit() - 0.5) * Math.sqrt(12)
