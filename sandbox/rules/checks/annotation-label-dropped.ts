import { shapeOf } from "../label-shape.ts";
import { mayHave } from "../label-shapes.ts";
import { operands } from "../promql-types.ts";
import { parseExpr } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { knownLabels } from "./known-labels.ts";
import { alertsIn } from "./placed-rules.ts";

/** Inside a `range` or `with`, `.Labels` are those of what it goes through. */
const use = /(?:\$labels|\.Labels)\.([a-zA-Z_]\w*)/g;
const others = /\{\{-?\s*(?:range|with)\b/;

/** A text that says a label which the condition's series do not have any more: it says nothing there. */
export const annotationLabelDropped: Check = {
  id: "annotation-label-dropped",
  find: (subject) => {
    const known = knownLabels(subject);
    return alertsIn(subject).flatMap(({ rule, source, path }) => {
      const { tree, problems } = parseExpr(rule.expr);
      const [condition] = operands(tree.topNode);
      const shape = condition && problems.length === 0 ? shapeOf(condition, rule.expr, known) : undefined;
      if (!shape) return [];
      return (["annotations", "labels"] as const).flatMap((kind) =>
        Object.entries(rule[kind]).flatMap(([key, text]) =>
          [...text.matchAll(use)]
            .filter(([all, label = ""]) => !mayHave(shape, label) && !(all.startsWith(".") && others.test(text)))
            .map((found) => {
              const [all, label = ""] = found;
              const has = [...(shape.only ?? [])];
              const message = `the condition leaves no label \`${label}\`, so that this says nothing`;
              const fix =
                has.length > 0
                  ? `aggregate by it as well, or say one that there is: ${has.join(", ")}`
                  : `aggregate by it (\`by (${label})\`), or leave it out`;
              const part = { from: found.index, to: found.index + all.length };
              return foundAt(source, [...path, kind, key], part, message, fix);
            }),
        ),
      );
    });
  },
};
