import { showBot, showConnection } from "./bot.js";
import { Chat } from "./chat.js";
import { addToLog, installDrawers, refreshCalls, resetLog } from "./drawers.js";
import { make } from "./make.js";
import { installRecorder, refreshRecorder } from "./recorder.js";

const main = document.querySelector("main");
const tabs = document.querySelector(".tabs");
const alertBox = document.querySelector("dialog.alert");
const chats = new Map();

/** What to do with each event of the server. */
const reactions = {
  snapshot({ bot, people, log }) {
    for (const [id, chat] of chats) if (!people.some((person) => person.id === id)) removeChat(id, chat);
    for (const person of people) {
      if (chats.has(person.id)) chats.get(person.id).reset(person, bot);
      else addChat(person, bot);
    }
    showBot(bot);
    resetLog(log);
  },
  bot: ({ bot }) => showBot(bot),
  message({ user, shown }) {
    chats.get(user)?.show(shown);
    if (!shown.mine) markNews(user);
  },
  delete: ({ user, id }) => chats.get(user)?.remove(id),
  action: ({ user, action }) => chats.get(user)?.act(action),
  draft: ({ user, text }) => chats.get(user)?.draft(text),
  menu: ({ user, menu }) => chats.get(user)?.setMenu(menu),
  log: ({ text }) => addToLog(text),
  answer({ user, text, alert }) {
    if (!alert || !text) return chats.get(user)?.answer(text);
    alertBox.querySelector("p").textContent = text;
    return alertBox.open || alertBox.showModal();
  },
  recording: refreshRecorder,
  called() {
    refreshCalls();
    for (const chat of chats.values()) chat.refreshSession();
  },
};

function addChat(person, bot) {
  const chat = new Chat(person, bot);
  const tab = make("button", { type: "button", "data-user": person.id, click: () => turnTo(person.id) }, person.name);
  chats.set(person.id, chat);
  main.append(chat.element);
  tabs.append(tab);
  if (chats.size === 1) turnTo(person.id);
}

function removeChat(id, chat) {
  chat.element.remove();
  tabs.querySelector(`[data-user="${id}"]`)?.remove();
  chats.delete(id);
}

/** Where only one chat fits, this is the one. */
function turnTo(user) {
  for (const [id, chat] of chats) chat.element.classList.toggle("current", id === user);
  for (const tab of tabs.children) {
    const isCurrent = tab.dataset.user === String(user);
    tab.setAttribute("aria-current", String(isCurrent));
    if (isCurrent) tab.classList.remove("news");
  }
}

function markNews(user) {
  const tab = tabs.querySelector(`[data-user="${user}"]`);
  if (tab?.getAttribute("aria-current") !== "true") tab?.classList.add("news");
}

installDrawers();
installRecorder();
const events = new EventSource("events");
events.addEventListener("open", () => showConnection(true));
events.addEventListener("error", () => showConnection(false));
events.addEventListener("message", ({ data }) => {
  const event = JSON.parse(data);
  reactions[event.type]?.(event);
});
