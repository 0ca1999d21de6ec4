import { refuse } from "./input.ts"

const SQRT_2 = Math.SQRT2
const SQRT_PI = Math.sqrt(Math.PI)
const SQRT_TWO_PI = Math.sqrt(2 * Math.PI)

/** Below this the series of erf is short and stable, above it the continued fraction converges. */
const SERIES_MAX = 0.75
/** Terms that bring the continued fraction to full precision at `SERIES_MAX` and beyond. */
const FRACTION_TERMS = 400

/** Standard normal distribution function, to full double precision in both tails. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) refuse("The value of a normal distribution is NaN.")
  return 0.5 * complementaryErf(-x / SQRT_2)
}

/**
 * Inverse of {@link normalCdf}: a rational start (Abramowitz and Stegun 26.2.23, 4.5e-4), then two
 * Halley steps, each of which triples the number of right digits.
 * @param p a probability strictly between 0 and 1
 * @throws Problem `INVALID_INPUT` outside of it
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) refuse(`A probability of ${p} has no quantile; it must lie between 0 and 1.`)
  // 1 - p is exact in the upper half, and only the lower tail is precise far out.
  if (p > 0.5) return -normalQuantile(1 - p)
  const t = Math.sqrt(-2 * Math.log(p))
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328)
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  let x = numerator / denominator - t
  for (let step = 0; step < 2; step++) {
    const error = (normalCdf(x) - p) * SQRT_TWO_PI * Math.exp((x * x) / 2)
    x -= error / (1 + (x * error) / 2)
  }
  return x
}

/** erfc: the series of erf near zero, Laplace's continued fraction beyond, mirrored for x < 0. */
function complementaryErf(x: number): number {
  if (x < 0) return 2 - complementaryErf(-x)
  if (x < SERIES_MAX) return 1 - erfSeries(x)
  let fraction = x
  for (let k = FRACTION_TERMS; k >= 1; k--) fraction = x + k / 2 / fraction
  return gauss(x) / (SQRT_PI * fraction)
}

/** erf by its series with positive terms only. */
function erfSeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / SQRT_PI) * Math.exp(-x * x) * sum
}

/** exp(-x²), with x cut to few bits so that its square is exact and no error is magnified. */
function gauss(x: number): number {
  const cut = Math.trunc(x * 65_536) / 65_536
  return Math.exp(-cut * cut) * Math.exp((cut - x) * (cut + x))
}
