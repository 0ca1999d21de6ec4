/**
 * A value without the keys that are undefined: JSON would lose them, and what comes back must be what
 * was kept.
 */
export type Kept<T> = {
  readonly [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key]
} & {
  readonly [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>
}

export const kept = <T extends object>(value: T): Kept<T> =>
  Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined)) as Kept<T>
