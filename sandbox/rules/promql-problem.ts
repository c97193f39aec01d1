/** Something wrong at a position in an expression; `offset` counts from 0. */
export interface ExprProblem {
  readonly offset: number;
  readonly message: string;
}
