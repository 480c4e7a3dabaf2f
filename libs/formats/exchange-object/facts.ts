/** Facts that grow while the objects of a file are read. */
export interface Facts {
  /** Whose they are, for warnings. */
  readonly whose: string;
  readonly values: Map<string, unknown>;
  /** Elements by what tells them apart. */
  readonly lists: Map<string, Map<string, object>>;
}

/** The lists whose elements come one by one, with what tells the elements apart; empty: their whole content. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  certificates: ['thumbprint'],
  receiveConnectors: ['name'],
  sendConnectors: ['name'],
  iisBindings: ['site', 'protocol', 'ipAddress', 'port', 'hostName'],
  virtualDirectories: [],
  edgeSubscriptions: [],
};

export function newFacts(whose: string): Facts {
  return { whose, values: new Map(), lists: new Map() };
}

/**
 * Puts facts to facts: lists grow, other values are stated once. What is said first stands; a second, different statement is not taken,
 * and returned as a doubt.
 */
export function putFacts(facts: Facts, more: object): readonly string[] {
  const doubts: string[] = [];
  for (const [key, value] of Object.entries(more)) {
    if (Object.hasOwn(LISTS, key) && Array.isArray(value)) putElements(facts, key, value);
    else if (!facts.values.has(key)) facts.values.set(key, value);
    else if (JSON.stringify(facts.values.get(key)) !== JSON.stringify(value))
      doubts.push(`${facts.whose}: ${key} is said twice and differently; the first was taken.`);
  }
  return doubts;
}

function putElements(facts: Facts, key: string, elements: readonly unknown[]): void {
  const list = facts.lists.get(key) ?? new Map<string, object>();
  facts.lists.set(key, list);
  for (const element of elements) {
    if (typeof element !== 'object' || element === null) continue;
    const id = identity(element, LISTS[key] ?? []);
    list.set(id, { ...element, ...list.get(id) });
  }
}

function identity(element: object, keys: readonly string[]): string {
  return JSON.stringify(keys.length === 0 ? element : keys.map((key) => Reflect.get(element, key) ?? null));
}

/** The facts as one object. */
export function finishFacts(facts: Facts): Record<string, never> {
  const lists = [...facts.lists].map(([key, list]) => [key, [...list.values()]]);
  return Object.fromEntries([...facts.values, ...lists]);
}
