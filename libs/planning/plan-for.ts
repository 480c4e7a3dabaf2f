/** A command that is read, though perhaps not yet on which server it runs. */
export interface Placeable<T> {
  /** It names its server, or is about none. */
  readonly placed: boolean;
  /** The command; the server counts only where it names none itself. */
  readonly on: (server: string | undefined) => T;
}

/** The commands in their order; one that names no server is repeated for each of `servers`, in theirs. */
export function planFor<T>(commands: readonly Placeable<T>[], servers: readonly string[]): readonly T[] {
  return commands.flatMap(({ placed, on }) =>
    placed || servers.length === 0 ? [on(undefined)] : servers.map((server) => on(server)),
  );
}
