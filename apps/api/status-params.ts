import { z } from 'zod';
import { everyRead, SilentAfter } from './params.js';

export const StatusQuery = z.strictObject({ ...everyRead, silentAfter: SilentAfter });

export type StatusQuery = z.output<typeof StatusQuery>;
