// The list of conversations.

import { addressOf } from "./addresses.js";
import { showPartner } from "./conversation.js";
import { copyOf, element, showAvatar } from "./elements.js";
import { request } from "./requests.js";
import { accessToken } from "./session.js";
import { state } from "./state.js";
import { showTime } from "./times.js";

export async function loadGroups() {
  const token = accessToken();
  const groups = await request("/api/message_groups");
  if (token !== accessToken()) return; // another user has signed in meanwhile
  for (const group of groups) {
    if (!state.seen.has(group.uuid) || group.uuid === state.group) state.seen.set(group.uuid, group.created_at);
  }
  state.groups = groups;
  showGroups();
  showPartner();
}

export function showGroups() {
  const list = element("group-list");
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  list.replaceChildren(...state.groups.map(groupItem));
  element("no-groups").hidden = state.groups.length > 0;
  if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function groupItem(group) {
  const item = copyOf("person");
  const link = item.querySelector("a");
  link.href = addressOf(group.uuid);
  if (group.uuid === state.group) link.setAttribute("aria-current", "page");
  item.classList.toggle("new", state.seen.get(group.uuid) !== group.created_at);
  showAvatar(item.querySelector(".avatar"), group.handle, group.display_name);
  item.querySelector(".name").textContent = group.display_name;
  item.querySelector(".preview").textContent = group.message;
  showTime(item.querySelector("time"), group.created_at);
  return item;
}
