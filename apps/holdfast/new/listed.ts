import { SetupInvalid } from "#core";
import type { Name } from "./names.ts";

/**
 * The text of `plugins/index.ts` with one plugin more: imported in the order of the alphabet, listed before chat, which
 * answers any text.
 *
 * @throws {SetupInvalid} if the text is not built as expected.
 */
export function listed(text: string, { kebab, pascal }: Name): string {
  const lines = text.split("\n");
  const entry = lines.indexOf("  ChatPlugin,");
  const imports = lines.flatMap((line, at) => {
    const path = /^import \{.*\} from "\.\/([a-z0-9-]+)\/index\.ts";$/.exec(line)?.[1];
    return path === undefined ? [] : [{ at, path }];
  });
  const last = imports.at(-1);
  if (entry === -1 || !last) {
    throw new SetupInvalid("plugins/index.ts is not built as expected.", "It should import ChatPlugin and list it.");
  }
  const next = imports.find(({ path }) => path > kebab)?.at ?? last.at + 1;
  return lines
    .toSpliced(entry, 0, `  ${pascal}Plugin,`)
    .toSpliced(next, 0, `import { ${pascal}Plugin } from "./${kebab}/index.ts";`)
    .join("\n");
}
