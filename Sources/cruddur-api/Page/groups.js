// The list of conversations.

import { showPartner } from "./conversation.js";
import { copyOf, element, showAvatar } from "./elements.js";
import { request } from "./requests.js";
import { accessToken } from "./session.js";
import { markSeen, state } from "./state.js";
import { showTime } from "./times.js";

export const addressOf = (uuid) => `/messages/${encodeURIComponent(uuid)}`;

// Requests for the list are numbered: the answer to an earlier one than the list that is shown is dropped.
let lastRequest = 0;
let shownRequest = 0;

export async function loadGroups() {
  const token = accessToken();
  const number = (lastRequest += 1);
  const groups = await request("/api/message_groups");
  if (token !== accessToken() || number < shownRequest) return;
  shownRequest = number;
  const isFirst = state.seen === null;
  if (isFirst) state.seen = new Map(groups.map((group) => [group.uuid, group.created_at]));
  const open = groups.find((group) => group.uuid === state.group);
  if (open) markSeen(open.uuid, open.created_at);
  if (!isFirst && JSON.stringify(groups) === JSON.stringify(state.groups)) return;
  state.groups = groups;
  showGroups();
  showPartner();
}

export function showGroups() {
  const list = element("group-list");
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  list.replaceChildren(...state.groups.map(groupItem));
  element("no-groups").hidden = state.seen === null || state.groups.length > 0;
  if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function groupItem(group) {
  const item = copyOf("person");
  const link = item.querySelector("a");
  link.href = addressOf(group.uuid);
  if (group.uuid === state.group) link.setAttribute("aria-current", "page");
  const isNew = group.created_at > (state.seen.get(group.uuid) ?? "");
  item.classList.toggle("new", isNew);
  item.querySelector(".news").textContent = isNew ? "New messages" : "";
  showAvatar(item.querySelector(".avatar"), group.handle, group.display_name);
  item.querySelector(".name").textContent = group.display_name;
  item.querySelector(".preview").textContent = group.message;
  showTime(item.querySelector("time"), group.created_at);
  return item;
}
