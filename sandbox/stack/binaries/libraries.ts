/** Put before a program that was unpacked somewhere, so that it finds the libraries that were unpacked beside it. */
export function librariesFirst(folder: string): readonly string[] {
  return ["/usr/bin/env", `LD_LIBRARY_PATH=${folder}`];
}
