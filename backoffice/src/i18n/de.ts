import type { MessageKey } from "./i18n.js";

/** German. */
export const de: Readonly<Record<MessageKey, string>> = {
  "app.skip": "Zum Inhalt springen",
  "app.loading": "Wird geladen",

  "action.cancel": "Abbrechen",
  "action.close": "Schließen",
  "action.retry": "Noch einmal versuchen",

  "sign-in.title": "Anmelden",
  "sign-in.email": "E-Mail",
  "sign-in.password": "Passwort",
  "sign-in.submit": "Anmelden",
  "sign-in.wrong": "E-Mail oder Passwort ist falsch.",
  "sign-in.limited": "Zu viele Versuche. Warten Sie ein wenig und versuchen Sie es dann noch einmal.",
  "sign-in.first": "Der erste Start von Copydesk hat eine E-Mail-Adresse und ein Passwort im Terminal ausgegeben.",
  "sign-in.ended": "Sie wurden abgemeldet. Melden Sie sich wieder an, um weiterzumachen.",
  "sign-out": "Abmelden",

  "section.content": "Inhalte",
  "section.settings": "Einstellungen",
  "section.users": "Benutzer",
  "section.none": "Ihre Benutzergruppen öffnen keinen Bereich. Fragen Sie die Verwaltung.",
  "section.nav": "Bereiche",

  "page.missing": "Hier ist nichts.",
  "page.withdrawn": "Sie dürfen diese Seite nicht mehr sehen. Ihre Rechte wurden geändert, während Sie hier waren.",

  "menu.user": "Konto von {name}",
  "menu.language": "Sprache",
  "theme.label": "Darstellung",
  "theme.system": "Wie das System",
  "theme.light": "Hell",
  "theme.dark": "Dunkel",

  "live.connecting": "Verbindung für Live-Änderungen wird aufgebaut",
  "live.connected": "Live",
  "live.reconnecting": "Verbindung verloren. Was andere tun, wird erst danach wieder angezeigt.",
  "live.offline": "Offline. Was andere tun, wird nicht angezeigt.",
  "live.resumed": "Wieder verbunden. Verpasstes wurde nachgeholt.",

  "error.unreachable": "Der Server ist nicht erreichbar.",
  "error.unexpected": "Etwas ist schiefgegangen: {message}",
  "notices.label": "Meldungen",
};
