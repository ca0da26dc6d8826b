import { spawn } from "node:child_process";

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
  linux: ["xdg-open"],
};

/** Shows a page, where there is a screen. Where not, nothing happens: its address is printed anyway. */
export function openBrowser(url: string): void {
  const opener = openers[process.platform];
  // Without a screen, xdg-open takes the terminal for a text browser.
  const isBlind = process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (!opener || isBlind) return;
  const [program, ...args] = opener;
  const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
