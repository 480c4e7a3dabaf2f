/** How the rows of the projection are made. Counted up where existing rows must be made again: the projector does that when it starts. */
export const SHAPE = 3;
