/** Where lines go, in the order in which they were written. */
export interface Sink {
  /** The value of the label `sink` in metrics. */
  readonly name: string;
  /** Lines that were accepted nowhere: there was no room, or they could not be written. */
  readonly dropped: number;
  /**
   * Takes a line (JSON, without its end) or drops and counts it: then it is false. Never waits and never throws. Of one
   * process, `sequence` is the line's own, and grows.
   */
  write(line: string, sequence: number): boolean;
  /** Takes no more; resolves when all that it has is written, or after so many milliseconds: what is left then is dropped, or is `waiting`. */
  close(deadlineMs: number): Promise<void>;
}
