import { createBot } from "holdfast/core";
import { backendFromAddress } from "holdfast/stores";
import { HelloPlugin } from "#plugins/_template";

const { TELEGRAM_TOKEN: token = "", TELEGRAM_API_ROOT: apiRoot, PORT, SESSION_STORE: store } = process.env;

await createBot({
  token,
  apiRoot,
  port: PORT ? Number(PORT) : undefined,
  backend: backendFromAddress(store || "sqlite:sessions/bot.sqlite"),
  plugins: [HelloPlugin],
}).run();
