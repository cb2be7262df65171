// The web page of a report, in a real browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { address, launch, violations, visible, visit } from "./page.js";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());
const look = (name, what, options) => visit(browser, name, what, options);
const field = (page, name) => page.locator(`#filters [name="${name}"]`);
const status = (page) => page.locator("#status").textContent();

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing wrong, ${colorScheme}`, () => look("sample", async (page) => {
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Unfold all" }).click();
    assert.deepEqual(await violations(page), []);
  }, { colorScheme }));
}

test("axe finds nothing wrong on a narrow screen", () => look("sample", async (page) => {
  assert.deepEqual(await violations(page), []);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
}, { viewport: { width: 360, height: 740 } }));

test("the filters narrow the questions and say how many are left", () => look("sample", async (page) => {
  assert.match(await status(page), /^8 of 8 questions, 11 rows of evidence\.$/);
  await field(page, "answer").selectOption("failure");
  assert.deepEqual(await visible(page), ["aws-core-19"]);
  assert.match(await status(page), /^1 of 8 questions/);
  await page.getByRole("button", { name: "Show all" }).click();
  assert.equal((await visible(page)).length, 8);

  await field(page, "section").selectOption("Processes");
  assert.deepEqual(await visible(page), ["aws-core-30"]);
  await page.getByRole("button", { name: "Show all" }).click();

  await field(page, "region").selectOption("eu-central-1");
  assert.deepEqual(await visible(page), ["aws-core-22", "aws-core-5"]);
  assert.equal(await page.locator(".evidence tbody tr:visible").count(), 1);
  await page.getByRole("button", { name: "Show all" }).click();

  // In the other account the question has another answer than in all.
  await field(page, "account").selectOption("444455556666");
  assert.deepEqual(await visible(page), ["aws-core-22", "aws-core-5"]);
  assert.match(await page.locator("#aws-core-22 .here").textContent(), /✓ acceptable$/);
  await field(page, "answer").selectOption("acceptable");
  assert.deepEqual(await visible(page), ["aws-core-22"]);
}));

test("the search reads names, and those that attack stay names", () => look("sample", async (page) => {
  await page.getByRole("searchbox").fill("<SCRIPT>alert");
  await page.waitForFunction(() => location.hash.startsWith("#q="));
  assert.deepEqual(await visible(page), ["aws-core-19"]);
  assert.equal(await page.locator("#aws-core-19 .evidence tbody tr:visible").count(), 1);
  assert.match(await status(page), /text “<SCRIPT>alert”/);
  await page.getByRole("searchbox").fill("nothing is called so");
  await page.waitForFunction(() => document.getElementById("status").textContent.startsWith("0 of"));
  assert.deepEqual(await visible(page), []);
}));

test("a link reproduces the view", async () => {
  let hash;
  await look("sample", async (page) => {
    await field(page, "answer").selectOption("acceptable");
    await field(page, "account").selectOption("111122223333");
    await page.waitForFunction(() => location.hash.includes("account"));
    ({ hash } = new URL(page.url()));
  });
  await look("sample", async (page) => {
    assert.equal(await field(page, "answer").inputValue(), "acceptable");
    assert.deepEqual(await visible(page), ["aws-core-9", "aws-core-33"]);
  }, { hash });
});

test("what was new can be seen alone", () => look("sample", async (page) => {
  const total = await page.locator("tr.new").count();
  await field(page, "new").check();
  await page.waitForFunction(() => location.hash === "#new=1");
  assert.equal(await page.locator(".evidence tbody tr:visible").count(), total);
}));

test("a link to a question shows it, whatever was filtered", () => look("sample", async (page) => {
  const question = page.locator("#aws-core-23");
  assert.ok(await question.evaluate((it) => it.getBoundingClientRect().top < innerHeight));
  assert.equal(await question.locator("details.evidence").getAttribute("open"), "");
  await page.waitForFunction(() => document.activeElement.id === "aws-core-23");
  await field(page, "answer").selectOption("failure");
  await page.waitForFunction(() => location.hash === "#answer=failure");
  await page.locator("table.index").getByRole("link").last().click();
  await page.waitForFunction(() => document.activeElement.id === "aws-core-33");
  assert.equal((await visible(page)).length, 8);
}, { hash: "#aws-core-23" }));

test("an identifier and a link are copied as they are", () => look("sample", async (page) => {
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Copy =cmd|'/c calc'!A1" }).click();
  await page.waitForFunction(() => document.getElementById("status").textContent.startsWith("Copied"));
  assert.equal(await copied(), "=cmd|'/c calc'!A1");
  await page.getByRole("button", { name: "Copy link to aws-core-9" }).click();
  await page.waitForFunction(() => document.getElementById("status").textContent.endsWith("#aws-core-9"));
  assert.equal(await copied(), `${address("sample")}#aws-core-9`);
}, { permissions: ["clipboard-read", "clipboard-write"] }));

