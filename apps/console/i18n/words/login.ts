import { defineWords } from '../define-words.ts';

export const login = defineWords({
  'login.title': { en: 'Sign in', es: 'Entrar' },
  'login.email': { en: 'Email', es: 'Correo' },
  'login.password': { en: 'Password', es: 'Contraseña' },
  'login.show': { en: 'Show password', es: 'Mostrar contraseña' },
  'login.hide': { en: 'Hide password', es: 'Ocultar contraseña' },
  'login.submit': { en: 'Sign in', es: 'Entrar' },
  'login.submitting': { en: 'Signing in', es: 'Entrando' },
  'login.wrong': { en: 'Email or password is wrong.', es: 'El correo o la contraseña no son correctos.' },
  'login.limited': {
    en: 'Too many attempts. Wait before the next one.',
    es: 'Demasiados intentos. Espera antes del siguiente.',
  },
  'login.email_missing': { en: 'Enter your email address.', es: 'Escribe tu correo.' },
  'login.password_missing': { en: 'Enter your password.', es: 'Escribe tu contraseña.' },
  'login.hint': {
    en: 'A demo installation prints its accounts where it was started.',
    es: 'Una instalación de demostración muestra sus cuentas donde se inició.',
  },
});
