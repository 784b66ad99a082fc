// The 106 criteria of RGAA 4.1.2 in our own few words, and what checks each.
// The words of the standard are on https://accessibilite.numerique.gouv.fr/methode/criteres-et-tests/.
import type { CheckId } from './rgaa-checks.ts';

export const THEMES = [
  'Images',
  'Cadres',
  'Couleurs',
  'Multimédia',
  'Tableaux',
  'Liens',
  'Scripts',
  'Éléments obligatoires',
  'Structuration de l’information',
  'Présentation de l’information',
  'Formulaires',
  'Navigation',
  'Consultation',
] as const;

/** How many criteria each theme has. */
export const SIZES = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12] as const;

export type Criterion = {
  /** Its number in the standard: theme, then place. */
  id: string;
  asks: string;
  /** What the tests check of it. */
  checks?: readonly CheckId[];
  /** Whether a person must judge it too, or alone. */
  byHand?: true;
  /** Why it has no object here. */
  noObject?: string;
};

const NO_FRAME = 'Aucune page n’a de cadre.';
const NO_MEDIA = 'Aucune page ne contient de son, de vidéo ni d’animation.';
const NO_CAPTCHA = 'Aucune page n’a d’image, hors les pictogrammes : il n’y a pas de captcha.';
const NO_LAYOUT_TABLE = 'Aucun tableau ne sert à la mise en forme : les pages n’ont aucun tableau.';
const NO_TABLE = 'Aucune page n’a de tableau.';
/** Nothing of that kind is in any page, which the tests check as well. */
const none = (noObject: string): Pick<Criterion, 'noObject' | 'checks'> => ({ noObject, checks: ['absent'] });
const byHand = { byHand: true } as const;
const by = (...checks: CheckId[]): Pick<Criterion, 'checks'> => ({ checks });
const byBoth = (...checks: CheckId[]): Pick<Criterion, 'checks' | 'byHand'> => ({ checks, byHand: true });

