import { defineWords } from '../define-words.ts';

export const deadLetters = defineWords({
  'dead.select': { en: 'Select {id}', es: 'Seleccionar {id}' },
  'dead.select_all': { en: 'Select all shown', es: 'Seleccionar los visibles' },
  'dead.message': { en: 'Message', es: 'Mensaje' },
  'dead.reason': { en: 'Reason', es: 'Motivo' },
  'dead.attempts': { en: 'Attempts', es: 'Intentos' },
  'dead.calls': { en: 'Calls', es: 'Llamadas' },
  'dead.retries': { en: 'Retries', es: 'Reintentos' },
  'dead.user': { en: 'User', es: 'Usuario' },
  'dead.failed': { en: 'Failed', es: 'Falló' },
  'dead.more': { en: 'Show more', es: 'Ver más' },
  'dead.changed': { en: 'Show changes', es: 'Ver cambios' },
  'dead.selected.one': { en: '{count} selected', es: '{count} seleccionado' },
  'dead.selected.other': { en: '{count} selected', es: '{count} seleccionados' },
  'dead.retry_selected': { en: 'Retry selected', es: 'Reintentar selección' },
  'dead.retry_title.one': { en: 'Retry {count} message', es: 'Reintentar {count} mensaje' },
  'dead.retry_title.other': { en: 'Retry {count} messages', es: 'Reintentar {count} mensajes' },
  'dead.by_reason': { en: 'By reason:', es: 'Por motivo:' },
  'dead.budget': {
    en: 'Each goes on from the step after its last one; up to {calls} calls to the model may be made in all.',
    es: 'Cada uno continúa tras su último paso; en total puede costar hasta {calls} llamadas al modelo.',
  },
  'dead.undo': {
    en: 'Each can be cancelled on its own page until its reply is being saved.',
    es: 'Cada uno se puede cancelar en su página hasta que se guarde la respuesta.',
  },
  'dead.retried.one': { en: '{count} message queued again', es: '{count} mensaje de nuevo en cola' },
  'dead.retried.other': { en: '{count} messages queued again', es: '{count} mensajes de nuevo en cola' },
  'dead.skipped.one': { en: '{count} was no longer failed', es: '{count} ya no estaba fallido' },
  'dead.skipped.other': { en: '{count} were no longer failed', es: '{count} ya no estaban fallidos' },
  'dead.most': { en: 'At most {count} at once', es: 'Como mucho {count} a la vez' },
});
