import { mkdir, mkdtempDisposable, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RecordedLog } from "../../core/testing/recorded-log.fixture.ts";
import { alone } from "../alone.fixture.ts";
import { AcpAgent, type AcpOptions } from "./index.ts";

/** A command line that runs the scripted agent. @param traits what it is like, such as `no-load`. */
export const scripted = (...traits: readonly string[]) =>
  [process.execPath, join(import.meta.dirname, "scripted-agent.fixture.ts"), ...traits] as const;

/** An agent without a bot, in a home and a workspace of its own: the scripted one, unless a command is given. */
export async function setAcp({
  traits = [],
  ...options
}: Partial<AcpOptions> & { readonly traits?: readonly string[] } = {}) {
  const disposal = new AsyncDisposableStack();
  const { path } = disposal.use(await mkdtempDisposable(join(await realpath(tmpdir()), "acp-alone-")));
  const [workspace, directory] = [join(path, "workspace"), join(path, "homes")];
  await mkdir(workspace);
  const log = new RecordedLog();
  const load = (more: Partial<AcpOptions> = {}) =>
    AcpAgent.load(
      {
        command: scripted(...traits),
        directory,
        environment: { PATH: process.env.PATH, HOME: join(path, "somebody") },
        sandboxed: false,
        ...options,
        ...more,
      },
      log,
    );
  const agent = await load();
  return {
    ...alone(agent, { workspace, marker: `bot/${path}` }),
    agent,
    workspace,
    logged: log.lines,
    homeOf: (userId: number) => join(directory, String(userId)),
    /** Another one in the same place. */
    async again(more: Partial<AcpOptions>) {
      return alone(await load(more), { workspace, marker: `bot/${path}` });
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}
