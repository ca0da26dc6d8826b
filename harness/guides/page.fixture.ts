import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** What a page tells its reader to do, in order. */
type Step = { readonly file: string; readonly text: string } | { readonly script: string; readonly shown?: string };

/**
 * The steps of a page. A block below a line that ends in a file's name and a colon is that file; a block of `sh` is what
 * to type, and a block of `text` below it what is shown then.
 */
export async function stepsOf(page: string): Promise<readonly Step[]> {
  const text = await readFile(page, "utf8");
  const blocks = [...text.matchAll(/(?:`(?<file>[\w./-]+)`:\n\n)?```(?<kind>\w+)\n(?<body>.*?)```/gs)];
  const steps: Step[] = [];
  for (const { groups: { file, kind = "", body = "" } = {} } of blocks) {
    const last = steps.at(-1);
    if (file !== undefined) steps.push({ file, text: body });
    else if (kind === "sh") steps.push({ script: body });
    else if (kind === "text" && last && "script" in last) steps[steps.length - 1] = { ...last, shown: body };
    else throw new Error(`${page} shows ${kind} of which nobody knows where it belongs:\n${body}`);
  }
  return steps;
}

export interface Reading {
  /** Where it begins; a `cd` leads on from there. */
  readonly directory: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Puts this run's ports and packages into what is typed. */
  readonly adapt?: (text: string) => string;
}

/**
 * Does what a page says.
 * @returns every script that did not show what the page shows, with what it wrote: none, if the page is true.
 */
export async function follow(page: string, { directory, env, adapt = (text) => text }: Reading): Promise<string[]> {
  let cwd = directory;
  const untrue: string[] = [];
  for (const step of await stepsOf(page)) {
    if ("file" in step) {
      const path = join(cwd, step.file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, adapt(step.text));
      continue;
    }
    const { script, shown = "" } = step;
    const { output, isFailed, at } = await typed(adapt(script), cwd, env);
    cwd = at;
    const lacking = shown.split("\n").filter((line) => !output.includes(line.trim()));
    if (isFailed !== /\bfailed\b/.test(shown) || lacking.length > 0) {
      untrue.push([`$ ${script.trim()}`, ...lacking.map((line) => `never showed: ${line}`), output].join("\n"));
    }
  }
  return untrue;
}

const run = promisify(execFile);

async function typed(script: string, cwd: string, env: NodeJS.ProcessEnv | undefined) {
  const file = join(cwd, ".where");
  // What a failing page has left running would keep this waiting for its last words.
  const whole = `trap 'pwd > "$WHERE"; kill $(jobs -p) 2> /dev/null || true' EXIT\n${script}`;
  const given = { cwd, env: { ...(env ?? process.env), WHERE: file }, maxBuffer: 2 ** 26, timeout: 100_000 };
  const ended = await run("bash", ["-euo", "pipefail", "-c", whole], given).then(
    (said) => ({ ...said, isFailed: false }),
    (failed: { stdout: string; stderr: string }) => ({ ...failed, isFailed: true }),
  );
  const at = (await readFile(file, "utf8")).trim();
  return { output: ended.stdout + ended.stderr, isFailed: ended.isFailed, at };
}
