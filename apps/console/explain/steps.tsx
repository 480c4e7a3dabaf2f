import type { Certificate } from '#libs/certificates/certificate.js';
import type { Selection, TraceStep } from '#libs/selection/selection.js';
import { REASON_WORDS } from '../../cli/words/reasons.js';
import { Foreign } from '../parts/foreign.js';
import { Named } from './named.js';
import { flowOf } from './flow.js';
import { plainer } from './plainer.js';
import { SourceLinks } from './sources.js';

type Store = readonly Certificate[];

/** The way to the answer, step by step: what was asked, what was found, who fell there and why, who was left. */
export function Steps({
  selection,
  store,
  outOfSight,
}: {
  readonly selection: Selection;
  readonly store: Store;
  /** Where the drawing alone is looked at, for those who hear the page: without links, which nobody would see. */
  readonly outOfSight: boolean;
}) {
  const steps = flowOf(selection).steps.flatMap(({ step, rule }) =>
    step === null ? [] : [{ ...step, written: rule }],
  );
  return (
    <ol className={outOfSight ? 'steps out-of-sight' : 'steps'}>
      {steps.map((step, i) => (
        <li key={step.rule + String(i)} className={step.decides ? 'decides' : undefined}>
          <p>
            <code className="rule">{step.rule}</code> {sentence(step.asks)}{' '}
            {step.decides ? <span className="dim">(this decides)</span> : null}
            {outOfSight ? null : (
              <span className="written">
                {' '}
                <abbr title="how firmly it is known">{step.written.confidence}</abbr>{' '}
                <SourceLinks sources={step.written.sources} />
              </span>
            )}
          </p>
          <p className="found">
            <span aria-hidden="true">→</span> <Foreign text={plainer(step.found)} most={600} />
          </p>
          <Fallen step={step} store={store} />
          <Kept step={step} before={steps[i - 1]} store={store} />
        </li>
      ))}
    </ol>
  );
}

function Fallen({ step, store }: { readonly step: TraceStep; readonly store: Store }) {
  if (step.fell === undefined || step.fell.length === 0) return null;
  return (
    <ul className="candidates">
      {step.fell.map(({ thumbprint, reasons }) => (
        <li key={thumbprint}>
          <span className="bad">
            <span aria-hidden="true">✗</span> rejected
          </span>{' '}
          <Named thumbprint={thumbprint} store={store} />
          <br />
          <span className="reason">
            {reasons.map((reason) => REASON_WORDS[reason]).join('; ')} <code>{reasons.join(', ')}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Who is left, told only where that changed. */
function Kept({
  step,
  before,
  store,
}: {
  readonly step: TraceStep;
  readonly before: TraceStep | undefined;
  readonly store: Store;
}) {
  const { kept, fell = [], decides } = step;
  if (kept === undefined || (kept.length === before?.kept?.length && fell.length === 0 && !decides)) return null;
  return (
    <ul className="candidates">
      {kept.map((thumbprint) => (
        <li key={thumbprint}>
          <span className="good">
            <span aria-hidden="true">✓</span> left
          </span>{' '}
          <Named thumbprint={thumbprint} store={store} />
        </li>
      ))}
    </ul>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
