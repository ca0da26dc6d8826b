import type { ComponentType } from "preact";
import type { IconName } from "../icon.tsx";

/** Something to look at or to steer beside the chats. Each is listed in `panels.ts`. */
export interface Panel {
  /** Unique; also its element's id. */
  readonly id: string;
  /** On its button, in a word. A function where it depends on what goes on. */
  readonly label: string | (() => string);
  readonly icon: IconName;
  /** What it shows, for who does not see it. */
  readonly title: string;
  readonly Content: ComponentType;
  /** Default: always. */
  readonly isThere?: () => boolean;
}
