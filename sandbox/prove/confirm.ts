import { claimedExpr, ruleTestFile } from "./rule-test.ts";
import type { RuleTest } from "./rule-test.ts";
import type { RunTool } from "./promtool.ts";

/** A test, and the same with what must make it fail. */
export interface Confirmable {
  readonly test: RuleTest;
  /** In order of how little they change: the first that fails is told. */
  readonly twins: readonly Twin[];
}

export interface Twin extends Pick<RuleTest, "ruleFiles" | "series" | "claims"> {
  /** As the end of "it fails …": "without the fault". */
  readonly how: string;
}

/**
 * What promtool says. `agrees`: every claim is true; `failsHow`: what a twin failed by, null where all of them pass, so that the
 * test shows nothing. `disagrees`: what it found instead, a line each.
 */
export type Confirmation =
  | { readonly says: "agrees"; readonly claims: number; readonly failsHow: string | null }
  | { readonly says: "disagrees"; readonly found: readonly string[] }
  | { readonly says: "nothing"; readonly output: string };

/**
 * Of many tests, in one run of promtool: starting it costs more than most tests. Further twins are only run where the ones
 * before them passed. In order.
 */
export async function confirmAll(all: readonly Confirmable[], promtool: RunTool): Promise<Confirmation[]> {
  const [firsts, seconds] = [0, 1].map((turn) => all.map(({ twins }) => twins[turn]));
  const results = await failuresOf(
    all.flatMap(({ test }, i) => [test, ...twinOf(test, firsts?.[i])]),
    promtool,
  );
  const own = all.map(({ test }) => results.get(test.name));
  const passedBy = (turn: readonly (Twin | undefined)[] | undefined, found: Results): boolean[] =>
    all.map(({ test }, i) => found.get(nameOf(test, turn?.[i]))?.passed === true);
  const again = passedBy(firsts, results);
  const rest = await failuresOf(
    all.flatMap(({ test }, i) => (again[i] && own[i]?.passed === true ? twinOf(test, seconds?.[i]) : [])),
    promtool,
  );
  return all.map(({ test, twins }, i): Confirmation => {
    const found = own[i];
    if (found?.passed === undefined) return { says: "nothing", output: found?.output ?? "" };
    if (!found.passed) return { says: "disagrees", found: found.failures };
    for (const twin of twins) {
      const result = results.get(nameOf(test, twin)) ?? rest.get(nameOf(test, twin));
      if (result && result.passed === undefined) return { says: "nothing", output: result.output };
      if (result?.passed === false) return { says: "agrees", claims: test.claims.length, failsHow: twin.how };
    }
    return { says: "agrees", claims: test.claims.length, failsHow: null };
  });
}

const nameOf = ({ name }: RuleTest, twin: Twin | undefined): string => `${name} ${twin?.how}`;

function twinOf(test: RuleTest, twin: Twin | undefined): RuleTest[] {
  if (!twin) return [];
  const ruleFiles = Object.fromEntries(Object.entries(twin.ruleFiles).map(([file, text]) => [`twin-${file}`, text]));
  return [{ ...test, ruleFiles, series: twin.series, claims: twin.claims, name: nameOf(test, twin) }];
}

type Results = ReadonlyMap<string, Result>;

interface Result {
  /** Undefined: promtool could not evaluate it. */
  readonly passed: boolean | undefined;
  readonly failures: readonly string[];
  readonly output: string;
}

/** By name. */
async function failuresOf(tests: readonly RuleTest[], promtool: RunTool): Promise<Results> {
  if (tests.length === 0) return new Map();
  const files = Object.assign(
    {},
    ...tests.map((test, i) => ({ ...test.ruleFiles, [fileOf(i)]: ruleTestFile(test) })),
  ) as Readonly<Record<string, string>>;
  const { output, exitCode } = await promtool(
    (path) => ["test", "rules", ...tests.map((_, i) => path(fileOf(i)))],
    files,
  );
  const found = tests.map((test) => failures(test, output));
  const passed = found.filter((some) => some.length === 0).length;
  if (passed === [...output.matchAll(/ {2}SUCCESS$/gm)].length)
    return new Map(
      tests.map(({ name }, i) => [name, { passed: found[i]?.length === 0, failures: found[i] ?? [], output }]),
    );
  // What is neither named as failed nor counted as passed could not be evaluated; alone, it is known which that was.
  const [only] = tests.length === 1 ? tests : [];
  if (only)
    return new Map([[only.name, { passed: undefined, failures: [], output: `exit status ${exitCode}\n${output}` }]]);
  const alone: [string, Result][] = [];
  for (const test of tests) alone.push(...(await failuresOf([test], promtool)));
  return new Map(alone);
}

const fileOf = (index: number): string => `${index}.test.yml`;

function failures(test: RuleTest, output: string): string[] {
  return test.claims.flatMap((claim) => {
    const at = output.indexOf(JSON.stringify(claimedExpr(test.name, claim)));
    if (at < 0) return [];
    // What goes to the other stream may end up on the same line.
    const got =
      /got:\s*("(?:[^"\\]|\\.)*"|[^\n]*)/
        .exec(output.slice(at))?.[1]
        ?.replace(/ {2}(?:FAILED:|SUCCESS)$/, "")
        .trim() ?? "";
    return [`${claim.says}, but promtool has ${got === "nil" || got === "" ? "nothing" : got}`];
  });
}
