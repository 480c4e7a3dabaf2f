import { CMDLETS } from '../command.js';
import { isCmdlet, type Cmdlet } from '../command-shapes.js';
import { didYouMean, nearestWords } from '../nearest.js';
import { shorten } from '#libs/formats/json/path.js';
import { certificateNamed, type NamedCertificate } from './named-certificate.js';
import { fault, isFault, type LineFault } from './line-fault.js';
import { GET, PARAMETERS } from './parameters.js';
import { invocationsOf, type Invocation } from './pipeline.js';
import { saidBy, type Said } from './said.js';
import type { Token, Word } from './token.js';

/** A line that is understood; where it runs may still be open. */
export interface CmdletLine {
  readonly cmdlet: Cmdlet;
  readonly said: Said;
  /** What a leading `Get-ExchangeCertificate` fetches; null: nothing leads. */
  readonly source: NamedCertificate | null;
}

const LEADER = 'Get-ExchangeCertificate';
const FOLLOWERS: readonly Cmdlet[] = [
  'Enable-ExchangeCertificate',
  'Remove-ExchangeCertificate',
  'New-ExchangeCertificate',
];

/** What a statement says. @cite rulebook 18 (D) */
export function readLine(tokens: readonly Token[]): CmdletLine | LineFault {
  const invocations = invocationsOf(tokens);
  if (isFault(invocations)) return invocations;
  const [first, second, third] = invocations;
  if (third !== undefined) return fault(third.cmdlet.at, 'Another cmdlet follows behind a second pipe.', NOT_PIPED);
  return second === undefined ? alone(first) : piped(first, second);
}

const NOT_PIPED = `Only ${LEADER} may lead, and only ${FOLLOWERS.join(', ')} may follow it: write the rest as lines of their own.`;

function alone(invocation: Invocation): CmdletLine | LineFault {
  const cmdlet = cmdletNamed(invocation.cmdlet);
  if (isFault(cmdlet)) return cmdlet;
  if (cmdlet === LEADER)
    return fault(
      invocation.cmdlet.at,
      `${LEADER} changes nothing.`,
      'Write the cmdlet that takes its certificate behind a pipe.',
    );
  const said = saidBy(cmdlet, PARAMETERS[cmdlet], invocation);
  return isFault(said) ? said : { cmdlet, said, source: null };
}

function piped(first: Invocation, second: Invocation): CmdletLine | LineFault {
  const leader = cmdletNamed(first.cmdlet);
  if (isFault(leader)) return leader;
  const cmdlet = cmdletNamed(second.cmdlet);
  if (isFault(cmdlet)) return cmdlet;
  if (leader !== LEADER) return fault(second.cmdlet.at, `Nothing takes what ${leader} gives.`, NOT_PIPED);
  if (cmdlet === LEADER || !FOLLOWERS.includes(cmdlet))
    return fault(second.cmdlet.at, `${cmdlet} does not take the certificate that ${LEADER} gives.`, NOT_PIPED);
  const fetched = saidBy(leader, GET, first);
  if (isFault(fetched)) return fetched;
  const source = certificateNamed(fetched);
  if (isFault(source)) return source;
  const said = saidBy(cmdlet, PARAMETERS[cmdlet], second);
  return isFault(said) ? said : { cmdlet, said, source };
}

function cmdletNamed({ text, at }: Word): Cmdlet | typeof LEADER | LineFault {
  const known = [...CMDLETS, LEADER].find((cmdlet) => cmdlet.toLowerCase() === text.toLowerCase());
  if (known === LEADER || isCmdlet(known)) return known;
  const near = didYouMean(nearestWords(text, CMDLETS));
  return fault(
    at,
    `"${shorten(text, 60)}" is no cmdlet that is understood.`,
    `${near}Use one of ${CMDLETS.join(', ')}.`,
  );
}
