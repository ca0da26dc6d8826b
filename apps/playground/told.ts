/** Resolves at the first of these signals; the second one ends the process at once. */
export async function told(...signals: readonly NodeJS.Signals[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isTold = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (isTold) process.exit(130);
      isTold = true;
      resolve();
    });
  }
  await promise;
}
