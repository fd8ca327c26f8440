// The eight steps of the tour, each with what it says, what it points at and what it waits for.

import { look } from "./api.js";
import { everyPhone } from "./dock.js";
import { coming, run } from "./strip.js";
import { hour, now } from "./time.js";
import { theDay } from "./day.js";
import { communities, prepare } from "./wall.js";

const STREET = "Энергетиков";
const FIRST_HOUSE = 29;
const SEND = ["Отправить", "Отправить так"];
const APPROVE = "Опубликовать";
const HEAD = "Глава";
const PROMISES = "Обещания";
const LATE = 16; // hours of the day: from then on nothing is promised for today

function post(house) {
  return `Конаково, улица ${STREET}, ${house}: ливнёвка забита, после дождя на дороге большая лужа. Прочистите, пожалуйста.`;
}

function answer(house) {
  const by = Number.parseInt(hour(now()), 10) < LATE ? "сегодня до 18:00" : "завтра до 12:00";
  return `Здравствуйте! На улице ${STREET}, ${house} ${by} откачаем воду и прочистим ливнёвку. `
    + "Отвечает отдел дорожного хозяйства, результат покажем здесь.";
}

// A house of which the town has not heard: a second tour must not become one more voice about the first one's puddle.
async function freeHouse(group) {
  const { posts } = await look(`vk/wall?group_id=${group}`);
  let house = FIRST_HOUSE;
  while (posts.some((one) => one.text === post(house))) house += 2;
  return house;
}

export async function possible() {
  return (await look("day")).scenes.length > 0;
}

function sideIs(side) {
  return document.body.dataset.side === side || getComputedStyle(document.querySelector(".sides")).display === "none";
}

function tabOf(side) {
  return document.querySelector(`.sides button[data-side=${side}]`);
}

// The card of the tour's post: the first message after the post that carries a fitting button.
function card(seen) {
  if (seen.card) return seen.card;
  if (!seen.written) return null;
  for (const phone of everyPhone()) {
    const message = phone.messages.findLast((one) => one.from.is_bot && one.text.includes(`${STREET}, ${seen.house}`) && has(one, "Принять"));
    if (message) {
      seen.card = { phone, id: message.message_id };
      return seen.card;
    }
  }
  return null;
}

function has(message, label) {
  return message.buttons.some((row) => row.some((one) => one.text === label));
}

function message(seen) {
  return card(seen)?.phone.messages.find((one) => one.message_id === seen.card.id);
}

// Shows the way to the phone of the card: the side first (on a small screen), then the name, then the button itself.
function onPhone(seen, labels) {
  const found = card(seen);
  if (!found) return null;
  if (!sideIs("phone")) return tabOf("phone");
  if (!found.phone.node.isConnected) return document.querySelector(`#dock [data-key="${found.phone.id}"]`);
  const buttons = [...found.phone.node.querySelectorAll(".keys button, .keys a")].reverse();
  for (const label of labels) {
    const one = buttons.find((button) => button.textContent.replace(" ↗", "") === label);
    if (one) return one;
  }
  return found.phone.node.querySelector(`[data-message="${found.id}"]`);
}

function shown(seen) {
  const found = card(seen);
  return Boolean(found) && sideIs("phone") && found.phone.node.isConnected;
}

function later(seen, fits) {
  return card(seen)?.phone.messages.findLast((one) => one.from.is_bot && one.message_id > seen.card.id && fits(one));
}

function draft(seen) {
  return later(seen, (one) => SEND.some((label) => has(one, label)));
}

function asked(seen) {
  return later(seen, (one) => one.text.includes("Напишите ответ"));
}

// The answer on the approver's phone, where the district wants one to look at it first.
function approval(seen) {
  for (const phone of everyPhone()) {
    const waits = phone.messages.findLast((one) => one.from.is_bot && one.text.includes(`${STREET}, ${seen.house}`) && has(one, APPROVE));
    if (waits) return { phone, id: waits.message_id };
  }
  return null;
}

function onApproval(seen) {
  const { phone, id } = approval(seen);
  if (!sideIs("phone")) return tabOf("phone");
  if (!phone.node.isConnected) return document.querySelector(`#dock [data-key="${phone.id}"]`);
  const buttons = [...phone.node.querySelectorAll(`[data-message="${id}"] .keys button`)];
  return buttons.find((button) => button.textContent === APPROVE) ?? phone.node.querySelector(`[data-message="${id}"]`);
}

// Time runs only while the bot waits for it: the minute before publication, the look whether the answer is seen.
function hurry(seen) {
  const wanted = !approval(seen) && message(seen) && !has(message(seen), "Открыть ответ") ? 60 : 1;
  if (seen.pace === wanted) return;
  seen.pace = wanted;
  run(wanted);
}

function head() {
  return everyPhone().find((one) => one.name === HEAD);
}

// The summary of this morning, or of the one that the visitor has gone to.
function summary() {
  return head()?.messages.findLast((one) => one.from.is_bot && has(one, PROMISES));
}

// The list of promises that the visitor has opened, where their own puddle stands.
function promised(seen) {
  return head()?.messages.findLast((one) => one.from.is_bot && one.message_id > (seen.before ?? 0) && one.text.includes(`${STREET}, ${seen.house}`));
}

function onHead(seen) {
  const phone = head();
  if (!phone) return null;
  if (!sideIs("phone")) return tabOf("phone");
  if (!phone.node.isConnected) return document.querySelector(`#dock [data-key="${phone.id}"]`);
  if (promised(seen)) return phone.node.querySelector(`[data-message="${promised(seen).message_id}"]`);
  const keys = [...phone.node.querySelectorAll(`[data-message="${summary()?.message_id}"] .keys button`)];
  return keys.find((button) => button.textContent === PROMISES) ?? null;
}

