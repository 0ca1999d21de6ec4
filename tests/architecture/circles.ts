/**
 * Groups that import each other in a circle (Tarjan's strongly connected components), each sorted.
 * One that imports itself is a circle too.
 */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const numbers = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (name: string): void => {
    const number = numbers.size
    numbers.set(name, number)
    lowest.set(name, number)
    stack.push(name)
    for (const next of graph.get(name) ?? []) {
      if (!graph.has(next)) continue
      if (!numbers.has(next)) visit(next)
      else if (!stack.includes(next)) continue
      lowest.set(name, Math.min(lowest.get(name) ?? number, lowest.get(next) ?? number))
    }
    if (lowest.get(name) !== number) return
    const group = stack.splice(stack.indexOf(name))
    if (group.length > 1 || graph.get(name)?.includes(name)) found.push(group.toSorted())
  }
  for (const name of graph.keys()) if (!numbers.has(name)) visit(name)
  return found
}
