// Preloaded, since a script's first line is not reached before all of its imports are: for the first second a signal would end a
// command by the system's way, with 143 in place of 130. Nothing has begun by then. Steps back for whoever listens as well.
for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.on(name, () => {
    if (process.listenerCount(name) === 1) process.exit(130);
  });
