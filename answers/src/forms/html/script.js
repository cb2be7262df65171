"use strict";
// The page is complete without this script, with everything unfolded; the script folds, filters and copies.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = document.getElementById("filters");
  const status = document.getElementById("status");
  const fields = form.elements;
  const names = ["q", "answer", "section", "account", "region", "new"];
  const questions = all("article.question");
  const folded = all("details[data-fold]");
  const accounts = [...fields.account.options].slice(1).map((option) => option.value);
  const answers = new Map(all("option[data-letter]").map((it) => [it.dataset.letter, it]));
  const number = (value) => value.toLocaleString("en-US");
  const count = (value, one, many) => `${number(value)} ${value === 1 ? one : many}`;

  // What a row or a head says, in lower case, read once.
  const said = new WeakMap();
  const text = (element) => {
    if (!said.has(element)) said.set(element, element.textContent.toLowerCase());
    return said.get(element);
  };
  const rowsOf = new Map(questions.map((it) => [it, all(".evidence tbody tr", it)]));

  // The state of the view, as the address has it after its #.
  const state = () => {
    const params = new URLSearchParams();
    for (const name of names) {
      const field = fields[name];
      if (!field) continue;
      const value = field.type === "checkbox" ? (field.checked ? field.value : "") : field.value.trim();
      if (value) params.set(name, value);
    }
    return params;
  };
  const address = (hash) => location.href.split("#")[0] + (hash ? `#${hash}` : "");

  const rowMatches = (row, { account, region, only, words }) => {
    const [itsAccount, itsRegion] = row.cells[2].children;
    return (!account || itsAccount.textContent === account)
      && (!region || itsRegion.textContent === region)
      && (!only || row.classList.contains("new"))
      && (!words || text(row).includes(words));
  };

  const apply = () => {
    const params = state();
    const wanted = Object.fromEntries(names.map((name) => [name, params.get(name) || ""]));
    const words = wanted.q.toLowerCase();
    const position = accounts.indexOf(wanted.account);
    const byRow = Boolean(words || wanted.account || wanted.region || wanted.new);
    let shown = 0, rows = 0, elsewhere = 0;
    for (const question of questions) {
      const data = question.dataset;
      const letter = wanted.account ? data.answers[position] : "";
      const answer = letter ? answers.get(letter)?.value : data.answer;
      const whole = !words || text(question.querySelector(".head")).includes(words);
      const row = { account: wanted.account, region: wanted.region, only: wanted.new, words: whole ? "" : words };
      let matching = 0;
      for (const it of rowsOf.get(question)) {
        it.hidden = !rowMatches(it, row);
        if (!it.hidden) matching += 1;
      }
      question.hidden = !answer
        || Boolean(wanted.answer && answer !== wanted.answer)
        || Boolean(wanted.section && data.section !== wanted.section)
        || Boolean(wanted.region && !data.regions.split(" ").includes(wanted.region))
        || Boolean(wanted.new && data.new === "0")
        || Boolean(!whole && matching === 0);
      here(question, wanted.account, answers.get(letter));
      const evidence = question.querySelector("details.evidence");
      if (evidence) {
        if (byRow && !question.hidden && matching > 0 && !evidence.open) {
          evidence.open = true;
          evidence.dataset.opened = "";
        } else if (!byRow && "opened" in evidence.dataset) {
          evidence.open = false;
          delete evidence.dataset.opened;
        }
      }
      if (byRow) elsewhere += Number(data.rows) - rowsOf.get(question).length;
      if (question.hidden) continue;
      shown += 1;
      rows += matching;
    }
    const filtered = params.size > 0;
    document.documentElement.classList.toggle("filtered", filtered);
    const found = `${number(shown)} of ${count(questions.length, "question", "questions")}, ${count(rows, "row", "rows")} of evidence`;
    const chosen = [...params].map(([name, value]) => name === "new" ? "only new" : `${name === "q" ? "text" : name} “${value}”`);
    const unread = elsewhere > 0 ? ` ${count(elsewhere, "row is", "rows are")} in evidence.csv only and not searched.` : "";
    status.textContent = filtered ? `${found}, for ${chosen.join(", ")}.${unread}` : `${found}.`;
  };

  // Says of a question what its answer is in the chosen account.
  const here = (question, account, option) => {
    question.querySelector(".here")?.remove();
    if (!account || !option) return;
    const line = document.createElement("p");
    const badge = document.createElement("span");
    line.className = "here";
    badge.className = `badge ${option.value}`;
    badge.textContent = option.textContent;
    line.append(`In account ${account}: `, badge);
    question.querySelector(".head h3").after(line);
  };

  const remember = () => history.replaceState(null, "", address(state().toString()));

  // Follows the address: to a question, or to a view.
  const follow = () => {
    const hash = location.hash.slice(1);
    const target = questions.find((it) => it.id === hash);
    if (target) {
      if (target.hidden) {
        form.reset();
        apply();
      }
      for (const it of all("details.evidence", target)) it.open = true;
      target.scrollIntoView();
      target.focus({ preventScroll: true });
      return;
    }
    const params = new URLSearchParams(hash);
    const known = names.some((name) => params.has(name));
    if (!known && hash) return;
    for (const name of names) {
      const field = fields[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = params.get(name) === field.value;
      else field.value = params.get(name) || "";
      if (field.tagName === "SELECT" && field.selectedIndex < 0) field.value = "";
    }
    apply();
    if (known) document.getElementById("questions").scrollIntoView();
  };

  // Copying, also where the browser does not lend the clipboard to the page.
  const copy = async (value, button) => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      const field = document.createElement("textarea");
      field.value = value;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    const before = button.textContent;
    button.textContent = "Copied";
    status.textContent = `Copied ${value}`;
    setTimeout(() => { button.textContent = before; }, 1500);
  };
  const copyButton = (label, what) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = label;
    button.setAttribute("aria-label", what);
    return button;
  };
  for (const it of all("code.id")) it.nextElementSibling.after(copyButton("Copy", `Copy ${it.textContent}`));
  for (const it of all("article.question h3")) it.after(copyButton("Copy link", `Copy link to ${it.closest("article").id}`));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button.copy");
    if (!button) return;
    const id = button.parentElement.querySelector("code.id");
    copy(id ? id.textContent : address(button.closest("article").id), button);
  });
  fields.link.addEventListener("click", () => copy(address(state().toString()), fields.link));

  // What can be filtered by becomes a link to that view.
  for (const it of all("[data-filter]")) {
    const [name, ...value] = it.dataset.filter.split("=");
    const link = document.createElement("a");
    link.href = `#${new URLSearchParams({ [name]: value.join("=") })}`;
    link.append(...it.childNodes);
    it.append(link);
  }
  for (const table of all(".matrix")) {
    const heads = all("thead th a", table);
    table.addEventListener("mouseover", ({ target }) => {
      const field = target.closest("td");
      if (!field || field.title) return;
      const head = heads[field.cellIndex - 1];
      field.title = `${field.parentElement.cells[0].textContent}, ${head.textContent} ${head.title}: ${field.textContent}`;
    });
  }

  // Folding, and unfolding everything for the printer.
  for (const it of folded) it.open = false;
  fields.unfold.addEventListener("click", () => {
    const unfold = fields.unfold.getAttribute("aria-pressed") !== "true";
    fields.unfold.setAttribute("aria-pressed", String(unfold));
    for (const it of folded) it.open = unfold;
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const it of closed) it.open = true;
  });
  addEventListener("afterprint", () => {
    for (const it of closed) it.open = false;
    closed = [];
  });

  let waiting;
  const change = () => {
    clearTimeout(waiting);
    apply();
    remember();
  };
  form.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    if (target === fields.q) waiting = setTimeout(change, 150);
    else change();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change();
  });
  fields.all.addEventListener("click", () => {
    form.reset();
    change();
  });
  addEventListener("hashchange", follow);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      fields.q.focus();
      fields.q.select();
    }
  });

  form.hidden = false;
  document.documentElement.classList.add("js");
  apply();
  follow();
})();
