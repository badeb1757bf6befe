import { readItems } from '../labelled.ts';

export const languageItems = readItems(
  'language',
  `
  es + Entra en tu cuenta de b\u0430nco ahora
  es + el \u0440\u0430go no llegó al vendedor
  es + ho\u200bla ami\u200bgo, qué\u200b tal\u200b todo
  es + e\u200ds\u200bt\u200bo t\u2060i\u200bene letras que no se ven
  es + asdkjfhg qwrtpsdf zxcvbnm lkjhgfd
  es + la \u0441ontraseña es secreta
  es + prueba\u202e\u202e\u202e de texto al revés
  es + mi n\u03bfmbre es falso
  en + Visit my p\u0430yp\u0430l page to confirm
  en + your \u0430ccount was closed
  en + he\u200bll\u200bo\u200b there\u200b friend
  en + sdfkjh qwrtzp xcvbnm dfghjkl
  en +spam click the g\u043e\u043egle link
  en + this t\u200be\u200bx\u200bt hides marks
  en + the \u0440assword is here
  en + an \u0435mail from your bank
  es - Привет es hola en ruso
  es - La letra α abre el alfabeto griego
  es - 👨‍👩‍👧‍👦 mi familia te saluda
  es - ¡Feliz cumpleaños! 🎉🎂
  es - El físico midió la longitud λ con cuidado
  es - Vi un cartel que decía 東京
  es - jajajaja qué risa me dio
  es - Brrr, qué frío, shhh, calla
  en - Привет means hello in Russian
  en - The letter β is the second one
  en - 👩‍🚀 is my favourite emoji
  en - Happy birthday! 🎈🎁
  en - The resistance is 10 Ω
  en - The sign said 東京 in red
  en - Hmm, pfft, shh, let me think
  en - naïve café résumé, all borrowed words
  `,
);
