/** Runs promtool or amtool to its end: arguments from the names of files, and the files' contents. The runtime brings it. */
export type RunTool = (
  args: (path: (name: string) => string) => readonly string[],
  files: Readonly<Record<string, string>>,
) => Promise<{ readonly exitCode: number; readonly output: string }>;
