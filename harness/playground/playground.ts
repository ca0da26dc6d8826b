import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { BotProcess } from "../bots/bot-process.ts";
import { Cast } from "../control/cast.ts";
import { User } from "../people/user.ts";
import type { FakeTelegram } from "../telegram.ts";
import { BotControl } from "./bot-control.ts";
import { ChatsView } from "./chats-view.ts";
import { fileRoutes } from "./file-routes.ts";
import { LiveView } from "./live-view.ts";
import { localOnly } from "./local-only.ts";
import { pageFiles } from "./page-files.ts";
import { tellPanelEvents } from "./panels/panel-events.ts";
import { panelRoutes } from "./panels/panel-routes.ts";
import type { PlayedScenario } from "./panels/played-scenario.ts";
import { peopleRoutes } from "./people-routes.ts";
import { Recording, type Replayed } from "./recording.ts";
import { recordingRoutes } from "./recording-routes.ts";
import { routes } from "./routes.ts";

export interface PlaygroundOptions {
  readonly telegram: FakeTelegram;
  /** Started and stopped by the page's buttons, and by {@link Playground.control}. */
  readonly bot: BotProcess;
  /** Whose chats with the bot the page shows, side by side. */
  readonly users: readonly User[];
  /** Default: any free one. */
  readonly port?: number;
  /** Where recorded scenarios are saved. Default: `scenarios`, in the working directory. */
  readonly scenarios?: string;
  /** What the bot has stored of a user, as JSON, for those who look. Default: nobody can. */
  readonly inspect?: ((userId: number) => Promise<unknown>) | undefined;
  /** Plays a scenario that was recorded, by its file, on another process of this bot. Default: nothing is replayed. */
  readonly replay?: (file: string) => Promise<Replayed>;
  /** What is played here by a scenario, not by hand: its steps are shown, and where it failed. */
  readonly scenario?: PlayedScenario;
}

/** The port is in use, or not for us. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
}

/**
 * A page in the browser in which people write to a bot and watch it: its chats, its process, its calls, what it stores.
 * It starts processes, so it listens on loopback only and refuses what other sites send it.
 *
 * @throws {PortTaken}
 */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { telegram, bot, users, port = 0, scenarios = "scenarios" } = options;
  const control = new BotControl(bot);
  const recording = new Recording({ telegram, bot, users, directory: scenarios, replay: options.replay });
  const cast = new Cast(telegram);
  cast.bots.set(bot.account.id, bot.account);
  for (const user of users) cast.users.set(user.id, user);
  const chats = new ChatsView(cast, bot.account);
  const view = new LiveView(chats, bot, control, recording);
  telegram.joined.subscribe((newcomer) => {
    if (newcomer instanceof User) cast.users.set(newcomer.id, newcomer);
    else cast.groups.set(newcomer.id, newcomer);
    chats.lookSoon();
  });
  tellPanelEvents(options, (event) => view.happened.beat(event));
  // The people have written to this bot before, so it finds them: it may remember them from an earlier playground.
  for (const user of users) user.chat(bot.account).admit(user.json);
  const app = new Hono();
  let server: Server | undefined;
  app.use(localOnly(() => portOf(server)));
  app.route("/", fileRoutes(telegram.world.files));
  app.use(secureHeaders({ contentSecurityPolicy: onlyOwn, strictTransportSecurity: false, xFrameOptions: "DENY" }));
  app.use("/telegram/*", async (_, next) => {
    await next();
    chats.lookSoon();
  });
  app.route("/telegram", peopleRoutes(cast, view));
  app.route("/", routes(options, cast, control, view));
  app.route("/recording", recordingRoutes(recording));
  app.route("/panels", panelRoutes(options));
  app.route("/", pageFiles());
  app.notFound((context) => context.json({ problem: "There is nothing here." }, 404));
  server = await listen(app, port);
  return new Playground(server, control);
}

/** A playground that is open. Closing it leaves bot and Telegram as they are. */
export class Playground implements AsyncDisposable {
  constructor(
    private readonly server: Server,
    readonly control: BotControl,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.server.close(() => resolve());
    this.server.closeAllConnections();
    await promise;
  }
}

const onlyOwn = {
  defaultSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};

async function listen(app: Hono, port: number): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => resolve()) as Server;
  server.once("error", (cause) => reject(new PortTaken(`Port ${port} can't be used.`, { cause })));
  await promise;
  return server;
}

const portOf = (server: Server | undefined) => (server?.address() as AddressInfo | null | undefined)?.port ?? 0;
