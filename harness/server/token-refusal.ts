import { Refusal } from "./refusal.ts";

/** Why a token that belongs to no bot is refused. */
export function tokenRefusal(token: string): Refusal {
  const [id = ""] = token.split(":");
  if (token.startsWith("0") || token.length > 80 || token.includes("/") || !token.includes(":")) return invalid;
  if (!/^-?\d+$/.test(id)) return new Refusal(421, "Misdirected Request: unallowed token specified");
  if (Number(id) <= 0 || Number(id) >= 2 ** 54) return invalid;
  return new Refusal(401, "Unauthorized");
}

const invalid = new Refusal(401, "Unauthorized: invalid token specified");
