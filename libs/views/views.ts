import { binding } from './binding.js';
import { installation } from './installation.js';
import { neighbour } from './neighbour.js';
import { server } from './server.js';
import type { View } from './view.js';

/** Every table of which each server has its own rows. */
export const VIEWS = [server, binding, installation, neighbour] satisfies readonly View<object>[];
