/** Lets at most so many tasks run at once; the others wait, in the order in which they came. */
export function turns(atOnce: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // Handed on, so that whoever comes meanwhile does not get in before.
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
