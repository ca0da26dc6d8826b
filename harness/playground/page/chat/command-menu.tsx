import type { BotCommand } from "@grammyjs/types";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  readonly id: string;
  readonly commands: readonly BotCommand[];
  /** Which one Enter would take. */
  readonly chosen: number;
  onTake(command: string): void;
}

/** The list of the bot's commands, steered from the field. Choosing one sends it, as in Telegram's apps. */
export function CommandMenu({ id, commands, chosen, onTake }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.children[chosen]?.scrollIntoView({ block: "nearest" }), [chosen]);
  return (
    <div class="menu" id={id} role="listbox" aria-label="Commands" hidden={commands.length === 0} ref={list}>
      {commands.map(({ command, description }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are those of the field, which keeps the focus
        <div
          key={command}
          id={`${id}-${command}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(command)}
        >
          <b>/{command}</b>
          <span>{description}</span>
        </div>
      ))}
    </div>
  );
}

export const commandsLike = (commands: readonly BotCommand[], prefix: string): readonly BotCommand[] =>
  commands.filter(({ command }) => command.startsWith(prefix));

/** What is typed of a command that is not finished yet. */
export const prefixIn = (text: string): string | undefined => /^\/([a-z0-9_]*)$/i.exec(text)?.[1]?.toLowerCase();
