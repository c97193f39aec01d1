import { suggestion } from "./nearest.ts";
import type { ExprProblem } from "./promql-problem.ts";

/** Of Go, and of Prometheus 3.16. */
const functions = (
  "and or not len index slice print printf println html js urlquery call eq ne lt le gt ge " +
  "query first label value strvalue args tmpl sortByLabel safeHtml match title toUpper toLower reReplaceAll graphLink tableLink " +
  "stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp toTime toDuration now " +
  "pathPrefix externalURL parseDuration urlQueryEscape"
).split(" ");
const openers = ["if", "range", "with", "define", "block"];
const words = new Set([
  ...openers,
  "else",
  "end",
  "template",
  "break",
  "continue",
  "true",
  "false",
  "nil",
  ...functions,
]);
const variables = ["$labels", "$value", "$externalLabels", "$externalURL"];

interface Action {
  /** Where its text begins in the template. */
  readonly at: number;
  /** Its own, without what is quoted: that is blanks. */
  readonly text: string;
}

/**
 * What Prometheus would not take in the text of a label or an annotation: an action that is not closed, a function or a
 * variable that there is not, an `end` too many or too few. Pure.
 */
export function templateProblems(template: string): ExprProblem[] {
  const problems: ExprProblem[] = [];
  const opened: Action[] = [];
  const declared = new Set(variables);
  for (const action of actions(template, problems)) {
    const [first = ""] = /[a-z]+/.exec(action.text.replace(/^-?\s*/, "")) ?? [];
    const leads = action.text.replace(/^-?\s*/, "").startsWith(first);
    if (leads && openers.includes(first)) opened.push(action);
    if (leads && first === "end" && !opened.pop())
      problems.push({ offset: action.at, message: "this `end` has nothing to end; remove it" });
    for (const [, names = ""] of action.text.matchAll(/((?:\$\w+\s*,\s*)?\$\w+)\s*:=/g))
      for (const name of names.split(",")) declared.add(name.trim());
    problems.push(...unknownIn(action, declared));
  }
  for (const { at } of opened) problems.push({ offset: at, message: "this is never ended; expected `{{ end }}`" });
  return problems;
}

function unknownIn({ at, text }: Action, declared: ReadonlySet<string>): ExprProblem[] {
  const problems: ExprProblem[] = [];
  for (const { 0: name, index } of text.matchAll(/\$[a-zA-Z_]\w*/g))
    if (!declared.has(name))
      problems.push({ offset: at + index, message: `there is no variable \`${name}\`${suggestion(name, declared)}` });
  for (const { 0: name, index } of text.matchAll(/(?<![\w.$])[a-zA-Z_]\w*/g))
    if (!words.has(name))
      problems.push({
        offset: at + index,
        message: `there is no function \`${name}\`${suggestion(name, functions, { list: false })}`,
      });
  return problems;
}

/** What stands between `{{` and `}}`. */
function actions(template: string, problems: ExprProblem[]): Action[] {
  const found: Action[] = [];
  for (let from = template.indexOf("{{"); from !== -1; from = template.indexOf("{{", from)) {
    const body =
      /^(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/\*[^]*?\*\/|(?!\}\}|["`])[^])*/.exec(template.slice(from + 2))?.[0] ?? "";
    const end = from + 2 + body.length;
    if (!template.startsWith("}}", end)) {
      problems.push({
        offset: from,
        message: "`{{` is not closed; expected `}}`, and a quote at the end of each text",
      });
      return found;
    }
    const blank = (quoted: string): string => " ".repeat(quoted.length);
    const text = body.replaceAll(/"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/\*[^]*?\*\//g, blank);
    if (body.trim() === "") problems.push({ offset: from, message: "nothing stands between `{{` and `}}`" });
    found.push({ at: from + 2, text });
    from = end + 2;
  }
  return found;
}
