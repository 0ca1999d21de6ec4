import { refuse } from "./input.ts"

const SQRT_TWO_PI = Math.sqrt(2 * Math.PI)

/** Below this the series of the area is short and stable, above it the fraction converges. */
const SERIES_MAX = 1.1
/** Terms that bring the continued fraction to full precision at `SERIES_MAX` and beyond. */
const FRACTION_TERMS = 400

/**
 * Standard normal distribution function, to full double precision in both tails: the series of
 * erf near zero, Laplace's continued fraction of erfc beyond, both written for the normal itself
 * because dividing by the root of two would cost digits far out.
 */
export function normalCdf(x: number): number {
  if (!Number.isFinite(x)) refuse(`A value of ${x} has no place in a normal distribution.`)
  if (Math.abs(x) < SERIES_MAX) return 0.5 + areaFromZero(x)
  return x < 0 ? tailBeyond(-x) : 1 - tailBeyond(x)
}

/**
 * Inverse of {@link normalCdf}: a rational start (Abramowitz and Stegun 26.2.23, off by 4.5e-4),
 * then two Halley steps, each of which triples the number of right digits.
 * @param p a probability strictly between 0 and 1
 * @throws Problem `INVALID_INPUT` outside of it
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) refuse(`A probability of ${p} has no quantile: it is not between 0 and 1.`)
  if (p === 0.5) return 0
  // 1 - p is exact in the upper half, and only the lower tail is precise far out.
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * Math.log(p))
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328)
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  let x = numerator / denominator - t
  for (let step = 0; step < 2; step++) {
    const excess = -x < SERIES_MAX ? areaFromZero(x) - (p - 0.5) : tailBeyond(-x) - p
    const correction = excess * SQRT_TWO_PI * Math.exp((x * x) / 2)
    x -= correction / (1 + (x * correction) / 2)
  }
  return x
}

/** Area under the density from 0 to x, with the sign of x; a series of positive terms. */
function areaFromZero(x: number): number {
  let term = Math.abs(x)
  let sum = term
  for (let n = 3; term > sum * 1e-17; n += 2) {
    term *= (x * x) / n
    sum += term
  }
  return Math.sign(x) * density(x) * sum
}

/** Area under the density beyond x, for x well above 0. */
function tailBeyond(x: number): number {
  let fraction = x
  for (let k = FRACTION_TERMS; k >= 1; k--) fraction = x + k / fraction
  return density(x) / fraction
}

/** The density, with x cut to few bits so that its square is exact and no error is magnified. */
function density(x: number): number {
  const cut = Math.trunc(x * 65_536) / 65_536
  return (Math.exp((-cut * cut) / 2) * Math.exp(((cut - x) * (cut + x)) / 2)) / SQRT_TWO_PI
}
