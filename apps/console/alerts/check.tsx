import { shown } from '../../cli/text/escape.js';

/** A box to be ticked, and what ticking it means. */
export function Check({
  label,
  checked,
  put,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly put: (checked: boolean) => void;
}) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => put(event.currentTarget.checked)} />
      <span>{shown(label)}</span>
    </label>
  );
}
