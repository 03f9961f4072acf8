// Builds lms/web/static/built/: the style sheet, fonts and scripts, named by their content so that browsers keep
// them for ever, each also as .gz and .br; manifest.json tells the pages what they are called this time.
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const packages = join(root, "node_modules");
const target = join(root, "lms", "web", "static", "built");
mkdirSync(dirname(target), { recursive: true });
const made = mkdtempSync(join(dirname(target), ".making-"));
const manifest = {};

function put(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const ending = extname(name);
  const named = `${basename(name, ending)}-${hash}${ending}`;
  writeFileSync(join(made, named), bytes);
  if (ending !== ".woff2") {
    writeFileSync(join(made, `${named}.gz`), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(made, `${named}.br`), brotliCompressSync(bytes));
  }
  manifest[name] = named;
  return named;
}

function styles() {
  const { css } = sass.compile(join(here, "sass", "outset.scss"), { loadPaths: [packages], style: "compressed", quietDeps: true });
  const folders = ["atkinson-hyperlegible-next", "source-serif-4"].map((family) => join(packages, "@fontsource", family, "files"));
  const linked = css.replace(/url\("?([\w-]+\.woff2)"?\)/g, (_, file) => {
    const folder = folders.find((one) => readdirSync(one).includes(file));
    if (!folder) throw new Error(`No font file called ${file}`);
    return `url(${manifest[file] ?? put(file, readFileSync(join(folder, file)))})`;
  });
  put("outset.css", Buffer.from(linked));
}

// Leaves first: what imports a script must know its name.
function scripts() {
  put("govuk-frontend.js", withoutMap(readFileSync(join(packages, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), "utf8")));
  // What points at a child is written once, in lms/discretion/rules; assets.py gives it on standard input.
  put("discretion-signs.js", Buffer.from(`export default ${readFileSync(0, "utf8")};\n`));
  for (const name of ["aids.js", "autosave.js", "discretion.js", "idle.js", "order.js", "reading.js", "sending.js", "outset.js"]) {
    const text = readFileSync(join(here, "js", name), "utf8");
    put(name, Buffer.from(text.replace(/"\.\/([\w-]+\.js)"/g, (_, file) => `"./${manifest[file]}"`)));
  }
}

function withoutMap(text) {
  return Buffer.from(text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

put("icon.svg", readFileSync(join(here, "icon.svg")));
styles();
scripts();
writeFileSync(join(made, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);

// Made beside it and put in its place at one stroke, so that a page never sees half of it.
chmodSync(made, 0o755);
rmSync(`${target}.old`, { recursive: true, force: true });
try {
  renameSync(target, `${target}.old`);
} catch (error) {
  if (error.code !== "ENOENT") throw error;
}
renameSync(made, target);
rmSync(`${target}.old`, { recursive: true, force: true });
