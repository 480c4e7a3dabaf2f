import { config } from 'zod';

// The shapes of commands would be compiled where that is allowed. The page's policy does not allow it, and reports who tries: so nobody tries.
config({ jitless: true });
