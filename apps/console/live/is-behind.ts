/** Whether an answer, or the first page of one, says that it was given before the log had come to a position. False where it says nothing. */
export function isBehind(data: unknown, head: number): boolean {
  const answer = valueOf(data, 'answer') ?? data;
  const pages = valueOf(answer, 'pages');
  const position = valueOf(Array.isArray(pages) ? pages[0] : answer, 'position');
  return typeof position === 'number' && position < head;
}

function valueOf(data: unknown, key: string): unknown {
  return typeof data === 'object' && data !== null ? new Map(Object.entries(data)).get(key) : undefined;
}
