import { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import type { Answer, ProgramAnswer } from '../answer.js';
import { channel, type Occasion } from '../channel.js';
import { clean } from '../clean.js';
import { judgeFailure } from '../judge.js';
import { messageData } from '../message-data.js';
import { delivered, never, retry, unknown, type Outcome } from '../outcome.js';
import { fitting } from '../shorten.js';
import { messageType } from '../webhook/webhook.js';

const Program = z.strictObject({
  program: z
    .string()
    .max(1000)
    .regex(/^\/[^\x00-\x1f\x7f]+$/, 'must be an absolute path')
    .describe('absolute path; whoever runs Certfleet says which programs and folders are allowed'),
  arguments: z
    .array(
      z
        .string()
        .max(1000)
        .regex(/^[^\x00]*$/, 'must not hold NUL'),
    )
    .max(50)
    .default([])
    .describe('given to it as they stand here; nothing of a message is ever an argument'),
  timeoutSeconds: z.int().min(1).max(120).default(30).describe('then it is ended, with what it started'),
});
type Program = z.infer<typeof Program>;

const SPACE = { bytes: 256_000, subjects: 1000 };

export const program = channel<Program>({
  name: 'program',
  title: 'Run a program',
  about:
    'Starts a program on the machine of the worker, without a shell, with a bare environment (`PATH`, `LANG`) and the message as JSON on standard input: `{ "id", "type", "data" }`, the same `id` for each try. Off unless whoever runs Certfleet allows a folder or a program. Exit code 0: delivered, and the first line of what it wrote is the receipt. 64 to 78 (`sysexits.h`, but 75): never, something is set up wrong. Any other: it is tried again.',
  limitWords:
    'At most 256 kB on standard input; subjects and evidence are left out first, from the end; `data.left` says how many. 4 kB of its output are read. 30 a minute.',
  testing: 'The test message has the type `certfleet.test`.',
  Settings: Program,
  secrets: [],
  addressed: [],
  sampleSettings: { program: '/opt/certfleet/alert.d/ticket', arguments: ['--queue', 'messaging'] },
  space: SPACE,
  rates: [{ sendings: 30, withinMs: 60_000 }],
  isMail: false,
  resend: null,
  together: 'all',
  carries: () => true,
  form: (message, settings, occasion) => [
    {
      kind: 'program',
      program: settings.program,
      arguments: settings.arguments,
      stdin: stdinOf(message, occasion),
      timeoutSeconds: settings.timeoutSeconds,
    },
  ],
  judge: judgeProgram,
});

function stdinOf(message: AlertMessage, { sendingId }: Occasion): string {
  return fitting(
    message,
    SPACE,
    (shortened) => `${JSON.stringify({ id: sendingId, type: messageType(message), data: messageData(shortened) })}\n`,
  );
}

function judgeProgram(answer: Answer): Outcome {
  if (answer.kind === 'failed') return judgeFailure(answer);
  return answer.kind === 'exited' ? judgeExit(answer) : unknown('the answer is of another kind than the program');
}

const TEMPORARY = 75;

function judgeExit({ code, output }: ProgramAnswer): Outcome {
  const [line = ''] = output.trim().split('\n');
  const words = clean(line, 200);
  if (code === 0) return delivered(words || null);
  if (code === null) return unknown('it was ended by a signal');
  const why = words === '' ? `ended with exit code ${code}` : `ended with exit code ${code}: ${words}`;
  return code >= 64 && code <= 78 && code !== TEMPORARY
    ? never(why, 'Correct the program or its arguments, then send a test.')
    : retry(why);
}
