import './no-eval.js';
import { lookInto } from './seen.js';

interface Asked {
  readonly name: string;
  readonly bytes: ArrayBuffer;
}

// Reads a file apart from the page, so that a large or hostile one holds nothing up; whoever asked ends the worker where it takes too long.
self.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  self.postMessage(lookInto(data.name, new Uint8Array(data.bytes)));
});
