// Every page, in every state that a person can meet, and the way there.
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fillsIn, OWN, opensForm, RADIO, sends } from './files.ts';
import { type Gateway, INS } from './gateway.ts';
import { BLOOD_TEST, PASSWORD, type Patient } from './patient.ts';
import { activates, invites } from './representatives.ts';
import { BEGINNING } from './server.ts';
import type { World } from './world.ts';

export type Scene = {
  patient: Patient;
  otherTab: () => Promise<Patient>;
  gateway: Gateway;
  world: World;
};

/**
 * `live`: only a browser that runs scripts can meet it. `islands`: part of it lives in the browser. `alone`: it names what the
 * server's other users do.
 */
export type State = { name: string; live?: true; islands?: true; alone?: true; reach: (scene: Scene) => Promise<void> };

/** A page of somebody else's that sends a form to ours. */
export async function hostilePage(host: string, action: string, fields: Record<string, string>): Promise<HttpServer> {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  const page = `<!DOCTYPE html><html lang="fr"><head><title>Ailleurs</title><link rel="icon" href="data:,"></head><body>
    <form method="post" action="${action}">${inputs.join('')}<button>Gagner un téléphone</button></form></body></html>`;
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html; charset=utf-8').end(page));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return server;
}

export function portOf(server: HttpServer): number {
  return (server.address() as AddressInfo).port;
}

const signedIn =
  (then: (scene: Scene) => Promise<unknown>, who = 'camille') =>
  async (scene: Scene): Promise<void> => {
    await scene.patient.signsIn(who);
    await then(scene);
  };

/** Somebody came, and the patient looks at the history. */
async function visited({ patient, gateway }: Pick<Scene, 'patient' | 'gateway'>): Promise<void> {
  await (await gateway.as('nurse')).opens('bernard');
  await patient.goesTo('Historique');
}

/** The address of a page of the record that is open. */
function inRecord(patient: Patient, rest: string): string {
  return new URL(patient.page.url()).pathname.replace(/\/documents$/, `/${rest}`);
}

const opensOwn = async ({ patient }: Scene): Promise<void> => {
  await patient.documents.opens(OWN);
};

/** What is at the end of the address of the document that is shown. */
const goesOn = async ({ patient }: Scene, rest: string): Promise<void> => {
  await patient.page.goto(new URL(patient.page.url()).pathname + rest);
};

const opensVerification = async ({ patient }: Scene): Promise<void> => {
  await patient.goesTo('Historique');
  await patient.page.getByRole('link', { name: 'Vérifier ou emporter mon historique' }).click();
  await patient.title().filter({ hasText: 'Vérifier mon historique' }).waitFor();
};

const verifies = async ({ patient }: Scene, said: string): Promise<void> => {
  await patient.page.getByRole('button', { name: 'Vérifier maintenant' }).click();
  await patient.page.getByText(said).waitFor();
};

/** Who acts for others chooses whose record to open, and goes to a page of it. */
const chooses =
  (who: string, whose?: string, rest?: string) =>
  async ({ patient }: Scene): Promise<void> => {
    await patient.page.goto('/');
    await patient.fillsIn(who, PASSWORD);
    await patient.title().filter({ hasText: 'Quel dossier voulez-vous ouvrir' }).waitFor();
    if (!whose) return;
    await patient.page.getByRole('main').getByRole('link', { name: whose }).click();
    await patient.title().filter({ hasNotText: 'Quel dossier' }).waitFor();
    if (rest) await patient.page.goto(`/dossiers/${patient.page.url().split('/')[4]}/${rest}`);
  };

/** The address of the record that is open. */
const recordOf = ({ page }: Patient): string => `/dossiers/${page.url().split('/')[4]}`;

/** Paul, signed in, has a link that invites him. */
const invited = async (scene: Scene): Promise<string> => {
  const { patient } = scene;
  await chooses('marie', 'Zoé Petit')(scene);
  const link = await invites(patient, recordOf(patient), 'Paul Petit');
  await patient.signsOut();
  await chooses('paul')(scene);
  return link;
};

