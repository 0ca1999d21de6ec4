declare const planId: unique symbol
/** A plan's own name, made from the number of the journal's line that begins it. */
export type PlanId = string & { readonly [planId]: true }
