/**
 * How much a zip may hold. The sizes that it states are checked against these before anything is inflated, and inflating stops at the stated
 * size: no archive costs more than this, whatever it says of itself.
 */
export const ZIP_LIMITS = {
  /** Files and folders together. */
  entries: 2_000,
  /** One file, inflated: what a file sent alone may have. */
  entryBytes: 32 * 1024 * 1024,
  /** All files together, inflated. */
  totalBytes: 128 * 1024 * 1024,
  /** Inflated to packed. Exports shrink to a thirtieth, repetitive ones to a hundredth; deflate ends at 1,032. */
  ratio: 300,
  /** Files up to this size may be packed as tightly as they like. */
  ratioFromBytes: 1024 * 1024,
  nameBytes: 1_000,
} as const;
