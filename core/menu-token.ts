import type { InjectionToken } from "tsyringe";
import type { MenuCommand } from "./plugin.ts";

/** The commands of all plugins, in their order, without the hidden ones. */
export type Menu = readonly MenuCommand[];

/** Filled when all plugins are known: read it in a handler, not in a constructor. */
export const Menu: InjectionToken<Menu> = Symbol("Menu");
