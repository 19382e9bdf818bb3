// The elements of the page. Text from the server is shown with `textContent`: no text can become markup.

export const element = (id) => document.getElementById(id);

export function notice(text) {
  if (element("notice").textContent !== text) element("notice").textContent = text;
}

// Removes a notice; another one that was shown meanwhile stays.
export function clearNotice(text) {
  if (element("notice").textContent === text) notice("");
}

export function copyOf(template) {
  return element(template).content.firstElementChild.cloneNode(true);
}

export function showAvatar(avatar, handle, name) {
  avatar.textContent = (Array.from(name || handle)[0] ?? "?").toUpperCase();
  avatar.dataset.hue = Array.from(handle).reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
}
