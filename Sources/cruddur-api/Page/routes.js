// The address that the browser is at, and the view that belongs to it.

import { addressOf, addressToWrite, decoded, withoutAt } from "./addresses.js";
import { leaveConversation, loadNewest, showPartner } from "./conversation.js";
import { showDraft } from "./drafts.js";
import { element, notice } from "./elements.js";
import { showGroups } from "./groups.js";
import { request } from "./requests.js";
import { accessToken } from "./session.js";
import { showSignIn } from "./sign-in.js";
import { enter, state } from "./state.js";

// The view of the address that the browser is at.
export async function route({ focus = false } = {}) {
  leaveConversation();
  if (!accessToken()) return showSignIn(focus);
  const [, place, name, handle] = location.pathname.split("/").map(decoded);
  try {
    if (place === "messages" && name === "new" && handle) await openNew(withoutAt(handle), focus);
    else if (place === "messages" && name) await open(name, focus);
    else showOverview(focus);
  } catch (failure) {
    if (failure.status !== 401) notice(failure.message);
  }
}

function showOverview(focus) {
  enter("groups", "Messages");
  showGroups();
  if (focus) element("groups-title").focus();
}

async function open(group, focus) {
  enter("conversation", "Conversation");
  state.group = group;
  const newest = state.groups.find((each) => each.uuid === group);
  if (newest) state.seen.set(group, newest.created_at);
  showGroups();
  showPartner();
  showDraft();
  if (focus) element("partner").parentElement.focus();
  if (newest) document.title = `${newest.display_name} · Cruddur`;
  try {
    await loadNewest();
  } catch (failure) {
    if (![403, 404, 422].includes(failure.status)) throw failure;
    leaveConversation();
    element("text").disabled = element("send").disabled = true;
    notice("None of your conversations is at this address.");
  }
}

async function openNew(handle, focus) {
  const view = enter("conversation", `@${handle}`);
  showGroups();
  showDraft();
  element("partner").textContent = `@${handle}`;
  element("text").disabled = element("send").disabled = true; // until the user is known to exist
  try {
    const partner = await request(`/api/users/@${encodeURIComponent(handle)}/short`);
    const there = state.groups.find((group) => group.handle === partner.handle);
    if (view !== state.view) return;
    if (there) return go(addressOf(there.uuid), { replace: true });
    state.partner = partner;
  } catch (failure) {
    if (failure.status === 404) failure.message = `There is no user @${handle}.`;
    throw failure;
  }
  showPartner();
  showDraft();
  element("no-messages").hidden = false;
  if (focus) element("text").focus();
}

export function go(path, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  notice("");
  return route({ focus: true });
}

addEventListener("popstate", () => route({ focus: true }));

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/messages']");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

element("new-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const handle = withoutAt(element("new-handle").value);
  if (handle === "") return;
  element("new-handle").value = "";
  go(addressToWrite(handle));
});
