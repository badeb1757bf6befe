import { defineWords } from '../define-words.ts';

export const search = defineWords({
  'nav.search': { en: 'Search', es: 'Búsqueda' },
  'search.title': { en: 'Search', es: 'Búsqueda' },
  'search.label': { en: 'Search messages', es: 'Buscar mensajes' },
  'search.example': { en: 'words, "a phrase", role:assistant…', es: 'palabras, "una frase", role:assistant…' },
  'search.go': { en: 'Search', es: 'Buscar' },
  'search.how': { en: 'What can be asked', es: 'Qué se puede pedir' },
  'search.operators': {
    en: 'Operators: from: conversation: role: status: flag: model: provider: topic: before: after: cost:. Accents, case and other forms of a word do not matter; typing errors are forgiven where nothing is found.',
    es: 'Operadores: from: conversation: role: status: flag: model: provider: topic: before: after: cost:. No importan acentos, mayúsculas ni otras formas de una palabra; los errores de tecleo se perdonan cuando no hay resultados.',
  },
  'search.results': { en: 'Messages found', es: 'Mensajes encontrados' },
  'search.total': { en: '{count} found', es: '{count} encontrados' },
  'search.total_more': { en: 'more than {count} found', es: 'más de {count} encontrados' },
  'search.sort': { en: 'Order', es: 'Orden' },
  'search.by_relevance': { en: 'Most relevant first', es: 'Lo más relevante primero' },
  'search.by_date': { en: 'Newest first', es: 'Lo más nuevo primero' },
  'search.corrected': {
    en: 'Nothing was found for “{from}”. These have “{to}”.',
    es: 'No se encontró nada para «{from}». Estos tienen «{to}».',
  },
  'search.none': { en: 'No message found.', es: 'Ningún mensaje encontrado.' },
  'search.none_hint': {
    en: 'Try fewer or other words, or leave out an operator.',
    es: 'Prueba con menos palabras u otras, o quita un operador.',
  },
  'search.more': { en: 'Show more', es: 'Mostrar más' },
  'search.conversation': { en: 'Conversation, message {number}', es: 'Conversación, mensaje {number}' },
});
