import { createComposer } from "./composer.js";
import { make } from "./make.js";
import { renderMessage } from "./message.js";
import { order } from "./server.js";
import { createSessionDrawer } from "./session.js";

/** One person's phone: their chat with the bot, and what is stored of them. */
export class Chat {
  element;
  #list = make("ol");
  #live = make("div.live");
  #scroll;
  #toast = make("p.toast", { role: "status" });
  #presence = make("span.presence");
  #name = make("h2");
  #composer;
  #session;
  #timers = {};
  #isAtEnd = true;
  #person;
  #bot;

  constructor(person, bot) {
    this.#person = person;
    this.#session = createSessionDrawer(person);
    this.#composer = createComposer(person, (text) => this.#send(text));
    this.#scroll = make("div.messages", { role: "log", tabindex: 0, "aria-label": `Chat of ${person.name}` });
    const start = make("button.primary", { type: "button", click: () => this.#send("/start") }, "Start");
    const empty = make("div.empty", {}, make("p", {}, `${person.name} has not written to the bot yet.`), start);
    this.#scroll.append(this.#list, empty, this.#live);
    const avatar = make("span.avatar", { "aria-hidden": "true" }, person.name.slice(0, 1));
    const title = make("div.title", {}, this.#name, this.#presence);
    this.element = make(
      "section.person",
      { "aria-label": person.name },
      make("header", {}, avatar, title, this.#session.toggle),
      this.#session.element,
      this.#scroll,
      this.#toast,
      this.#composer.element,
    );
    this.#scroll.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
      this.#isAtEnd = scrollHeight - scrollTop - clientHeight < 60;
    });
    // A drawer opens, the phone is turned: who was at the end stays there.
    new ResizeObserver(() => this.#isAtEnd && this.#toEnd()).observe(this.#scroll);
    this.reset(person, bot);
  }

  reset(person, bot) {
    this.#person = person;
    this.#bot = bot.username;
    this.#name.textContent = person.name;
    this.#list.replaceChildren();
    this.#clearLive();
    for (const shown of person.messages) this.show(shown);
    this.setMenu(person.menu);
    this.#toEnd();
  }

  setMenu(menu) {
    this.#composer.setMenu(menu);
  }

  show(shown) {
    const follows = this.#isAtEnd || shown.mine;
    const rendered = renderMessage(shown, {
      onCommand: (command) => this.#send(command),
      onPress: (message, { callback_data: data }) =>
        order(`users/${this.#person.id}/presses`, { message: message.message_id, data }),
    });
    const known = this.#find(shown.message.message_id);
    if (known) replaceKeepingFocus(known, rendered);
    else this.#list.append(rendered);
    if (!shown.mine) this.#clearLive();
    if (shown.keyboard) this.#composer.setKeyboard(shown.keyboard);
    if (follows) this.#toEnd();
  }

  remove(id) {
    this.#find(id)?.remove();
  }

  act(action) {
    this.#presence.textContent = action === "typing" ? "bot is typing…" : `bot: ${action.replaceAll("_", " ")}…`;
    const dots = make("div.bubble.typing", { "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    this.#showLive(dots, 5_500);
  }

  draft(text) {
    this.#presence.textContent = "bot is writing…";
    this.#showLive(make("div.bubble.draft", {}, text), 30_000);
  }

  /** The bot's answer to a press. */
  answer(text) {
    if (!text) return;
    this.#toast.textContent = text;
    this.#toast.classList.add("shown");
    clearTimeout(this.#timers.toast);
    this.#timers.toast = setTimeout(() => this.#toast.classList.remove("shown"), 4_000);
  }

  refreshSession() {
    this.#session.refresh();
  }

  async #send(text) {
    const taken = await order(`users/${this.#person.id}/messages`, { text });
    if (!taken) this.answer("Not sent: the playground did not take it.");
    return taken;
  }

  #find(id) {
    return this.#list.querySelector(`[data-id="${id}"]`);
  }

  #showLive(element, ms) {
    const follows = this.#isAtEnd;
    this.#live.replaceChildren(element);
    clearTimeout(this.#timers.live);
    this.#timers.live = setTimeout(() => this.#clearLive(), ms);
    if (follows) this.#toEnd();
  }

  #clearLive() {
    clearTimeout(this.#timers.live);
    this.#live.replaceChildren();
    this.#presence.textContent = `writes to @${this.#bot}`;
  }

  #toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }
}

/** Whoever pressed a button with the keyboard goes on from there when the bot edits the message. */
function replaceKeepingFocus(known, rendered) {
  const buttons = (item) => [...item.querySelectorAll(".buttons button")];
  const focused = buttons(known).indexOf(document.activeElement);
  known.replaceWith(rendered);
  buttons(rendered)[focused]?.focus();
}
