// The page of the report: one file, without scripts, for every screen.
import { SIZES, THEMES } from './rgaa-criteria.ts';
import { type Line, type Outcome, RESULTS } from './rgaa-judge.ts';

const STYLE = `
  :root { color-scheme: light dark; --ink: #1c2326; --paper: #fff; --line: #5c6a70; --link: #0b4f6c }
  @media (prefers-color-scheme: dark) { :root { --ink: #eef2f3; --paper: #14191b; --line: #93a1a7; --link: #8fd3f0 } }
  body { max-width: 64rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: break-word }
  a { color: var(--link) }
  table { width: 100%; border-collapse: collapse; margin-block: 1rem 2rem }
  caption { text-align: start; font-weight: bold; padding-block: .5rem }
  th, td { text-align: start; vertical-align: top; padding: .5rem; border: 1px solid var(--line) }
  tbody th { font-weight: normal }
  @media (max-width: 44rem) {
    thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }
    tr, th, td { display: block; border: 0 }
    tr { border: 1px solid var(--line); margin-block-end: .75rem }
    td[data-of]::before { content: attr(data-of) ' : '; font-weight: bold }
  }`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replace(/ ([:;?!»])/g, '\u00a0$1').replace(/« /g, '«\u00a0');

const dated = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number);
  const said = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.UTC(year ?? 0, (month ?? 1) - 1, date));
  return `<time datetime="${day}">${said}</time>`;
};

const WORDS = { passed: 'réussi', failed: 'échoué', 'not run': 'pas fait en entier dans cette exécution' } as const;

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join('');
  const body = rows.map(([first, ...rest]) => {
    const cells = rest.map((cell, place) => `<td data-of="${heads[place + 1] ?? ''}">${cell}</td>`).join('');
    return `<tr><th scope="row">${first ?? ''}</th>${cells}</tr>`;
  });
  return `<table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

/** The whole page. `day` is the day of the run. */
export function written(lines: readonly Line[], checks: Record<string, Outcome>, day: string): string {
  const counts = RESULTS.map((result) => [escaped(result), String(lines.filter((line) => line.result === result).length)]);
  const machine = Object.values(checks).map((check) => [
    escaped(check.says),
    WORDS[check.became],
    `${check.passed} sur ${check.expected.length} ${escaped(check.of)}${check.failed.length > 0 ? `. En échec : ${escaped(check.failed.join(' ; '))}` : ''}`,
  ]);
  const themes = THEMES.map((theme, place) => {
    const number = place + 1;
    const rows = lines
      .filter((line) => line.criterion.id.startsWith(`${number}.`))
      .map((line) => [
        `<strong>${line.criterion.id}</strong> ${escaped(line.criterion.asks)}`,
        `<strong>${escaped(line.result)}</strong>`,
        escaped(line.how),
        line.days.map(dated).join(', ') || 'aucune',
        escaped(line.why) || 'Personne n’a encore regardé.',
      ]);
    const caption = `Thème ${number}, ${theme.toLowerCase()} : ${SIZES[place] ?? 0} critères`;
    return `<h2 id="theme-${number}">${number}. ${theme}</h2>\n${table(escaped(caption), ['Critère', 'Résultat', 'Vérification', 'Date', 'Ce qui a été regardé'], rows)}`;
  });
  const menu = THEMES.map((theme, place) => `<li><a href="#theme-${place + 1}">${theme}</a></li>`).join('');
  return `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Accessibilité\u00a0: les 106 critères du RGAA\u00a04.1.2</title>
<link rel="icon" href="data:,">
<style>${STYLE}
</style>
</head>
<body>
<main>
<h1>Accessibilité\u00a0: les 106 critères du RGAA\u00a04.1.2</h1>
<p>Écrit à la fin des tests du ${dated(day)}. Ce que la machine vérifie vient de cette exécution et d’elle seule\u00a0; ce qui est vérifié à la main porte la date à laquelle quelqu’un a regardé. Cette page n’est pas un audit et ne dit rien d’une conformité d’ensemble. Les critères y sont résumés\u00a0; leurs mots exacts sont dans <a href="https://accessibilite.numerique.gouv.fr/methode/criteres-et-tests/">le RGAA</a>.</p>
<h2>En résumé</h2>
${table('Nombre de critères pour chaque résultat', ['Résultat', 'Critères'], counts)}
<h2>Ce que la machine a vérifié</h2>
${table('Vérifications automatiques de cette exécution', ['Vérification', 'Résultat', 'Combien'], machine)}
<nav aria-label="Thèmes"><ol>${menu}</ol></nav>
${themes.join('\n')}
</main>
</body>
</html>
`;
}
