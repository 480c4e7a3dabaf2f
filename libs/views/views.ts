import { installation } from './installation.js';
import { neighbour } from './neighbour.js';
import { server } from './server.js';
import type { View } from './view.js';

/** Every table of which each server has its own rows, made anew with each projection; bindings have a history and are not among them. */
export const VIEWS = [server, installation, neighbour] satisfies readonly View<object>[];
