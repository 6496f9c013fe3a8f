/** English. The other tables have exactly these keys. */
export const en = {
  "app.skip": "Skip to content",
  "app.loading": "Loading",

  "action.cancel": "Cancel",
  "action.close": "Close",
  "action.retry": "Try again",

  "sign-in.title": "Sign in",
  "sign-in.email": "E-mail",
  "sign-in.password": "Password",
  "sign-in.submit": "Sign in",
  "sign-in.wrong": "E-mail or password is wrong.",
  "sign-in.limited": "Too many attempts. Wait a little, then try again.",
  "sign-in.first": "The first start of Copydesk printed an e-mail address and a password in the terminal.",
  "sign-in.ended": "You were signed out. Sign in again to go on.",
  "sign-out": "Sign out",

  "section.content": "Content",
  "section.settings": "Settings",
  "section.users": "Users",
  "section.none": "Your user groups open no section of the back office. Ask an administrator.",
  "section.nav": "Sections",

  "page.missing": "There is nothing here.",
  "page.withdrawn": "You may no longer see this page. Your rights were changed while you were here.",

  "menu.user": "Account of {name}",
  "menu.language": "Language",
  "theme.label": "Appearance",
  "theme.system": "As the system",
  "theme.light": "Light",
  "theme.dark": "Dark",

  "live.connecting": "Connecting to live changes",
  "live.connected": "Live",
  "live.reconnecting": "Connection lost. What others do is not shown until it is back.",
  "live.offline": "Offline. What others do is not shown.",
  "live.resumed": "Connected again. What was missed has been caught up on.",

  "error.unreachable": "The server cannot be reached.",
  "error.unexpected": "Something went wrong: {message}",
  "notices.label": "Messages",
} as const;
