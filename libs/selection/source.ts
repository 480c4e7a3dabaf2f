/** A page, a knowledge base article, a script or a post that rules rest on. */
export interface Source {
  readonly title: string;
  /** Null: it has no lasting address that is known. */
  readonly url: string | null;
}
