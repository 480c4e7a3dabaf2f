/** Resolves when the condition holds. @throws Error when it does not within so many milliseconds. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { within = 20_000, every = 20 }: { readonly within?: number; readonly every?: number } = {},
): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`It did not come about within ${within} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
