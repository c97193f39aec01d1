/** Something that a request needs is away: the database, the session store. Answered with 503. */
export class Unavailable extends Error {
  readonly statusCode = 503;

  constructor(what: string, cause: unknown) {
    super(`The ${what} can't be reached. Try again later.`, { cause });
  }
}
