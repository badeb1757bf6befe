import { defineWords } from '../define-words.ts';

export const errors = defineWords({
  'error.VALIDATION_FAILED': { en: 'Something in the request is not valid.', es: 'Algo en la petición no es válido.' },
  'error.UNAUTHENTICATED': {
    en: 'Your session has ended. Sign in again.',
    es: 'La sesión ha terminado. Vuelve a entrar.',
  },
  'error.FORBIDDEN': { en: 'Your role does not allow this.', es: 'Tu rol no permite esto.' },
  'error.NOT_FOUND': {
    en: 'Not found, or not visible to you.',
    es: 'No existe o no puedes verlo.',
  },
  'error.CONFLICT': {
    en: 'Somebody changed this in the meantime.',
    es: 'Alguien lo ha cambiado entretanto.',
  },
  'error.CONVERSATION_FULL': {
    en: 'This conversation has reached its limit of messages. Start a new one.',
    es: 'Esta conversación ha llegado a su límite de mensajes. Empieza otra.',
  },
  'error.PAYLOAD_TOO_LARGE': { en: 'The text is too large.', es: 'El texto es demasiado grande.' },
  'error.CONTENT_BLOCKED': {
    en: 'The text was stopped by a content filter and waits for a moderator.',
    es: 'Un filtro de contenido ha detenido el texto y espera a un moderador.',
  },
  'error.RATE_LIMITED': { en: 'Too many requests for now.', es: 'Demasiadas peticiones por ahora.' },
  'error.INTERNAL': { en: 'The service failed on this request.', es: 'El servicio ha fallado en esta petición.' },
  'error.UNAVAILABLE': {
    en: 'The service cannot answer right now.',
    es: 'El servicio no puede responder ahora.',
  },
  'error.NETWORK': { en: 'The service cannot be reached.', es: 'No se puede alcanzar el servicio.' },
  'error.retry_in': { en: 'Try again in {seconds} s.', es: 'Reintenta en {seconds} s.' },
  'error.trace': { en: 'trace id', es: 'id de traza' },
  'error.page_title': { en: 'This page failed', es: 'Esta página ha fallado' },
  'error.page_hint': {
    en: 'The rest of the console still works. Trying again is safe.',
    es: 'El resto de la consola funciona. Reintentar es seguro.',
  },
  'error.missing_title': { en: 'Nothing here', es: 'Aquí no hay nada' },
  'error.missing_hint': {
    en: 'The address is wrong, or what it named is not visible to you.',
    es: 'La dirección es incorrecta o lo que nombraba no es visible para ti.',
  },
  'error.to_overview': { en: 'Go to the overview', es: 'Ir al resumen' },
  'error.down_title': { en: 'The api does not answer', es: 'La api no responde' },
  'error.down_hint': {
    en: 'The console is running but cannot reach the service. It tries again by itself.',
    es: 'La consola funciona pero no alcanza el servicio. Reintenta por sí sola.',
  },
});