// The phones that the tour leads through: they are the visitor's until it ends.
export function phonesOf(seen) {
  const about = (phone) => phone.messages.some((one) => one.from.is_bot && seen.house && one.text.includes(`${STREET}, ${seen.house}`));
  return everyPhone().filter((phone) => phone.id > 0 && (phone.atHand || about(phone))).map((phone) => phone.id);
}

// Writes the answer for the visitor, who only has to send it.
function help(seen) {
  const { text } = seen.card.phone;
  if (!seen.helped && !text.value) {
    text.value = answer(seen.house);
    seen.helped = true;
  }
  return seen.card.phone.form.querySelector("[type=submit]");
}

const over = () => coming() < 0 && !theDay().busy; // late in the day there is no scene to go to

export const STEPS = [
  {
    title: "Житель пишет на стене",
    words: () => "Мы уже вписали пост: после дождя на улице вода. Нажмите «Опубликовать», и он появится на стене сообщества.",
    begin: async (seen) => {
      document.body.dataset.side = "wall";
      await run(1);
      const group = communities()[0].id;
      seen.house = await freeHouse(group);
      await prepare(group, post(seen.house), ["puddle"]);
    },
    target: () => (sideIs("wall") ? document.querySelector("#post-form [type=submit]") : tabOf("wall")),
    done: (seen) => seen.written?.act === "post",
  },
  {
    title: "У отдела звонит телефон",
    words: (seen, ready) => (!card(seen)
      ? "Бот читает стены сам. Через пару секунд он поймёт, что случилось и где, и выберет, чей это вопрос."
      : !ready
        ? `Карточка пришла: ${card(seen).phone.name}. Откройте этот телефон.`
        : "Вот карточка: что и где, до какого часа ответить, слова жителя, у кого вопрос и почему именно у них. Прочитайте её."),
    ready: shown,
    seen: "Вижу карточку",
    target: (seen) => onPhone(seen, []),
    done: (seen, at) => seen.confirmed === at,
  },
  {
    title: "Отдел берёт вопрос себе",
    words: () => "Нажмите «Принять». Карточка сразу изменится у всех, у кого она есть: видно, кто взял и во сколько.",
    target: (seen) => onPhone(seen, ["Принять"]),
    done: (seen) => Boolean(message(seen)) && !has(message(seen), "Принять"),
  },
  {
    title: "Отдел отвечает жителю",
    words: (seen) => (asked(seen)
      ? "Бот ждёт текст. Мы уже вписали ответ, отправьте его стрелкой. Обычно здесь пишет сотрудник: своими словами, прямо в чате."
      : "Нажмите «Ответить». Открывать сеть и искать пост не нужно: ответ пишут здесь же."),
    target: (seen) => (asked(seen) && shown(seen) ? help(seen) : onPhone(seen, ["Ответить"])),
    done: (seen) => Boolean(draft(seen)),
  },
  {
    title: "Прочитать и отправить",
    words: () => "Вот ответ, каким его увидит житель. Нажмите «Отправить»: ещё минуту его можно отменить.",
    target: (seen) => onPhone(seen, SEND),
    done: (seen) => (draft(seen) ? ((seen.draft = true), false) : Boolean(seen.draft)),
  },
  {
    title: "Житель видит ответ",
    words: (seen) => (approval(seen)
      ? `Сначала ответ смотрит пресс-служба. Откройте телефон: ${approval(seen).phone.name}, и нажмите «${APPROVE}».`
      : message(seen) && has(message(seen), "Открыть ответ")
      ? "Ответ стоит под постом, бот это проверил. Нажмите на карточке «Открыть ответ» и посмотрите сами."
      : "Время пошло быстрее: минута за секунду. Сейчас бот опубликует ответ и проверит, что он виден всем."),
    begin: (seen) => { delete seen["show-post"]; },
    each: hurry,
    target: (seen) => (approval(seen) ? onApproval(seen) : onPhone(seen, ["Открыть ответ"])),
    done: (seen) => Boolean(seen["show-post"]) && Boolean(document.querySelector("#posts .comment.official")),
  },
  {
    title: "Что ещё бывает за день",
    words: () => {
      const to = theDay().scenes[coming()];
      if (theDay().busy) return "Время бежит к следующей сцене: люди в телефонах пока работают сами.";
      return to
        ? `Дальше по дню, в ${hour(Date.parse(to.at))}: «${to.title}». ${to.about} Нажмите внизу «Следующая сцена».`
        : "Все сцены этого дня уже были. Начать день заново можно после экскурсии: ⋯ внизу.";
    },
    begin: (seen) => { delete seen.scene; },
    ready: over, calm: true, seen: "Понятно",
    target: () => (over() ? document.querySelector("#day-more summary") : document.getElementById("next-scene")),
    done: (seen, at) => Boolean(seen.scene) || seen.confirmed === at,
  },
  {
    title: "Глава видит и вашу лужу",
    words: (seen) => (promised(seen)
      ? `Вот она: ул. ${STREET}, ${seen.house}, что обещали, до какого часа, какой отдел. Сдержали слово или нет, глава прочитает завтра утром.`
      : "В 7:30 глава получает одно сообщение: что пришло, что опасно, что решить. Откройте его телефон и нажмите под сводкой «Обещания»."),
    begin: (seen) => { seen.before = head()?.messages.at(-1)?.message_id ?? 0; },
    ready: (seen) => Boolean(promised(seen)), calm: true,
    seen: "Вижу лужу",
    target: onHead,
    done: (seen, at) => seen.confirmed === at || !summary(),
  },
];
