// The page of the message API: signing in, the conversations, one conversation, and what is new, without
// reloading.
//
// Text from the server is shown with `textContent`: no text can become markup. Everything that is kept is in
// `sessionStorage`, and gone with the tab: the access token, the handle, and messages that are not sent yet.

const longestMessage = 1024; // characters as JavaScript and the server count them: UTF-16 units
const pageOfMessages = 20; // what the server answers at once
const usersWithoutFilter = 10;
const pollPause = 3000; // milliseconds between two polls where the server cannot report changes
const retryPause = 2000; // after a request that failed

const element = (id) => document.getElementById(id);

// What is shown at the moment.
const state = {
  view: 0, // counts the changes of view: an answer that arrives after another change is dropped
  groups: [],
  group: null, // the uuid of the open conversation
  partner: null, // { handle, display_name } of the open conversation, as far as it is known
  messages: new Map(), // uuid -> list item
  isLoaded: false, // whether the newest messages came
  oldest: null, // created_at of the first message that is shown
  seen: new Map(), // group -> created_at of the newest message that the user has seen
  following: null, // AbortController of the requests that wait for changes
  failure: "", // the notice of a request for changes that failed
};

// --- Requests

class Failure extends Error {
  constructor(status, answer) {
    super(sentences(status, answer));
    this.status = status;
  }
}

const notSignedIn = "Your sign-in is not valid any more. Please sign in again.";

// What went wrong, for the user. The answer to a request that cannot be used is a list of codes.
function sentences(status, answer) {
  const known = {
    message_blank: "The message is empty.",
    message_exceed_max_chars: `The message is longer than ${longestMessage} characters.`,
    message_exceed_max_chars_1024: `The message is longer than ${longestMessage} characters.`,
    user_reciever_handle_blank: "There is nobody to send it to.",
    message_group_uuid_blank: "There is no conversation to send it to.",
  };
  if (Array.isArray(answer)) return answer.map((code) => known[code] ?? `The server says: ${code}.`).join(" ");
  return {
    0: "The server does not answer.",
    401: notSignedIn,
    413: "The message is too large.",
    503: "The server's database does not answer at the moment.",
  }[status] ?? `The server refused this: ${answer?.error ?? status}.`;
}

