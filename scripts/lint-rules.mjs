/** Rules of our own for oxlint, which loads this file by its name in .oxlintrc.json. */

const DIRECTIVE = /^\s*(?:ox|es)lint-(?:dis|en)able/;

/** A rule holds everywhere or is switched off in .oxlintrc.json, where one sees all exceptions together. */
const noInlineConfig = {
  create(context) {
    return {
      Program() {
        for (const { value, loc } of context.sourceCode.getAllComments()) {
          if (!DIRECTIVE.test(value)) continue;
          // An empty range at the very start: no directive covers it, so that none can silence this report.
          const start = { line: 1, column: 0 };
          const message = `Line ${loc.start.line} switches rules off: change the code, or .oxlintrc.json for all files alike.`;
          context.report({ loc: { start, end: start }, message });
        }
      },
    };
  },
};

export default { meta: { name: 'playground' }, rules: { 'no-inline-config': noInlineConfig } };
