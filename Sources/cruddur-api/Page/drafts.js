// The text in the form that is not sent yet.

import { element } from "./elements.js";
import { longestMessage } from "./requests.js";
import { myHandle } from "./session.js";

// What is written and not sent yet, by user and address, with its idempotency key: a second attempt to send
// it writes nothing twice.
export const draftName = () => `draft ${myHandle()} ${location.pathname}`;

export function draft() {
  return JSON.parse(sessionStorage.getItem(draftName())) ?? { text: "", key: null };
}

export function keepDraft(text, key = null) {
  if (text === "") sessionStorage.removeItem(draftName());
  else sessionStorage.setItem(draftName(), JSON.stringify({ text, key }));
}

export function showDraft() {
  element("text").disabled = element("text").readOnly = false;
  element("message-form").removeAttribute("aria-busy");
  element("text").value = draft().text;
  element("send-error").textContent = "";
  element("send").textContent = "Send";
  showCount();
}

export function showCount() {
  const { value } = element("text");
  const left = longestMessage - value.length;
  element("count").textContent = left;
  element("count").classList.toggle("over", left < 0);
  element("send").disabled = left < 0 || value.trim() === "" || element("text").disabled;
  element("count").setAttribute("aria-label", left < 0 ? `${-left} characters too many` : `${left} characters left`);
}

element("text").addEventListener("input", () => {
  keepDraft(element("text").value);
  showCount();
});