const masksAll = async ({ patient }: Scene): Promise<void> => {
  await patient.documents.asksToMaskAll();
  await patient.documents.confirms();
  await patient.isTold('C’est fait');
};

/** Lucie signs in for the first time. */
const firstTime =
  (then: (scene: Scene) => Promise<unknown>) =>
  async (scene: Scene): Promise<void> => {
    await scene.patient.page.goto('/');
    await scene.patient.fillsIn('lucie', PASSWORD);
    await scene.patient.title().filter({ hasText: 'Mes prochains documents' }).waitFor();
    await then(scene);
  };

const answersFirst = async ({ patient }: Scene): Promise<void> => {
  await patient.page.getByLabel('Masqués').check();
  await patient.page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
  await patient.title().filter({ hasText: 'Accès en cas d’urgence' }).waitFor();
};

const closes = async (patient: Patient, password: string): Promise<void> => {
  await patient.page.getByLabel('Mon mot de passe').fill(password);
  await patient.page.getByRole('button', { name: 'Clôturer mon dossier maintenant' }).click();
};

export const STATES: State[] = [
  { name: 'sign-in', reach: async ({ patient }) => void (await patient.page.goto('/')) },
  {
    name: 'sign-in-wrong',
    reach: async ({ patient }) => {
      patient.watch.expectsAnswer(422);
      await patient.page.goto('/');
      await patient.fillsIn('camille', 'pas le bon');
      await patient.isWarned('n’est pas le bon');
    },
  },
  {
    name: 'sign-in-too-many-errors',
    reach: async ({ patient }) => {
      patient.watch.expectsAnswer(422);
      patient.watch.expectsAnswer(429);
      await patient.page.goto('/');
      await patient.mistypesThePassword('camille');
      await patient.isWarned('Trop d’essais de suite');
    },
  },
  { name: 'signed-out', reach: signedIn(({ patient }) => patient.signsOut()) },
  {
    name: 'session-ending',
    islands: true,
    live: true,
    reach: async ({ patient }) => {
      await patient.page.clock.install({ time: BEGINNING });
      await patient.signsIn('camille');
      await patient.page.clock.fastForward('28:00');
      await patient.page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'session-ended',
    reach: signedIn(async ({ patient, world }) => {
      await world.isNow('2026-11-23T10:45:00+01:00');
      await patient.goesTo('Historique');
    }),
  },
  { name: 'documents', islands: true, reach: signedIn(async () => {}) },
  {
    name: 'documents-last-page',
    islands: true,
    reach: signedIn(({ patient }) => patient.page.getByRole('link', { name: 'Page suivante' }).click()),
  },
  {
    name: 'documents-filtered',
    islands: true,
    reach: signedIn(({ patient }) => patient.documents.filters({ word: 'haddad', visibility: 'Visibles', order: 'Par titre' })),
  },
  {
    name: 'documents-none-found',
    reach: signedIn(({ patient }) => patient.documents.filters({ word: 'licorne' })),
  },
  { name: 'documents-empty-record', reach: signedIn(async () => {}, 'nadia') },
  {
    name: 'documents-after-masking-one',
    islands: true,
    reach: signedIn(async ({ patient }) => {
      await patient.documents.masks(BLOOD_TEST);
      await patient.isTold('est maintenant masqué');
    }),
  },
  { name: 'documents-after-masking-all', islands: true, reach: signedIn(masksAll) },
  { name: 'document-visible', reach: signedIn(({ patient }) => patient.documents.opens(BLOOD_TEST)) },
  {
    name: 'document-after-masking',
    reach: signedIn(async ({ patient }) => {
      await patient.documents.opens(BLOOD_TEST);
      await patient.page.getByRole('button', { name: 'Masquer ce document' }).click();
      await patient.isTold('est maintenant masqué');
    }),
  },
  { name: 'document-own', reach: signedIn(opensOwn) },
  { name: 'add-document', reach: signedIn(({ patient }) => opensForm(patient)) },
  {
    name: 'add-document-wrong',
    reach: signedIn(async ({ patient }) => {
      await opensForm(patient);
      patient.watch.expectsAnswer(422);
      await fillsIn(patient, { date: '2026-12-01' });
      await sends(patient);
      await patient.isWarned('Choisissez le fichier à ajouter.');
    }),
  },
  {
    name: 'document-added',
    reach: signedIn(async ({ patient }) => {
      await opensForm(patient);
      await fillsIn(patient, RADIO);
      await sends(patient);
      await patient.isTold('Ce document est ajouté');
    }),
  },
  {
    name: 'delete-document',
    reach: signedIn(async (scene) => {
      await opensOwn(scene);
      await scene.patient.page.getByRole('link', { name: 'Supprimer ce document' }).click();
    }),
  },
  {
    name: 'delete-document-of-somebody-else',
    reach: signedIn(async (scene) => {
      await scene.patient.documents.opens(BLOOD_TEST);
      await goesOn(scene, '/supprimer');
    }),
  },
  {
    name: 'document-deleted',
    reach: signedIn(async (scene) => {
      await opensOwn(scene);
      await goesOn(scene, '/supprimer');
      await scene.patient.page.getByRole('button', { name: 'Supprimer pour toujours' }).click();
      await scene.patient.isTold('est supprimé');
    }),
  },
  {
    name: 'ask-author',
    reach: signedIn(async ({ patient }) => {
      await patient.documents.opens(BLOOD_TEST);
      await patient.page.getByRole('link', { name: 'Signaler un problème à l’auteur' }).click();
    }),
  },
  {
    name: 'ask-author-wrong',
    reach: signedIn(async (scene) => {
      await scene.patient.documents.opens(BLOOD_TEST);
      await goesOn(scene, '/demander-a-l-auteur');
      scene.patient.watch.expectsAnswer(422);
      await scene.patient.page.getByRole('button', { name: 'Enregistrer ma demande' }).click();
      await scene.patient.isWarned('Choisissez ce que vous demandez');
    }),
  },
  {
    name: 'ask-author-of-own-document',
    reach: signedIn(async (scene) => {
      await opensOwn(scene);
      await goesOn(scene, '/demander-a-l-auteur');
    }),
  },
  {
    name: 'document-after-asking',
    reach: signedIn(async (scene) => {
      await scene.patient.documents.opens(BLOOD_TEST);
      await goesOn(scene, '/demander-a-l-auteur');
      await scene.patient.page.getByRole('radio', { name: 'Corriger ce document' }).check();
      await scene.patient.page.getByLabel('Ce que l’auteur doit savoir').fill('Le poids est faux.');
      await scene.patient.page.getByRole('button', { name: 'Enregistrer ma demande' }).click();
      await scene.patient.isTold('Ma demande est enregistrée.');
    }),
  },
  { name: 'mask-all', reach: signedIn(({ patient }) => patient.documents.asksToMaskAll()) },
  {
    name: 'mask-all-nothing-to-do',
    reach: signedIn(async (scene) => {
      await masksAll(scene);
      await scene.patient.page.goto(new URL(scene.patient.page.url()).pathname.replace('/documents', '/changement?acte=tout-masquer'));
    }),
  },
  {
    name: 'mask-all-out-of-date',
    reach: signedIn(async ({ patient, otherTab }) => {
      await patient.documents.asksToMaskAll();
      const other = await otherTab();
      await other.opensDocuments();
      await other.documents.masks(BLOOD_TEST);
      await other.isTold('est maintenant masqué');
      await other.page.close();
      patient.watch.expectsAnswer(409);
      await patient.documents.confirms();
      await patient.isWarned('Le dossier a changé');
    }),
  },
  {
    name: 'show-all',
    reach: signedIn(async (scene) => {
      await masksAll(scene);
      await scene.patient.documents.asksToShowAll();
    }),
  },
  { name: 'home', reach: signedIn(({ patient }) => patient.menu('Accueil').click()) },
  {
    name: 'home-closed-to-all',
    reach: signedIn(async ({ patient }) => {
      const home = inRecord(patient, 'accueil');
      await patient.page.goto(inRecord(patient, `changement?acte=fermer-aux-professionnels&retour=${encodeURIComponent(home)}`));
      await patient.documents.confirms();
      await patient.isTold('fermé à tous');
    }),
  },
  { name: 'home-empty-record', reach: signedIn(({ patient }) => patient.menu('Accueil').click(), 'nadia') },
  ...[1, 2, 3, 4, 5].map((step) => ({
    name: `check-up-${step}`,
    reach: signedIn(async ({ patient }) => {
      if (step === 4) {
        await patient.documents.masks(BLOOD_TEST);
        await patient.isTold('est maintenant masqué');
      }
      await patient.page.goto(inRecord(patient, `faire-le-point?etape=${step}`));
    }),
  })),
  { name: 'check-up-summary', reach: signedIn(({ patient }) => patient.page.goto(inRecord(patient, 'faire-le-point?etape=6'))) },
  { name: 'welcome-documents', reach: firstTime(async () => {}) },
  {
    name: 'welcome-documents-unanswered',
    reach: firstTime(async ({ patient }) => {
      patient.watch.expectsAnswer(422);
      await patient.page.getByRole('button', { name: 'Enregistrer et continuer' }).click();
      await patient.isWarned('Choisissez l’une des deux réponses.');
    }),
  },
  { name: 'welcome-emergencies', reach: firstTime(answersFirst) },
  {
    name: 'welcome-emergencies-unanswered',
    reach: firstTime(async (scene) => {
      await answersFirst(scene);
      scene.patient.watch.expectsAnswer(422);
      await scene.patient.page.getByRole('button', { name: 'Enregistrer et terminer' }).click();
      await scene.patient.isWarned('Répondez oui ou non pour le SAMU.');
    }),
  },
  {
    name: 'welcome-done',
    reach: firstTime(async (scene) => {
      await answersFirst(scene);
      const { page } = scene.patient;
      for (const name of ['Le SAMU', 'Les autres professionnels', 'Mes documents masqués']) {
        await page.getByRole('group', { name }).getByLabel('Oui').check();
      }
      await page.getByRole('button', { name: 'Enregistrer et terminer' }).click();
      await scene.patient.title().filter({ hasText: 'Mes réponses sont enregistrées' }).waitFor();
    }),
  },
  { name: 'closing', reach: signedIn(({ patient }) => patient.page.goto(inRecord(patient, 'cloturer'))) },
  {
    name: 'closing-wrong-password',
    reach: signedIn(async ({ patient }) => {
      await patient.page.goto(inRecord(patient, 'cloturer'));
      patient.watch.expectsAnswer(422);
      await closes(patient, 'pas le bon');
      await patient.isWarned('Ce n’est pas le bon mot de passe.');
    }),
  },
  {
    name: 'closed',
    reach: signedIn(async ({ patient }) => {
      await patient.page.goto(inRecord(patient, 'cloturer'));
      await closes(patient, PASSWORD);
      await patient.title().filter({ hasText: 'Mon dossier est clôturé' }).waitFor();
    }),
  },
  {
    name: 'closed-twice',
    reach: signedIn(async ({ patient, otherTab }) => {
      const address = inRecord(patient, 'cloturer');
      await patient.page.goto(address);
      const other = await otherTab();
      await other.page.goto(address);
      await closes(other, PASSWORD);
      await other.title().filter({ hasText: 'Mon dossier est clôturé' }).waitFor();
      await other.page.close();
      patient.watch.expectsAnswer(409);
      await closes(patient, PASSWORD);
      await patient.title().filter({ hasText: 'Mon dossier est clôturé' }).waitFor();
    }),
  },
  {
    name: 'closed-for-good',
    reach: signedIn(async ({ patient, world }) => {
      await patient.page.goto(inRecord(patient, 'cloturer'));
      await closes(patient, PASSWORD);
      await patient.title().filter({ hasText: 'Mon dossier est clôturé' }).waitFor();
      await world.isNow('2026-12-24T10:00:00+01:00');
      await patient.page.goto('/');
      await patient.fillsIn('camille', PASSWORD);
      await patient.title().filter({ hasText: 'Mon dossier est clôturé' }).waitFor();
    }),
  },
  { name: 'site-map', reach: signedIn(({ patient }) => patient.page.getByRole('link', { name: 'Plan du site' }).click()) },
  { name: 'settings', reach: signedIn(({ patient }) => patient.goesTo('Mes réglages')) },
  {
    name: 'notice-preferences',
    reach: signedIn(({ patient }) => patient.page.goto(inRecord(patient, 'notifications/preferences'))),
  },
  {
    name: 'notice-preferences-saved',
    reach: signedIn(async ({ patient }) => {
      await patient.page.goto(inRecord(patient, 'notifications/preferences'));
      await patient.page.getByRole('group', { name: 'quand un document est ajouté' }).getByLabel('Non').check();
      await patient.page.getByRole('button', { name: 'Enregistrer mes préférences' }).click();
      await patient.isTold('mes préférences sont enregistrées');
    }),
  },
  { name: 'history-narrowed', reach: signedIn(({ patient }) => patient.page.goto(inRecord(patient, 'historique?refus=oui&du=2026-01-01'))) },
  { name: 'what-if', islands: true, reach: signedIn(({ patient }) => patient.page.goto(inRecord(patient, 'essayer'))) },
  {
    name: 'what-if-chosen',
    islands: true,
    reach: signedIn(async ({ patient }) => {
      await patient.page.goto(inRecord(patient, 'essayer'));
      await patient.page.getByLabel('Masquer tous mes documents et mes rubriques').check();
    }),
  },
  {
    name: 'emergencies',
    islands: true,
    reach: signedIn(({ patient }) => patient.page.goto(inRecord(patient, 'urgences'))),
  },
  {
    name: 'emergencies-unanswered',
    islands: true,
    reach: signedIn(async ({ patient }) => {
      await patient.page.goto(inRecord(patient, 'urgences'));
      patient.watch.expectsAnswer(422);
      await patient.page.getByRole('button', { name: 'Voir ce qui va changer' }).click();
      await patient.isWarned('Répondez oui ou non pour le SAMU.');
    }),
  },
  {
    name: 'change-emergencies',
    reach: signedIn(({ patient }) =>
      patient.page.goto(inRecord(patient, 'changement?acte=urgences&samu=oui&autres=non&masques=non')),
    ),
  },
  {
    name: 'change-opposition',
    reach: signedIn(({ patient }) => patient.page.goto(inRecord(patient, 'changement?acte=fermer-aux-professionnels'))),
  },
  {
    name: 'change-refused',
    reach: signedIn(async ({ patient }) => {
      patient.watch.expectsAnswer(409);
      await patient.page.goto(inRecord(patient, 'changement?acte=bloquer&rpps=10000000017'));
    }),
  },
  {
    name: 'change-nothing-chosen',
    islands: true,
    reach: signedIn(async ({ patient }) => {
      patient.watch.expectsAnswer(422);
      await patient.page.getByRole('button', { name: 'Masquer', exact: true }).click();
    }),
  },
  {
    name: 'change-undo-partial',
    reach: signedIn(async (scene) => {
      const { patient } = scene;
      await masksAll(scene);
      const undo = await patient.page.getByRole('link', { name: 'Annuler ce changement' }).getAttribute('href');
      await patient.documents.showsAgain(BLOOD_TEST);
      await patient.isTold('est maintenant visible');
      await patient.page.goto(undo ?? '');
    }),
  },
  {
    name: 'see-as',
    islands: true,
    reach: signedIn(({ patient }) => patient.page.getByRole('link', { name: 'Voir mon dossier comme…' }).click()),
  },
  {
    name: 'see-as-blocked-dentist',
    islands: true,
    reach: signedIn(async ({ patient }) => {
      await patient.page.getByRole('link', { name: 'Voir mon dossier comme…' }).click();
      await patient.page.getByLabel('Qui regarde mon dossier ?').selectOption('Paul Roussel (chirurgien-dentiste)');
      await patient.page.getByRole('button', { name: 'Voir', exact: true }).click();
      await patient.page.getByRole('status').getByText('Non, Paul Roussel').waitFor();
    }, 'bernard'),
  },
  {
    name: 'see-as-unclear',
    islands: true,
    reach: signedIn(async ({ patient }) => {
      await patient.page.getByRole('link', { name: 'Voir mon dossier comme…' }).click();
      patient.watch.expectsAnswer(422);
      await patient.page.goto(`${new URL(patient.page.url()).pathname}?jour=2020-01-01`);
      await patient.isWarned('Choisissez aujourd’hui ou un jour à venir');
    }),
  },
  {
    name: 'history',
    reach: signedIn(async ({ patient, gateway }) => {
      await (await gateway.as('nurse')).opens('camille');
      await patient.goesTo('Historique');
    }),
  },
  {
    name: 'history-own-acts',
    reach: signedIn(async (scene) => {
      await scene.patient.documents.masks(BLOOD_TEST);
      await masksAll(scene);
      await scene.patient.goesTo('Historique');
      await scene.patient.history.showsOwnActs();
    }),
  },
  {
    name: 'history-visit',
    reach: signedIn(async ({ patient, gateway }) => {
      await visited({ patient, gateway });
      await patient.history.visits().first().getByRole('link', { name: /^Voir le détail/ }).click();
    }, 'bernard'),
  },
  {
    name: 'report-access',
    reach: signedIn(async ({ patient, gateway }) => {
      await visited({ patient, gateway });
      await patient.history.visits().first().getByRole('link', { name: /^Signaler cet accès/ }).click();
    }, 'bernard'),
  },
  {
    name: 'report-access-wrong',
    reach: signedIn(async ({ patient, gateway }) => {
      await visited({ patient, gateway });
      await patient.history.visits().first().getByRole('link', { name: /^Signaler cet accès/ }).click();
      patient.watch.expectsAnswer(422);
      await patient.page.getByLabel('Ce que je veux ajouter').fill('é'.repeat(1_001));
      await patient.page.getByRole('button', { name: 'Enregistrer mon signalement' }).click();
      await patient.isWarned('Choisissez pourquoi');
    }, 'bernard'),
  },
  {
    name: 'access-reports',
    reach: signedIn(async ({ patient, gateway }) => {
      await visited({ patient, gateway });
      await patient.history.visits().first().getByRole('link', { name: /^Signaler cet accès/ }).click();
      await patient.page.getByRole('radio', { name: 'Je ne connais pas ce professionnel' }).check();
      await patient.page.getByRole('button', { name: 'Enregistrer mon signalement' }).click();
      await patient.isTold('Mon signalement est enregistré.');
    }, 'bernard'),
  },
  { name: 'access-reports-empty', reach: signedIn(({ patient }) => patient.page.goto(inRecord(patient, 'signalements'))) },
  { name: 'history-empty', reach: signedIn(({ patient }) => patient.goesTo('Historique'), 'nadia') },
  { name: 'professionals', reach: signedIn(({ patient }) => patient.goesTo('Professionnels')) },
  { name: 'professionals-empty-record', reach: signedIn(({ patient }) => patient.goesTo('Professionnels'), 'nadia') },
  {
    name: 'professionals-found',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Professionnels');
      await patient.professionals.searches('medecin lille');
      await patient.professionals.results().waitFor();
    }),
  },
  {
    name: 'professionals-none-found',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Professionnels');
      await patient.professionals.searches('licorne');
      await patient.page.getByRole('heading', { name: 'Aucun professionnel trouvé' }).waitFor();
    }),
  },
  {
    name: 'professionals-search-too-short',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Professionnels');
      patient.watch.expectsAnswer(422);
      await patient.professionals.searches('a');
      await patient.isWarned('au moins deux lettres');
    }),
  },
  {
    name: 'professionals-block',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Professionnels');
      await patient.professionals.person('Autorisés', 'Sophie Nguyen').getByRole('link', { name: 'Bloquer' }).click();
      await patient.page.getByRole('button', { name: /^Confirmer/ }).waitFor();
    }),
  },
  {
    name: 'professionals-after-blocking',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Professionnels');
      await patient.professionals.person('Autorisés', 'Sophie Nguyen').getByRole('link', { name: 'Bloquer' }).click();
      await patient.confirms();
      await patient.isTold('accès bloqué, même en urgence');
    }),
  },
  {
    name: 'professional-authorised',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Professionnels');
      await patient.page.getByRole('link', { name: 'Sophie Nguyen', exact: true }).click();
      await patient.page.getByRole('heading', { level: 1, name: 'Sophie Nguyen' }).waitFor();
    }),
  },
  {
    name: 'professional-administrator',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Professionnels');
      await patient.professionals
        .person('Médecins administrateurs', 'Hélène Martin')
        .getByRole('link', { name: 'Hélène Martin', exact: true })
        .click();
      await patient.page.getByRole('heading', { level: 1, name: 'Hélène Martin' }).waitFor();
    }),
  },
  {
    name: 'professional-blocked',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Professionnels');
      await patient.professionals.person('Bloqués', 'Paul Roussel').getByRole('link', { name: 'Paul Roussel', exact: true }).click();
      await patient.page.getByRole('heading', { level: 1, name: 'Paul Roussel' }).waitFor();
    }, 'bernard'),
  },
  {
    name: 'professional-never-came',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Professionnels');
      await patient.professionals.searches('fontaine');
      await patient.page.getByRole('link', { name: 'Léa Fontaine', exact: true }).click();
      await patient.page.getByRole('heading', { level: 1, name: 'Léa Fontaine' }).waitFor();
    }),
  },
  { name: 'verify-history', islands: true, reach: signedIn(opensVerification, 'bernard') },
  {
    name: 'verify-history-whole',
    islands: true,
    live: true,
    reach: signedIn(async (scene) => {
      await opensVerification(scene);
      await verifies(scene, 'Mon historique est intact.');
    }, 'bernard'),
  },
  {
    name: 'verify-history-fault',
    islands: true,
    live: true,
    reach: signedIn(async (scene) => {
      await opensVerification(scene);
      await scene.patient.page.route('**/preuve-historique.jsonl', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: (await answer.text()).replace('Lefèvre', 'Durand') });
      });
      await verifies(scene, 'Mon historique n’est pas intact');
    }, 'bernard'),
  },
  { name: 'notices-unread', reach: signedIn(({ patient }) => patient.goesTo('Notifications')) },
  {
    name: 'notices-read',
    reach: signedIn(async ({ patient }) => {
      await patient.goesTo('Notifications');
      await patient.notices.marksAllRead();
      await patient.isTold('marquées comme lues');
    }),
  },
  {
    name: 'notices-narrowed',
    reach: signedIn(({ patient }) => patient.page.goto(inRecord(patient, 'notifications?sujet=urgences&non-lues=oui'))),
  },
  { name: 'profiles', reach: chooses('marie') },
  { name: 'profiles-guardian-of-property', reach: chooses('hugues', 'Marcel Blin') },
  { name: 'profiles-guardian-of-person', reach: chooses('agnes', 'Odette Renard') },
  { name: 'child-home', reach: chooses('marie', 'Léo Petit') },
  { name: 'child-documents', reach: chooses('marie', 'Léo Petit', 'documents') },
  { name: 'child-settings', reach: chooses('marie', 'Léo Petit', 'reglages') },
  { name: 'child-representatives', reach: chooses('marie', 'Léo Petit', 'representants') },
  { name: 'child-alone-representatives', reach: chooses('marie', 'Zoé Petit', 'representants') },
  { name: 'child-history', reach: chooses('marie', 'Léo Petit', 'historique?vue=moi') },
  { name: 'child-mask-all', reach: chooses('marie', 'Léo Petit', 'changement?acte=tout-masquer') },
  { name: 'child-closing', reach: chooses('marie', 'Léo Petit', 'cloturer') },
  {
    name: 'representatives-invited',
    reach: async (scene) => {
      await chooses('marie', 'Zoé Petit')(scene);
      await invites(scene.patient, recordOf(scene.patient), 'Paul Petit');
    },
  },
  {
    name: 'representatives-invitation-wrong',
    reach: async (scene) => {
      await chooses('marie', 'Zoé Petit', 'representants')(scene);
      scene.patient.watch.expectsAnswer(422);
      await scene.patient.page.getByRole('button', { name: 'Préparer l’invitation' }).click();
      await scene.patient.isWarned('Écrivez son prénom et son nom.');
    },
  },
  { name: 'invitation', reach: async (scene) => void (await scene.patient.page.goto(await invited(scene))) },
  {
    name: 'invitation-accepted',
    reach: async (scene) => {
      await scene.patient.page.goto(await invited(scene));
      await scene.patient.page.getByRole('button', { name: 'Accepter' }).click();
      await scene.patient.isTold('C’est fait');
    },
  },
  {
    name: 'invitation-worthless',
    reach: async (scene) => {
      await chooses('paul')(scene);
      scene.patient.watch.expectsAnswer(404);
      await scene.patient.page.goto('/invitations/0000-0000-0000-0000');
    },
  },
  {
    name: 'protection-undeclared',
    reach: async (scene) => {
      await chooses('agnes', 'Odette Renard')(scene);
      scene.patient.watch.expectsAnswer(422);
      await scene.patient.page.getByRole('button', { name: 'Clôturer le dossier maintenant' }).click();
      await scene.patient.isWarned('Déclarez d’abord');
    },
  },
  {
    name: 'protection-closed',
    reach: async (scene) => {
      await chooses('agnes', 'Odette Renard')(scene);
      await scene.patient.page.getByRole('checkbox').check();
      await scene.patient.page.getByRole('button', { name: 'Clôturer le dossier maintenant' }).click();
      await scene.patient.isTold('C’est fait.');
    },
  },
  {
    name: 'majority',
    reach: async ({ patient, world }) => {
      const birthday = '2026-12-13T10:00:00+01:00';
      await world.isNow(birthday, patient.page);
      await activates(patient, INS.ines, await world.answers(birthday, 'activation-code', INS.ines), 'ines');
      await patient.title().filter({ hasText: 'J’ai 18 ans' }).waitFor();
    },
  },
  {
    name: 'activation-wrong',
    reach: async ({ patient }) => {
      patient.watch.expectsAnswer(422);
      await activates(patient, '208129999900731', '', '');
      await patient.isWarned('Écrivez le code du courrier.');
    },
  },
  { name: 'activation-refused', reach: async ({ patient }) => void (await patient.page.goto('/activation?fait=refuse')) },
  { name: 'activation', reach: async ({ patient }) => void (await patient.page.goto('/activation')) },
  { name: 'lab', alone: true, reach: async ({ patient }) => void (await patient.page.goto('/lab')) },
  { name: 'lab-professional', reach: async ({ patient }) => void (await patient.page.goto('/lab/professionnels/10000000025')) },
  {
    name: 'not-found',
    reach: signedIn(async ({ patient }) => {
      patient.watch.expectsAnswer(404);
      await patient.page.goto('/nulle-part');
    }),
  },
  {
    name: 'refused-from-elsewhere',
    reach: signedIn(async ({ patient, world }) => {
      patient.watch.expectsAnswer(403);
      const elsewhere = await hostilePage('localhost', `${world.address}/deconnexion`, {});
      await patient.page.goto(`http://localhost:${portOf(elsewhere)}/`);
      await patient.page.getByRole('button').click();
      await patient.title().waitFor();
      elsewhere.close();
      elsewhere.closeAllConnections();
    }),
  },
];