export const CRITERIA: readonly Criterion[] = [
  { id: '1.1', asks: 'Chaque image qui informe a une alternative en texte.', ...byBoth('axe') },
  { id: '1.2', asks: 'Chaque image de décoration est ignorée par les technologies d’assistance.', ...byHand },
  { id: '1.3', asks: 'L’alternative de chaque image qui informe dit bien la même chose qu’elle.', ...byHand },
  { id: '1.4', asks: 'L’alternative d’un captcha dit à quoi il sert.', ...none(NO_CAPTCHA) },
  { id: '1.5', asks: 'Un captcha a une autre solution d’accès.', ...none(NO_CAPTCHA) },
  { id: '1.6', asks: 'Chaque image qui en a besoin a une description détaillée.', ...byHand },
  { id: '1.7', asks: 'Chaque description détaillée est pertinente.', ...byHand },
  { id: '1.8', asks: 'Pas d’image de texte là où du texte suffit.', ...byHand },
  { id: '1.9', asks: 'Chaque légende d’image est reliée à son image.', ...byHand },

  { id: '2.1', asks: 'Chaque cadre a un titre.', ...none(NO_FRAME) },
  { id: '2.2', asks: 'Le titre de chaque cadre est pertinent.', ...none(NO_FRAME) },

  { id: '3.1', asks: 'Aucune information n’est donnée par la couleur seule.', ...byBoth('contrast') },
  { id: '3.2', asks: 'Le texte contraste assez avec son fond.', ...by('axe', 'contrast') },
  { id: '3.3', asks: 'Les champs, les boutons et les signes contrastent assez avec ce qui les entoure.', ...byHand },

  { id: '4.1', asks: 'Chaque média enregistré a une transcription ou une audiodescription.', ...none(NO_MEDIA) },
  { id: '4.2', asks: 'Ces transcriptions et audiodescriptions sont pertinentes.', ...none(NO_MEDIA) },
  { id: '4.3', asks: 'Chaque média synchronisé a des sous-titres.', ...none(NO_MEDIA) },
  { id: '4.4', asks: 'Ces sous-titres sont pertinents.', ...none(NO_MEDIA) },
  { id: '4.5', asks: 'Chaque média a, s’il le faut, une audiodescription synchronisée.', ...none(NO_MEDIA) },
  { id: '4.6', asks: 'Cette audiodescription est pertinente.', ...none(NO_MEDIA) },
  { id: '4.7', asks: 'Chaque média temporel est clairement identifié.', ...none(NO_MEDIA) },
  { id: '4.8', asks: 'Chaque média non temporel a une alternative.', ...none(NO_MEDIA) },
  { id: '4.9', asks: 'Cette alternative est pertinente.', ...none(NO_MEDIA) },
  { id: '4.10', asks: 'Un son qui démarre seul peut être arrêté.', ...none(NO_MEDIA) },
  { id: '4.11', asks: 'Chaque média temporel se commande au clavier et au pointeur.', ...none(NO_MEDIA) },
  { id: '4.12', asks: 'Chaque média non temporel se commande au clavier et au pointeur.', ...none(NO_MEDIA) },
  { id: '4.13', asks: 'Chaque média est compatible avec les technologies d’assistance.', ...none(NO_MEDIA) },

  { id: '5.1', asks: 'Chaque tableau complexe a un résumé.', ...none(NO_TABLE) },
  { id: '5.2', asks: 'Ce résumé est pertinent.', ...none(NO_TABLE) },
  { id: '5.3', asks: 'Un tableau de mise en forme se lit dans l’ordre.', ...none(NO_LAYOUT_TABLE) },
  { id: '5.4', asks: 'Le titre d’un tableau lui est associé.', ...none(NO_TABLE) },
  { id: '5.5', asks: 'Le titre d’un tableau est pertinent.', ...none(NO_TABLE) },
  { id: '5.6', asks: 'Les en-têtes d’un tableau sont déclarés.', ...none(NO_TABLE) },
  { id: '5.7', asks: 'Chaque case d’un tableau est reliée à ses en-têtes.', ...none(NO_TABLE) },
  { id: '5.8', asks: 'Un tableau de mise en forme n’a rien d’un tableau de données.', ...none(NO_LAYOUT_TABLE) },

  { id: '6.1', asks: 'Chaque lien dit où il mène.', ...byBoth('axe') },
  { id: '6.2', asks: 'Chaque lien a un intitulé.', ...by('axe') },

  { id: '7.1', asks: 'Ce que font les scripts est compatible avec les technologies d’assistance.', ...byBoth('axe', 'outline') },
  { id: '7.2', asks: 'L’alternative à un script est pertinente.', ...byBoth('outline') },
  { id: '7.3', asks: 'Ce que font les scripts se commande au clavier et au pointeur.', ...byBoth('keyboard') },
  { id: '7.4', asks: 'Un script ne change pas de page ou de place sans qu’on le sache.', ...byHand },
  { id: '7.5', asks: 'Les messages de statut sont annoncés.', ...byBoth('focus-return') },

  { id: '8.1', asks: 'Chaque page a un type de document.', ...by('html') },
  { id: '8.2', asks: 'Le code de chaque page est valide.', ...by('html') },
  { id: '8.3', asks: 'Chaque page dit sa langue.', ...by('html', 'axe') },
  { id: '8.4', asks: 'Cette langue est la bonne.', ...byBoth('html') },
  { id: '8.5', asks: 'Chaque page a un titre.', ...by('axe') },
  { id: '8.6', asks: 'Le titre de chaque page est pertinent.', ...byHand },
  { id: '8.7', asks: 'Chaque changement de langue est indiqué.', ...byHand },
  { id: '8.8', asks: 'Le code de chaque changement de langue est le bon.', ...byHand },
  { id: '8.9', asks: 'Aucune balise ne sert seulement à la présentation.', ...byBoth('html') },
  { id: '8.10', asks: 'Les changements du sens de lecture sont indiqués.', ...byHand },

  { id: '9.1', asks: 'Des titres, bien imbriqués et pertinents, structurent chaque page.', ...byBoth('axe', 'outline') },
  { id: '9.2', asks: 'La structure de la page (en-tête, navigation, contenu, pied) est cohérente.', ...byBoth('axe', 'outline') },
  { id: '9.3', asks: 'Chaque liste est une vraie liste.', ...byBoth('axe', 'outline') },
  { id: '9.4', asks: 'Chaque citation est indiquée.', ...byHand },

  { id: '10.1', asks: 'La présentation est faite par des feuilles de styles.', ...byBoth('html') },
  { id: '10.2', asks: 'Sans feuille de styles, tout ce qui informe est encore là.', ...byHand },
  { id: '10.3', asks: 'Sans feuille de styles, tout reste compréhensible.', ...byHand },
  { id: '10.4', asks: 'Le texte reste lisible quand il est deux fois plus grand.', ...by('zoom') },
  { id: '10.5', asks: 'Les couleurs du texte et du fond sont déclarées ensemble.', ...byHand },
  { id: '10.6', asks: 'Un lien dans un texte se voit.', ...byBoth('axe', 'contrast') },
  { id: '10.7', asks: 'Le focus se voit partout.', ...byBoth('focus-seen') },
  { id: '10.8', asks: 'Ce qui est caché n’a pas à être lu.', ...byBoth('axe') },
  { id: '10.9', asks: 'Aucune information n’est donnée par la forme, la taille ou la place seules.', ...byHand },
  { id: '10.10', asks: 'Ce qui est donné par la forme, la taille ou la place l’est aussi autrement.', ...byHand },
  { id: '10.11', asks: 'À 320 pixels de large, rien ne défile de côté.', ...by('narrow') },
  { id: '10.12', asks: 'Le texte peut être espacé sans que rien ne se perde.', ...by('spacing') },
  { id: '10.13', asks: 'Ce qui apparaît au survol ou au focus peut être fermé, survolé et lu.', ...byHand },
  { id: '10.14', asks: 'Ce qui n’apparaît que par les styles est aussi atteint au clavier.', ...byHand },

  { id: '11.1', asks: 'Chaque champ a une étiquette.', ...by('axe', 'html') },
  { id: '11.2', asks: 'Chaque étiquette est pertinente.', ...byBoth('axe') },
  { id: '11.3', asks: 'La même étiquette est employée partout pour la même chose.', ...byHand },
  { id: '11.4', asks: 'Chaque étiquette est à côté de son champ.', ...byHand },
  { id: '11.5', asks: 'Les champs de même nature sont regroupés.', ...byHand },
  { id: '11.6', asks: 'Chaque groupe de champs a une légende.', ...byBoth('outline') },
  { id: '11.7', asks: 'Chaque légende est pertinente.', ...byHand },
  { id: '11.8', asks: 'Les choix d’une liste sont regroupés quand il le faut.', ...byHand },
  { id: '11.9', asks: 'L’intitulé de chaque bouton est pertinent.', ...byBoth('axe') },
  { id: '11.10', asks: 'Ce qui est obligatoire et ce qui est faux est dit, près du champ.', ...byHand },
  { id: '11.11', asks: 'Une erreur est accompagnée de ce qu’il faut écrire.', ...byHand },
  { id: '11.12', asks: 'Ce qui engage peut être relu, changé ou annulé.', ...byHand },
  { id: '11.13', asks: 'Les champs qui parlent de soi peuvent être remplis par le navigateur.', ...byHand },

  { id: '12.1', asks: 'Il y a deux chemins au moins vers les pages.', ...byHand },
  { id: '12.2', asks: 'Le menu est toujours à la même place.', ...byBoth('outline') },
  { id: '12.3', asks: 'Le plan du site est pertinent.', ...byHand },
  { id: '12.4', asks: 'Le plan du site est atteint partout de la même façon.', ...byHand },
  { id: '12.5', asks: 'Le moteur de recherche est atteint partout de la même façon.', ...byHand },
  { id: '12.6', asks: 'Les grandes zones de la page peuvent être atteintes ou passées.', ...byBoth('axe', 'outline') },
  { id: '12.7', asks: 'Un lien mène droit au contenu.', ...byBoth('outline', 'focus-order') },
  { id: '12.8', asks: 'L’ordre de tabulation suit celui de la page.', ...byBoth('focus-order') },
  { id: '12.9', asks: 'Le clavier n’est jamais pris au piège.', ...byBoth('keyboard') },
  { id: '12.10', asks: 'Un raccourci d’une seule touche peut être désactivé.', ...byHand },
  { id: '12.11', asks: 'Ce qui apparaît au survol, au focus ou à l’activation est atteint au clavier.', ...byBoth('keyboard') },

  { id: '13.1', asks: 'Une limite de temps peut être supprimée ou allongée.', ...byHand },
  { id: '13.2', asks: 'Aucune fenêtre ne s’ouvre sans qu’on le demande.', ...byHand },
  { id: '13.3', asks: 'Chaque document à télécharger a une version accessible.', ...byHand },
  { id: '13.4', asks: 'Cette version dit la même chose.', ...byHand },
  { id: '13.5', asks: 'Chaque contenu cryptique a une alternative.', ...byHand },
  { id: '13.6', asks: 'Cette alternative est pertinente.', ...byHand },
  { id: '13.7', asks: 'Rien ne clignote ni ne change brusquement de lumière.', ...byBoth('absent') },
  { id: '13.8', asks: 'Ce qui bouge peut être arrêté.', ...byBoth('still') },
  { id: '13.9', asks: 'L’écran peut être tenu droit ou couché.', ...byBoth('axe') },
  { id: '13.10', asks: 'Un geste compliqué peut être remplacé par un geste simple.', ...byHand },
  { id: '13.11', asks: 'Un appui peut être annulé avant d’être relâché.', ...byHand },
  { id: '13.12', asks: 'Rien ne demande de bouger l’appareil.', ...byHand },
];
