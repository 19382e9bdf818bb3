// The conversation that is open: its partner and its messages.

import { copyOf, element, notice } from "./elements.js";
import { closeForm } from "./form.js";
import { request } from "./requests.js";
import { myHandle } from "./session.js";
import { markSeen, state } from "./state.js";
import { showTime } from "./times.js";
import { showTitle } from "./view.js";

const pageOfMessages = 20; // what the server answers at once

let loadingEarlier = null; // the view whose earlier messages are requested

export function leaveConversation() {
  Object.assign(state, { group: null, partner: null, oldest: null, newest: "", isLoaded: false });
  state.messages.clear();
  element("messages").replaceChildren();
  element("earlier").hidden = element("no-messages").hidden = true;
  element("announcement").textContent = "";
  showPartner();
}

export function showPartner() {
  const partner = state.groups.find((group) => group.uuid === state.group) ?? state.partner;
  state.partner = partner ?? null;
  element("partner").textContent = partner?.display_name ?? (state.group ? "Conversation" : "");
  element("partner-handle").textContent = partner ? `@${partner.handle}` : "";
  if (partner) showTitle(partner.display_name);
  for (const item of element("messages").children) markMine(item);
}

// The server does not say who the caller is. A message that is not the partner's is the user's own.
function markMine(item) {
  const me = myHandle();
  const handle = item.dataset.handle;
  item.classList.toggle("mine", state.partner ? handle !== state.partner.handle : handle === me);
}

const pathOfMessages = (group) => `/api/messages/${encodeURIComponent(group)}`;

export async function loadNewest() {
  const { view } = state;
  try {
    await loadNewestPages();
  } catch (failure) {
    if (view !== state.view) return;
    if (![403, 404, 422].includes(failure.status)) throw failure;
    leaveConversation();
    closeForm();
    notice("None of your conversations is at this address.");
  }
}

// The newest messages; where more than a page of them are new, also those before, down to those that an
// earlier request has brought. A message that was sent here is not one of these: others may be before it.
async function loadNewestPages() {
  const { view, group } = state;
  let page = await request(pathOfMessages(group));
  if (view !== state.view) return;
  const isFirst = !state.isLoaded;
  const news = [...page];
  while (!isFirst && page.length === pageOfMessages && page[0].created_at > state.newest) {
    page = await request(`${pathOfMessages(group)}?before=${encodeURIComponent(page[0].created_at)}`);
    if (view !== state.view) return;
    news.unshift(...page);
  }
  state.isLoaded = true;
  state.newest = news.at(-1)?.created_at ?? "";
  const added = insert(news, null);
  if (isFirst) element("earlier").hidden = page.length < pageOfMessages;
  element("no-messages").hidden = state.messages.size > 0;
  if (!isFirst) announce(added);
}

async function loadEarlier() {
  const { view, group, oldest } = state;
  const button = element("earlier");
  if (loadingEarlier === view || button.hidden || oldest === null) return;
  loadingEarlier = view;
  try {
    const page = await request(`${pathOfMessages(group)}?before=${encodeURIComponent(oldest)}`);
    if (view !== state.view) return;
    insert(page, element("messages").firstElementChild);
    if (page.length < pageOfMessages) hideEarlier();
    notice("");
    if (isNearStart()) requestAnimationFrame(loadEarlier);
  } catch (failure) {
    if (view === state.view) notice(failure.message);
  } finally {
    if (loadingEarlier === view) loadingEarlier = null;
  }
}

// An element that is hidden loses the focus.
function hideEarlier() {
  if (document.activeElement === element("earlier")) element("scroller").focus();
  element("earlier").hidden = true;
}

function isNearStart() {
  return element("earlier").getBoundingClientRect().bottom > element("scroller").getBoundingClientRect().top - 300;
}

// Puts messages, oldest first, into the list by their time, before an item or at the end; those that are shown
// already stay.
export function insert(messages, before) {
  const list = element("messages");
  const added = [];
  let next = before;
  for (const message of messages.toReversed()) {
    let item = state.messages.get(message.uuid);
    if (!item) {
      item = messageItem(message);
      state.messages.set(message.uuid, item);
      list.insertBefore(item, firstAfter(message, next));
      added.unshift(message);
    }
    next = item;
  }
  if (messages.length > 0) markSeen(state.group, messages.at(-1).created_at);
  const first = messages[0];
  if (first && list.firstElementChild === state.messages.get(first.uuid)) state.oldest = first.created_at;
  return added;
}

// The first item that is later than a message, looked for backwards from `next`.
function firstAfter(message, next) {
  let first = next;
  for (;;) {
    const previous = first ? first.previousElementSibling : element("messages").lastElementChild;
    if (!previous || previous.dataset.createdAt < message.created_at) return first;
    first = previous;
  }
}

function messageItem(message) {
  const item = copyOf("message");
  item.dataset.createdAt = message.created_at;
  item.dataset.handle = message.handle;
  item.querySelector(".name").textContent = message.display_name;
  item.querySelector(".text").textContent = message.message;
  showTime(item.querySelector("time"), message.created_at);
  markMine(item);
  return item;
}

// For screen readers.
function announce(messages) {
  const others = messages.filter((message) => message.handle === state.partner?.handle);
  if (others.length === 0) return;
  element("announcement").textContent = others.map((each) => `${each.display_name}: ${each.message}`).join("\n");
}

element("earlier").addEventListener("click", loadEarlier);

element("scroller").addEventListener("scroll", () => isNearStart() && loadEarlier(), { passive: true });
