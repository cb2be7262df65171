// A browser and the pages to look at in it; what a page complains of is a failure.
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.env.PAGES;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

export const address = (name) => {
  const path = join(folder, `${name}.html`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run make browser-test`);
  return pathToFileURL(path).href;
};

// Opens a page, hands it to `look`, and throws what the page said on its console or asked the network for.
export const visit = async (browser, name, look, { hash = "", ...options } = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints = [];
  context.on("request", (it) => { if (!it.url().startsWith("file:")) complaints.push(it.url()); });
  const page = await context.newPage();
  page.on("console", (it) => complaints.push(it.text()));
  page.on("pageerror", (it) => complaints.push(it.message));
  page.on("dialog", (it) => { complaints.push(it.message()); it.dismiss(); });
  try {
    await page.goto(address(name) + hash);
    await look(page, context);
    if (complaints.length > 0) throw new Error(`the page complains: ${complaints.join("; ")}`);
  } finally {
    await context.close();
  }
};

// Lays out what is far from the screen, too: axe passes over what the browser has not laid out.
export const layOut = (page) => page.locator("article.question")
  .evaluateAll((all) => { for (const it of all) it.style.contentVisibility = "visible"; });

// What axe finds wrong, one line each. It is run from outside, past the page's own policy.
export const violations = async (page) => {
  await layOut(page);
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run());
  return found.map((it) => `${it.id}: ${it.nodes[0].html}`);
};

export const visible = (page) => page.locator("article.question:visible")
  .evaluateAll((all) => all.map((it) => it.id));
