// Tells the town whose phones a visitor's hand is on: those are not played for ten town minutes.

import { wish } from "./api.js";

const GATHER = 400; // real milliseconds
const AGAIN = 2000; // a tour says again that it leads
const touched = new Set();
let toured = [];
let due = null;

export function touch(user) {
  touched.add(user);
  due ??= setTimeout(tell, GATHER);
}

// The phones that a tour leads through, until it names others.
export function lead(users) {
  const fresh = users.some((one) => !toured.includes(one));
  toured = users;
  if (fresh) tellTour();
}

function tell() {
  due = null;
  const users = [...touched];
  touched.clear();
  wish("tg/touch", { users }).catch(() => {});
}

function tellTour() {
  if (toured.length) wish("tg/touch", { users: toured, tour: true }).catch(() => {});
}

setInterval(tellTour, AGAIN);