async function request(path, { method = "GET", body, headers = {}, signal } = {}) {
  const token = sessionStorage.getItem("access_token");
  let response, data;
  try {
    response = await fetch(path, {
      method,
      signal,
      cache: "no-store",
      headers: {
        Accept: "application/json",
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body && { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    data = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure(response && !response.ok ? response.status : 0);
  }
  if (response.status === 401 && token && token === sessionStorage.getItem("access_token")) {
    signOut(notSignedIn);
  }
  if (!response.ok) throw new Failure(response.status, data);
  return data;
}

// --- Helpers

function notice(text) {
  if (element("notice").textContent !== text) element("notice").textContent = text;
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const withoutAt = (handle) => handle.trim().replace(/^@/, "");

const conversationWith = (handle) => `/messages/new/@${encodeURIComponent(handle)}`;

// Replaces half surrogate pairs, which UTF-8 cannot encode, in text that a user typed.
const wellFormed = (text) => text.toWellFormed?.() ?? text;

// Sort keys without a zone are in UTC.
function moment(text) {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text);
  return new Date(hasZone ? text : `${text}Z`);
}

const today = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const thisYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const anyDay = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function show(time, text) {
  const date = moment(text);
  if (Number.isNaN(date.getTime())) return void (time.textContent = text);
  const now = new Date();
  const isToday = date.toDateString() === now.toDateString();
  const format = isToday ? today : date.getFullYear() === now.getFullYear() ? thisYear : anyDay;
  time.textContent = format.format(date);
  time.dateTime = date.toISOString();
  time.title = date.toLocaleString();
}

function copyOf(template) {
  return element(template).content.firstElementChild.cloneNode(true);
}

function showAvatar(avatar, handle, name) {
  avatar.textContent = (Array.from(name || handle)[0] ?? "?").toUpperCase();
  avatar.dataset.hue = Array.from(handle).reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
}

// --- Signing in and out

async function showSignIn(focus) {
  const view = enter("sign-in", "Sign in");
  if (focus) element("sign-in-title").focus();
  element("local").hidden = element("token-form").hidden = true;
  try {
    const users = await request("/api/local/users");
    if (view !== state.view) return;
    element("local").hidden = false;
    element("no-users").hidden = users.length > 0;
    element("users").replaceChildren(...users.map(userItem));
    element("user-filter").hidden = users.length <= usersWithoutFilter;
  } catch (failure) {
    if (view !== state.view) return;
    if (failure.status === 404) return void (element("token-form").hidden = false);
    notice(`${failure.message} Trying again.`);
    await pause(retryPause);
    if (view === state.view) showSignIn(false);
  }
}

function userItem(user) {
  const item = copyOf("person");
  const button = document.createElement("button");
  button.type = "button";
  button.append(...item.firstElementChild.childNodes);
  item.replaceChildren(button);
  showAvatar(item.querySelector(".avatar"), user.handle, user.display_name);
  item.querySelector(".name").textContent = user.display_name;
  item.querySelector(".preview").textContent = `@${user.handle}`;
  button.addEventListener("click", () => signInLocally(user.handle));
  return item;
}

async function signInLocally(handle) {
  try {
    const answer = await request("/api/local/sign-in", { method: "POST", body: { handle } });
    signIn(answer.access_token, handle);
  } catch (failure) {
    notice(failure.message);
  }
}

function signIn(token, handle = "") {
  sessionStorage.setItem("access_token", token);
  sessionStorage.setItem("handle", handle);
  notice("");
  start({ focus: true });
}

function signOut(text = "") {
  for (const name of ["access_token", "handle"]) sessionStorage.removeItem(name);
  state.following?.abort();
  state.groups = [];
  state.seen.clear();
  element("text").value = ""; // what is not sent is kept as a draft, for the next sign-in
  showGroups();
  notice(text);
  start({ focus: true });
}

// --- The conversations

async function loadGroups() {
  const token = sessionStorage.getItem("access_token");
  const groups = await request("/api/message_groups");
  if (token !== sessionStorage.getItem("access_token")) return; // another user has signed in meanwhile
  for (const group of groups) {
    if (!state.seen.has(group.uuid) || group.uuid === state.group) state.seen.set(group.uuid, group.created_at);
  }
  state.groups = groups;
  showGroups();
  showPartner();
}

function showGroups() {
  const list = element("group-list");
  const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  list.replaceChildren(...state.groups.map(groupItem));
  element("no-groups").hidden = state.groups.length > 0;
  if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function groupItem(group) {
  const item = copyOf("person");
  const link = item.querySelector("a");
  link.href = `/messages/${encodeURIComponent(group.uuid)}`;
  if (group.uuid === state.group) link.setAttribute("aria-current", "page");
  item.classList.toggle("new", state.seen.get(group.uuid) !== group.created_at);
  showAvatar(item.querySelector(".avatar"), group.handle, group.display_name);
  item.querySelector(".name").textContent = group.display_name;
  item.querySelector(".preview").textContent = group.message;
  show(item.querySelector("time"), group.created_at);
  return item;
}

// --- One conversation

function leaveConversation() {
  Object.assign(state, { group: null, partner: null, oldest: null, isLoaded: false });
  state.messages.clear();
  element("messages").replaceChildren();
  element("earlier").hidden = element("no-messages").hidden = true;
  showPartner();
}

function showPartner() {
  const partner = state.groups.find((group) => group.uuid === state.group) ?? state.partner;
  state.partner = partner ?? null;
  element("partner").textContent = partner?.display_name ?? (state.group ? "Conversation" : "");
  element("partner-handle").textContent = partner ? `@${partner.handle}` : "";
  for (const item of element("messages").children) markMine(item);
}

// The server does not say who the caller is. A message that is not the partner's is the user's own.
function markMine(item) {
  const me = sessionStorage.getItem("handle");
  const handle = item.dataset.handle;
  item.classList.toggle("mine", state.partner ? handle !== state.partner.handle : handle === me);
}

const pathOfMessages = (group) => `/api/messages/${encodeURIComponent(group)}`;

// The newest messages; where more than a page of them are new, also those before, down to what is shown
// already.
async function loadNewest() {
  const { view, group } = state;
  const isFirst = !state.isLoaded;
  let page = await request(pathOfMessages(group));
  if (view !== state.view) return;
  const news = [...page];
  while (!isFirst && page.length === pageOfMessages && !page.some((message) => state.messages.has(message.uuid))) {
    page = await request(`${pathOfMessages(group)}?before=${encodeURIComponent(page[0].created_at)}`);
    if (view !== state.view) return;
    news.unshift(...page);
  }
  state.isLoaded = true;
  const added = insert(news, null);
  if (isFirst) element("earlier").hidden = page.length < pageOfMessages;
  element("no-messages").hidden = state.messages.size > 0;
  if (!isFirst) announce(added);
}

async function loadEarlier() {
  const { view, group, oldest } = state;
  const button = element("earlier");
  if (button.disabled || button.hidden || oldest === null) return;
  button.disabled = true;
  try {
    const page = await request(`${pathOfMessages(group)}?before=${encodeURIComponent(oldest)}`);
    if (view !== state.view) return;
    insert(page, element("messages").firstElementChild);
    button.hidden = page.length < pageOfMessages;
    notice("");
  } catch (failure) {
    if (view === state.view) notice(failure.message);
  } finally {
    button.disabled = false;
  }
  if (view === state.view && isNearStart()) requestAnimationFrame(loadEarlier);
}

function isNearStart() {
  return element("earlier").getBoundingClientRect().bottom > element("scroller").getBoundingClientRect().top - 300;
}

// Puts messages, oldest first, into the list before an item, or at its end; those that are shown already
// stay.
function insert(messages, before) {
  const list = element("messages");
  const added = [];
  let next = before;
  for (const message of messages.toReversed()) {
    let item = state.messages.get(message.uuid);
    if (!item) {
      item = messageItem(message);
      state.messages.set(message.uuid, item);
      list.insertBefore(item, next);
      added.unshift(message);
    }
    next = item;
  }
  const first = messages[0];
  if (first && list.firstElementChild === state.messages.get(first.uuid)) state.oldest = first.created_at;
  return added;
}

function messageItem(message) {
  const item = copyOf("message");
  item.dataset.handle = message.handle;
  item.querySelector(".name").textContent = message.display_name;
  item.querySelector(".text").textContent = message.message;
  show(item.querySelector("time"), message.created_at);
  markMine(item);
  return item;
}

// For screen readers.
function announce(messages) {
  const others = messages.filter((message) => message.handle === state.partner?.handle);
  if (others.length === 0) return;
  element("announcement").textContent = others.map((each) => `${each.display_name}: ${each.message}`).join("\n");
}

// --- Writing

// What is written and not sent yet, by user and address, with its idempotency key: a second attempt to send
// it writes nothing twice.
const draftName = () => `draft ${sessionStorage.getItem("handle")} ${location.pathname}`;

function draft() {
  return JSON.parse(sessionStorage.getItem(draftName())) ?? { text: "", key: null };
}

function keepDraft(text, key = null) {
  if (text === "") sessionStorage.removeItem(draftName());
  else sessionStorage.setItem(draftName(), JSON.stringify({ text, key }));
}

function showDraft() {
  element("text").disabled = element("text").readOnly = false;
  element("message-form").removeAttribute("aria-busy");
  element("text").value = draft().text;
  element("send-error").textContent = "";
  element("send").textContent = "Send";
  showCount();
}

function showCount() {
  const { value } = element("text");
  const left = longestMessage - value.length;
  element("count").textContent = left;
  element("count").classList.toggle("over", left < 0);
  element("send").disabled = left < 0 || value.trim() === "" || element("text").disabled;
  element("count").setAttribute("aria-label", left < 0 ? `${-left} characters too many` : `${left} characters left`);
}

async function send() {
  const { view } = state;
  const box = element("text");
  if (element("send").disabled || box.readOnly) return;
  const text = wellFormed(box.value);
  const kept = draft();
  const key = kept.text === text && kept.key ? kept.key : crypto.randomUUID();
  const name = draftName();
  keepDraft(text, key);
  setSending(true);
  const target = state.group ? { message_group_uuid: state.group } : { handle: state.partner.handle };
  try {
    const answer = await request("/api/messages", {
      method: "POST",
      headers: { "Idempotency-Key": key },
      body: { message: text, ...target },
    });
    sessionStorage.removeItem(name);
    if (view === state.view) await isSent(answer);
  } catch (failure) {
    if (view === state.view) isNotSent(failure);
  } finally {
    if (view === state.view) setSending(false);
  }
}

async function isSent(answer) {
  showDraft();
  if (!state.group) return go(`/messages/${encodeURIComponent(answer.message_group_uuid)}`, { replace: true });
  insert([answer], null);
  element("no-messages").hidden = true;
  element("scroller").scrollTop = 0;
  loadGroups().catch(() => {}); // the message is sent, even if the list cannot be loaded
}

function isNotSent(failure) {
  if (failure.status === 401) return; // the sign-in says so; the text is kept
  element("send-error").textContent = `Not sent. ${failure.message ?? ""}`;
  element("send").textContent = "Send again";
}

function setSending(isSending) {
  element("text").readOnly = isSending;
  element("message-form").setAttribute("aria-busy", isSending);
  if (isSending) element("send").disabled = true;
  else showCount();
}

// --- What is new

// Requests changes: the server answers when something has changed (long polling). Where it has no stream,
// polls every few seconds.
async function follow() {
  state.following?.abort();
  const { signal } = (state.following = new AbortController());
  let number = null; // of the newest change that is shown
  while (!signal.aborted) {
    try {
      const changes = await request(number === null ? "/api/changes" : `/api/changes?after=${number}`, { signal });
      if (number === null || !changes.stream || !changes.complete || changes.groups.length > 0) await refresh();
      if (signal.aborted) return;
      number = changes.number;
      clearFailure();
      if (!changes.stream) await pause(pollPause);
    } catch (failure) {
      if (signal.aborted) return;
      state.failure = `${failure.message} Trying again.`;
      notice(state.failure);
      number = null;
      await pause(retryPause);
    }
  }
}

async function refresh() {
  await loadGroups();
  const { group } = state;
  if (!group) return;
  try {
    await loadNewest();
  } catch (failure) {
    if (group === state.group) throw failure; // a conversation that is not open any more is not reported
  }
}

// Removes the notice of a failed request; other notices stay.
function clearFailure() {
  if (element("notice").textContent === state.failure) notice("");
  state.failure = "";
}

// --- Views and addresses

function enter(view, title) {
  document.body.dataset.view = view;
  document.title = `${title} · Cruddur`;
  const isSignedIn = view !== "sign-in";
  element("sign-out").hidden = !isSignedIn;
  const handle = sessionStorage.getItem("handle");
  element("me").textContent = isSignedIn && handle ? `@${handle}` : "";
  state.view += 1;
  return state.view;
}

// The view of the address that the browser is at.
async function route({ focus = false } = {}) {
  leaveConversation();
  if (!sessionStorage.getItem("access_token")) return showSignIn(focus);
  const [, place, name, handle] = location.pathname.split("/").map(decoded);
  try {
    if (place === "messages" && name === "new" && handle) await openNew(withoutAt(handle), focus);
    else if (place === "messages" && name) await open(name, focus);
    else showOverview(focus);
  } catch (failure) {
    if (failure.status !== 401) notice(failure.message);
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
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
    if (there) return go(`/messages/${encodeURIComponent(there.uuid)}`, { replace: true });
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

function go(path, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  notice("");
  return route({ focus: true });
}

// At the beginning, and after signing in or out.
async function start({ focus = false } = {}) {
  if (sessionStorage.getItem("access_token")) {
    await loadGroups().catch((failure) => notice(failure.message));
    if (sessionStorage.getItem("access_token")) follow();
  }
  await route({ focus });
}

// --- Events

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/messages']");
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

addEventListener("popstate", () => route({ focus: true }));

element("sign-out").addEventListener("click", () => {
  sessionStorage.clear();
  signOut();
});

element("user-filter").addEventListener("input", (event) => {
  const part = event.target.value.trim().toLowerCase();
  for (const item of element("users").children) item.hidden = !item.textContent.toLowerCase().includes(part);
});

element("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const token = element("token").value.trim().replace(/^Bearer\s+/i, "");
  element("token").value = "";
  signIn(token);
});

element("new-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const handle = withoutAt(element("new-handle").value);
  if (handle === "") return;
  element("new-handle").value = "";
  go(conversationWith(handle));
});

element("message-form").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

element("text").addEventListener("input", () => {
  keepDraft(element("text").value);
  showCount();
});

element("text").addEventListener("keydown", (event) => {
  const begins = event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches;
  if (event.key !== "Enter" || (begins && !event.ctrlKey && !event.metaKey)) return;
  event.preventDefault();
  send();
});

element("earlier").addEventListener("click", loadEarlier);

element("scroller").addEventListener("scroll", () => isNearStart() && loadEarlier(), { passive: true });

start();
