import type { QueryFault as Fault } from '#libs/query/query-fault.js';
import { shown } from '../../cli/text/escape.js';

const AROUND = 60;

/** What is wrong with a query: where it stands, with a caret under it, and what was likely meant, to be taken by a click. */
export function QueryFault({
  id,
  text,
  fault,
  put,
}: {
  readonly id: string;
  readonly text: string;
  readonly fault: Fault;
  readonly put: (text: string) => void;
}) {
  const { message, column, remedy } = fault;
  const from = Math.max(0, column - 1 - AROUND);
  const before = shown(text.slice(from, column - 1));
  const suggestions = fault.suggestions ?? [];
  return (
    <div className="query-fault" id={id} role="alert">
      <pre aria-hidden="true">
        {before}
        {shown(text.slice(column - 1, column - 1 + AROUND))}
        {'\n'}
        {' '.repeat([...before].length)}^
      </pre>
      <p>
        Column {column}: {shown(message)}. {suggestions.length === 0 ? shown(remedy ?? '') : null}
      </p>
      {suggestions.length === 0 ? null : (
        <p className="buttons">
          Did you mean{' '}
          {suggestions.map((suggestion) => (
            <button type="button" key={suggestion} onClick={() => put(replaced(text, column - 1, suggestion))}>
              {shown(suggestion)}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

/** The word that begins there gives way. */
function replaced(text: string, at: number, suggestion: string): string {
  const word = /^[^\s:()",<>=]*/.exec(text.slice(at))?.[0] ?? '';
  return text.slice(0, at) + suggestion + text.slice(at + word.length);
}