test("the page is used with the keyboard alone", () => look("sample", async (page) => {
  const focus = () => page.evaluate(() => document.activeElement.name || document.activeElement.textContent);
  await page.keyboard.press("Tab");
  assert.equal(await focus(), "Skip to the questions");
  assert.ok(await page.locator(".skip").evaluate((it) => it.getBoundingClientRect().left >= 0));
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "questions");
  await page.keyboard.press("Tab");
  assert.equal(await focus(), "q");
  await page.keyboard.press("Tab");
  assert.equal(await focus(), "answer");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid");
  await page.keyboard.press("/");
  assert.equal(await focus(), "answer", "a key in a field is the field's");
  await page.locator("h1").click();
  await page.keyboard.press("/");
  assert.equal(await focus(), "q");
  await page.keyboard.type("egress");
  await page.waitForFunction(() => location.hash === "#q=egress");
  assert.deepEqual(await visible(page), ["aws-core-22"]);
  await page.locator("#aws-core-22 summary").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#aws-core-22 details").first().getAttribute("open"), "");
}));

test("on paper everything is unfolded and nothing is a control", () => look("sample", async (page) => {
  await page.emulateMedia({ media: "print" });
  for (const selector of ["#filters", ".copy", ".console", ".skip"]) {
    assert.equal(await page.locator(`${selector}:visible`).count(), 0, selector);
  }
  const hidden = await page.locator("details > *:not(summary)").evaluateAll((all) => all.filter((it) => it.getClientRects().length === 0).length);
  assert.equal(hidden, 0, "something is folded");
  const folded = await page.locator("details:not([open])").count();
  assert.ok((await page.pdf({ format: "A4" })).length > 0);
  assert.equal(await page.locator("details:not([open])").count(), folded, "printing changed the page");
  // Whoever prints a part is told that it is one.
  await field(page, "answer").selectOption("failure", { force: true });
  assert.ok(await page.locator("#status").isVisible());
}));

test("without scripts everything is there", () => look("sample", async (page) => {
  assert.equal((await visible(page)).length, 8);
  assert.equal(await page.locator("details:not([open])").count(), 0);
  assert.equal(await page.locator(".evidence tbody tr:visible").count(), 11);
  assert.equal(await page.locator("#filters").isVisible(), false);
}, { javaScriptEnabled: false }));

test("a script of somebody else does not run", () => assert.rejects(look("sample", async (page) => {
  const ran = await page.evaluate(() => {
    const intruder = document.createElement("div");
    intruder.innerHTML = "<img src=x onerror='globalThis.ran = true'>";
    document.body.append(intruder);
    return new Promise((done) => { setTimeout(() => done(globalThis.ran === true), 200); });
  });
  assert.equal(ran, false);
}), /the page complains: .*Content Security Policy/));

test("100,000 rows stay usable", () => look("large", async (page) => {
  assert.match(await page.locator("#aws-core-19 .evidence .more").first().textContent(), /200 of 100,000 rows/);
  await page.getByRole("searchbox").fill("sg-17");
  await page.waitForFunction(() => location.hash === "#q=sg-17");
  assert.match(await status(page), /99,800 rows are in evidence\.csv only and not searched\.$/);
}));

test("200 accounts have their matrix, and an account in it is a view", () => look("organization", async (page) => {
  assert.equal(await page.locator(".matrix tbody tr").count(), 200);
  assert.equal(await page.locator(".matrix thead a").count(), 33);
  await page.locator(".matrix tbody th a").first().click();
  await page.waitForFunction(() => location.hash.startsWith("#account="));
  assert.ok((await page.locator(".here").count()) > 0);
}));
