import { CONFIDENCE_WORDS } from '#libs/selection/page.js';
import { sourceOf } from '#libs/selection/sources.js';
import type { Confidence } from '#libs/selection/rulebook.js';

/** Where a step is written, each source with its page. */
export function SourceLinks({ sources }: { readonly sources: readonly string[] }) {
  return sources.map((key, i) => {
    const source = sourceOf(key);
    return (
      <span key={key}>
        {i === 0 ? '' : ', '}
        {source === undefined || source.url === null ? (
          <span title={source?.title}>{key}</span>
        ) : (
          <a href={source.url} title={source.title} rel="noreferrer noopener">
            {key}
          </a>
        )}
      </span>
    );
  });
}

/** What the letters at the steps mean. */
export function Confidences() {
  return (
    <details className="confidences">
      <summary>A, B, C, D: how firmly each step is known</summary>
      <dl className="facts">
        {CONFIDENCE_WORDS.map(([letter, means]) => (
          <Meaning key={letter} letter={letter} means={means} />
        ))}
      </dl>
    </details>
  );
}

function Meaning({ letter, means }: { readonly letter: Confidence; readonly means: string }) {
  return (
    <>
      <dt>{letter}</dt>
      <dd>{means}</dd>
    </>
  );
}
