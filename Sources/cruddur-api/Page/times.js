// The times of messages, in the words of the user's language.

// Sort keys without a zone are in UTC.
function moment(text) {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text);
  return new Date(hasZone ? text : `${text}Z`);
}

const today = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const thisYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
const anyDay = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function showTime(time, text) {
  const date = moment(text);
  if (Number.isNaN(date.getTime())) return void (time.textContent = text);
  const now = new Date();
  const isToday = date.toDateString() === now.toDateString();
  const format = isToday ? today : date.getFullYear() === now.getFullYear() ? thisYear : anyDay;
  time.textContent = format.format(date);
  time.dateTime = date.toISOString();
  time.title = date.toLocaleString();
}
