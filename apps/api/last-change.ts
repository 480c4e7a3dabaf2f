import { textOfColumn } from '#libs/store/column-text.js';
import type { BindingThenRow } from '#libs/store/queries/bindings-now.js';

/** When and by whom an endpoint's answer last became another; null: that is not known. */
export function lastChange({
  lastChangedAt,
  lastChangedBy,
  lastChangedPosition,
}: Pick<BindingThenRow, 'lastChangedAt' | 'lastChangedBy' | 'lastChangedPosition'>) {
  if (lastChangedAt === null) return null;
  return {
    at: lastChangedAt.toISOString(),
    by: lastChangedBy === null ? null : textOfColumn(lastChangedBy),
    position: lastChangedPosition === null ? null : Number(lastChangedPosition),
  };
}
