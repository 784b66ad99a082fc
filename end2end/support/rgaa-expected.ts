// What each check is, and the tests that carry it: in a run without all of them, it has not been checked.
import { everyLabPage, pageOf } from './rgaa-titles.ts';
import type { CheckId } from './rgaa-checks.ts';
import type { Check } from './rgaa-judge.ts';
import { STATES } from './states.ts';
import { TASKS, withKeyboard } from './tasks.ts';

const PAGES = STATES.map(pageOf);
const WALKS = TASKS.map(withKeyboard);

const ofPages = (says: string): Check => ({ says, of: 'états de pages', expected: PAGES });
const withLab = (says: string): Check => ({ says, of: 'états de pages et parcours du laboratoire', expected: [...PAGES, everyLabPage] });
const ofWalks = (says: string): Check => ({ says, of: 'tâches au clavier', expected: WALKS });

export const CHECKS: Record<CheckId, Check> = {
  axe: withLab('axe, toutes ses règles, dans chaque état de chaque page'),
  contrast: ofPages('axe, contrastes et liens, en sombre et en couleurs forcées'),
  html: withLab('html-validate, sur le code envoyé de chaque état, sans les marques vides qu’y laisse Leptos'),
  absent: withLab('recherche d’images, de cadres, de médias, de dessins et de tableaux dans le code de chaque état'),
  outline: ofPages('plan de chaque état, comparé à celui qui a été lu et gardé'),
  narrow: withLab('mesure de chaque état à 320 pixels de large'),
  spacing: withLab('mesure de chaque état, texte espacé'),
  zoom: withLab('mesure de chaque état, lettres deux fois plus grandes'),
  still: ofPages('recherche de mouvement, quand la personne en demande moins'),
  keyboard: ofWalks('les douze tâches, au clavier seul'),
  'focus-seen': ofWalks('à chaque arrêt du clavier, contour visible et dans l’écran'),
  'focus-order': ofWalks('à chaque arrêt du clavier, ordre de la page'),
  'focus-return': ofWalks('après chaque acte, focus sur le message de statut'),
};
